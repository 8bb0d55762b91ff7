package podium.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import podium.engine.log.Fence;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.experiment.Recipe;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/**
 * A log as the scheduler's core writes it while many trials train: accuracies grow as they do, some
 * attempts fail and are tried again. The same sizes give the same log. For one thread.
 */
final class BoardLog implements Iterator<byte[]> {
  private static final int WORKERS = 16;
  private static final int SLOTS = 8;
  private static final int SEEDS = 25;
  private static final int IMAGES = 10_000;
  private static final int SEEDS_AND_MODELS = 100;
  private static final int FAILS_IN = 50;
  private static final int FEW_MODELS = 3;
  private static final List<Object> MODELS =
      List.of("resnet18", "mobilenet_v2", "vgg16", "googlenet");

  private final int trials;
  private final int epochs;
  private final Recipe recipe;
  private final Random chance = new Random(17);
  private final Core core = new Core();
  private final List<byte[]> written = core.write(Fence.START);
  private final Map<TrialId, Long> sequences = new HashMap<>();
  private int submitted;

  /** The next record of those that are written and not read. */
  private int at;

  /**
   * A log that is written as it is read.
   *
   * @param trials a multiple of a hundred; fewer are a multiple of three
   * @param epochs of each
   */
  BoardLog(int trials, int epochs) {
    this.trials = trials;
    this.epochs = epochs;
    this.recipe = Recipe.defaults().with("epochs", epochs);
    core.done(
        Optional.of(new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN)));
    for (int worker = 0; worker < WORKERS; worker++) {
      core.register("worker" + worker, "", Core.slots("cuda", SLOTS));
    }
  }

  /** Writes the log of so many trials, each of so many epochs; how many records it has. */
  static long write(Path file, int trials, int epochs) {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      return new BoardLog(trials, epochs).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands its records over, in parts of so many. */
  static void read(Path file, int part, Consumer<List<byte[]>> taken) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      List<byte[]> records = new ArrayList<>();
      for (int size = in.readInt(); size >= 0; size = in.readInt()) {
        records.add(in.readNBytes(size));
        if (records.size() == part) {
          taken.accept(List.copyOf(records));
          records.clear();
        }
      }
      taken.accept(List.copyOf(records));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long write(DataOutputStream out) throws IOException {
    long records = 0;
    while (hasNext()) {
      byte[] record = next();
      out.writeInt(record.length);
      out.write(record);
      records++;
    }
    out.writeInt(-1);
    return records;
  }

  @Override
  public boolean hasNext() {
    return at < written.size() || submitted < trials || !core.running.isEmpty();
  }

  @Override
  public byte[] next() {
    while (at == written.size()) {
      written.clear();
      at = 0;
      report();
    }
    return written.get(at++);
  }

  /** Each attempt reports once. */
  private void report() {
    if (!hasNext()) {
      throw new NoSuchElementException("all trials have ended");
    }
    while (submitted < trials && core.running.size() < WORKERS * SLOTS) {
      submit();
    }
    for (Event.TrialPlaced attempt : List.copyOf(core.running.values())) {
      report(attempt);
    }
  }

  private void submit() {
    boolean few = trials < SEEDS_AND_MODELS;
    List<Object> models = few ? MODELS.subList(0, FEW_MODELS) : MODELS;
    int seeds = few ? trials / FEW_MODELS : SEEDS;
    core.submit("bench" + submitted / SEEDS_AND_MODELS, recipe, models, seeds);
    submitted += models.size() * seeds;
  }

  /** What an attempt reports next; its sequence counts the epochs. */
  private void report(Event.TrialPlaced attempt) {
    core.pass(Duration.ofMillis(40));
    for (int worker = 0; worker < WORKERS; worker++) {
      // why: silent workers would be lost
      core.hear("worker" + worker);
    }
    TrialId trial = attempt.trial();
    long sequence = sequences.merge(trial, 1L, Long::sum);
    int epoch = (int) sequence - 1;
    if (epoch == 0) {
      core.report(attempt, new Report.Started(trial, attempt.attempt(), sequence, start()));
    } else if (epoch <= epochs) {
      core.report(
          attempt,
          new Report.Epoch(trial, attempt.attempt(), sequence, result(trial, attempt, epoch)));
    } else {
      sequences.remove(trial);
      boolean fails = chance.nextInt(FAILS_IN) == 0;
      core.report(
          attempt,
          new Report.Ended(
              trial,
              attempt.attempt(),
              sequence,
              fails ? Outcome.FAILED_OOM : Outcome.SUCCEEDED,
              fails ? "CUDA out of memory" : "",
              fails));
    }
  }

  private static Start start() {
    return new Start(
        "cuda:0",
        11_173_962,
        37_000_000,
        32,
        10,
        50_000,
        IMAGES,
        0,
        new DataFacts("ab".repeat(32), List.of()));
  }

  private EpochResult result(TrialId trial, Event.TrialPlaced attempt, int epoch) {
    double best = 0.6 + 0.3 * (Math.floorMod(trial.hashCode(), 1_000) / 1_000.0);
    double accuracy = best * (1 - Math.exp(-0.2 * epoch)) + 0.01 * chance.nextGaussian();
    int right = (int) (IMAGES * Math.clamp(accuracy, 0, 1));
    double seconds = 5 + chance.nextDouble();
    return new EpochResult(
        epoch,
        new Score(2.3 * Math.exp(-0.2 * epoch), 5 * right, 5 * IMAGES),
        Optional.of(new Score(2.3 * Math.exp(-0.18 * epoch) + 0.1, right, IMAGES)),
        Optional.empty(),
        0.001,
        seconds,
        5 * IMAGES / seconds,
        900L << 20,
        new CheckpointRef(
            epoch,
            "%s/%d/%d".formatted(trial, attempt.attempt(), epoch),
            "ab".repeat(32),
            45 << 20),
        "cd".repeat(32));
  }
}
