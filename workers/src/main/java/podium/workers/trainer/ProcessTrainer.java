package podium.workers.trainer;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;

/**
 * Trains in a child process that stays warm between attempts and is replaced when it died or ran
 * out of memory. One attempt at a time; {@link #limit}, {@link #stop} and {@link #close} from any
 * thread.
 */
public final class ProcessTrainer implements Trainer {
  private final ProcessSettings settings;
  private final ToIntFunction<Assignment> threads;
  private final Object lock = new Object();
  private Optional<TrainerProcess> child = Optional.empty();
  private boolean training;
  private boolean closed;

  /** With as many threads as the settings have it, for each slot that an attempt has. */
  public ProcessTrainer(ProcessSettings settings) {
    this(settings, assignment -> settings.training().threads() * assignment.slots());
  }

  /**
   * With threads that are not always as many.
   *
   * @param threads of an attempt, asked for when it begins; 0 leaves the choice to torch
   */
  public ProcessTrainer(ProcessSettings settings, ToIntFunction<Assignment> threads) {
    this.settings = settings;
    this.threads = threads;
  }

  @Override
  public void train(Assignment assignment, Consumer<TrainerEvent> events) {
    Optional<AttemptLog> log = settings.folder().map(folder -> log(assignment));
    log.ifPresent(it -> it.begins(assignment));
    Consumer<TrainerEvent> both =
        event -> {
          log.ifPresent(it -> it.told(event));
          events.accept(event);
        };
    both.accept(trained(assignment, both, log));
  }

  private AttemptLog log(Assignment assignment) {
    return new AttemptLog(
        settings.training().checkpoints(), assignment.attemptId(), InstantSource.system());
  }

  private TrainerEvent.Ended trained(
      Assignment assignment, Consumer<TrainerEvent> events, Optional<AttemptLog> log) {
    TrainerProcess process;
    try {
      process = begin(assignment, log);
    } catch (IOException e) {
      return broken("the trainer process cannot be started: " + e.getMessage());
    }
    try {
      TrainerEvent.Ended ended = relay(process, events);
      if (ended.outcome() == Outcome.FAILED_OOM || isLostToCuda(ended) || process.wasSilent()) {
        retire(process);
      }
      return ended;
    } finally {
      synchronized (lock) {
        training = false;
      }
    }
  }

  /** After an error of CUDA's every further call of its process fails. */
  private boolean isLostToCuda(TrainerEvent.Ended ended) {
    return ended.outcome() == Outcome.FAILED_CODE && settings.training().slot().startsWith("cuda");
  }

  /** Why: a kill takes its time, and the next attempt must not be sent to a dying process. */
  private void retire(TrainerProcess process) {
    synchronized (lock) {
      process.kill();
      child = Optional.empty();
    }
  }

  private TrainerProcess begin(Assignment assignment, Optional<AttemptLog> log) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new IOException("the trainer is closed");
      }
      child.filter(TrainerProcess::isSilent).ifPresent(this::retire);
      int now = threads.applyAsInt(assignment);
      TrainerProcess process =
          child.isPresent() && child.get().isAlive()
              ? child.get()
              : TrainerProcess.start(settings.withThreads(now));
      child = Optional.of(process);
      training = true;
      log.ifPresent(it -> process.tell(it::line));
      process.send(new TrainerCommand.Train(assignment, now));
      return process;
    }
  }

  private TrainerEvent.Ended relay(TrainerProcess process, Consumer<TrainerEvent> events) {
    for (Optional<TrainerEvent> event = process.nextEvent();
        event.isPresent();
        event = process.nextEvent()) {
      if (event.get() instanceof TrainerEvent.Ended ended) {
        return ended;
      }
      if (event.get() instanceof TrainerEvent.Started started) {
        Optional<String> wrong = wrongGpu(settings.visibleDevices(), started.gpu());
        if (wrong.isPresent()) {
          retire(process);
          return broken(wrong.get());
        }
      }
      events.accept(event.get());
    }
    Optional<Death> death = process.awaitDeath();
    return death
        .map(known -> process.wasSilent() ? silent() : known.ended())
        .orElseGet(
            () ->
                broken(
                    "the trainer process %d does not end though it was killed: it waits for a disk or a device of its machine"
                        .formatted(process.pid())));
  }

  /** What is wrong with the GPU that a trainer really has, if it is another than its slot's. */
  static Optional<String> wrongGpu(String pinned, String real) {
    return pinned.isEmpty() || real.isEmpty() || pinned.equals(real)
        ? Optional.empty()
        : Optional.of(
            "the slot is on the GPU %s, but its trainer has %s: see to it that nothing sets CUDA_VISIBLE_DEVICES, and that the driver of this machine is one"
                .formatted(pinned, real));
  }

  private TrainerEvent.Ended silent() {
    return new TrainerEvent.Ended(
        Outcome.HUNG, "its trainer was silent for %d s".formatted(settings.silence().toSeconds()));
  }

  private static TrainerEvent.Ended broken(String message) {
    return new TrainerEvent.Ended(Outcome.FAILED_INFRASTRUCTURE, message);
  }

  @Override
  public void limit(Limits limits) {
    tell(new TrainerCommand.Limit(limits));
  }

  @Override
  public void stop(Outcome why) {
    tell(new TrainerCommand.Stop(why));
  }

  private void tell(TrainerCommand ofTheAttempt) {
    synchronized (lock) {
      if (training) {
        child.ifPresent(process -> process.send(ofTheAttempt));
      }
    }
  }

  /** The process id of the child, if one runs. */
  public OptionalLong processId() {
    synchronized (lock) {
      return child.filter(TrainerProcess::isAlive).stream()
          .mapToLong(TrainerProcess::pid)
          .findAny();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      child.ifPresent(TrainerProcess::kill);
    }
  }
}
