package podium.workers.training;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.checkpoint.CheckpointException;
import podium.workers.training.checkpoint.OtherDataException;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.files.CacheException;
import podium.workers.training.download.DownloadException;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.pretrained.PretrainedWeights;
import podium.workers.training.pretrained.WeightsException;

/**
 * Trains in this JVM, on the calling thread, writes checkpoints on others, and keeps the last data
 * set decoded. At most one may train in a JVM at a time: torch has one generator and DJL one
 * gradient recorder.
 */
public final class InProcessTrainer implements Trainer {
  private static final Executor THREADS =
      work -> Thread.ofPlatform().daemon().name("checkpoint").start(work);

  private final TrainingSettings settings;
  private final ModelCatalog models;
  private final DatasetCatalog datasets;
  private final PretrainedWeights weights;
  private final LongSupplier nanoTime;
  private final Executor checkpointThreads;
  private final StopSignal stop;

  public InProcessTrainer(TrainingSettings settings) {
    this(settings, System::nanoTime, THREADS);
  }

  InProcessTrainer(TrainingSettings settings, LongSupplier nanoTime, Executor checkpointThreads) {
    this.settings = settings;
    this.models = ModelCatalog.load();
    this.datasets = DatasetCatalog.load(settings.datasets(), settings.cache());
    this.weights = new PretrainedWeights(settings.weights(), settings.cache());
    this.nanoTime = nanoTime;
    this.checkpointThreads = checkpointThreads;
    this.stop = new StopSignal(nanoTime);
  }

  @Override
  public void train(Assignment assignment, Consumer<TrainerEvent> events) {
    // why: slots that are lent to it train nothing meanwhile
    train(assignment, settings.threads() * assignment.slots(), events);
  }

  /**
   * Trains with other threads than the settings have it.
   *
   * @param threads 0 leaves the choice to torch
   */
  public void train(Assignment assignment, int threads, Consumer<TrainerEvent> events) {
    stop.begin(assignment.spec().limits());
    events.accept(end(assignment, threads, events));
  }

  private TrainerEvent.Ended end(
      Assignment assignment, int threads, Consumer<TrainerEvent> events) {
    Attempt attempt = new Attempt(assignment, settings, events, stop, nanoTime, checkpointThreads);
    try {
      prepareThread(threads);
      attempt.train(models, datasets, weights);
      return new TrainerEvent.Ended(Outcome.SUCCEEDED, "all epochs are trained");
    } catch (AttemptEnded e) {
      // why: what an attempt itself finds wrong is in the trial or the worker's settings
      return new TrainerEvent.Ended(e.outcome(), message(e), e.outcome() == Outcome.FAILED_CODE);
    } catch (DatasetException | WeightsException e) {
      return Infrastructure.broke(e)
          ? new TrainerEvent.Ended(Outcome.FAILED_INFRASTRUCTURE, message(e))
          : new TrainerEvent.Ended(Outcome.FAILED_CODE, message(e), !mayPass(e));
    } catch (OtherDataException e) {
      return new TrainerEvent.Ended(Outcome.FAILED_CODE, message(e), true);
    } catch (CheckpointException e) {
      return switch (e.fault()) {
        case DISK -> new TrainerEvent.Ended(Outcome.FAILED_INFRASTRUCTURE, message(e));
        // why: what a file lacks is still lacking when it is read again
        case DAMAGED, MISFIT -> new TrainerEvent.Ended(Outcome.FAILED_CODE, message(e), true);
      };
    } catch (RuntimeException | Error e) {
      if (isOutOfMemory(e)) {
        return new TrainerEvent.Ended(
            Outcome.FAILED_OOM,
            "out of memory on %s (%s); use a smaller batchSize or imageSize"
                .formatted(settings.slot(), firstLine(message(e))));
      }
      TrainerLog.bug(assignment, e);
      if (Infrastructure.broke(e)) {
        return new TrainerEvent.Ended(
            Outcome.FAILED_INFRASTRUCTURE,
            e instanceof CacheException ? message(e) : Infrastructure.words(e));
      }
      return new TrainerEvent.Ended(
          Outcome.FAILED_CODE,
          Failures.words(e, assignment.spec().model(), assignment.spec().recipe().batchSize()),
          // why: what comes later may have come through by chance, and there is a checkpoint then
          !attempt.hasStepped() && Failures.isCertain(e));
    }
  }

  /** torch keeps its gradient mode, and OpenMP its threads, for each thread apart. */
  private static void prepareThread(int threads) {
    Engine.getEngine("PyTorch");
    JniUtils.setGradMode(false);
    if (threads > 0) {
      JniUtils.setNumThreads(threads);
    }
  }

  private static boolean mayPass(RuntimeException e) {
    // why: a file system that cannot be read or is full now may be all right soon
    return e.getCause() instanceof UncheckedIOException
        || (e.getCause() instanceof DownloadException download && download.mayPass());
  }

  static boolean isOutOfMemory(Throwable thrown) {
    String message = message(thrown).toLowerCase(Locale.ROOT);
    return thrown instanceof OutOfMemoryError
        || message.contains("out of memory")
        // why: so torch refuses more values than its kernels of a GPU count; fewer images help
        || message.contains("integer out of range")
        || message.contains("can't allocate memory");
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  @Override
  public void limit(Limits limits) {
    stop.limit(limits);
  }

  @Override
  public void stop(Outcome why) {
    stop.stop(why);
  }

  @Override
  public void close() {
    // why: everything an attempt used was closed when it ended
  }
}
