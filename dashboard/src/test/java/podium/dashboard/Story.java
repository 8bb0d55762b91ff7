package podium.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import podium.engine.log.LogCursor;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/** Writes a log as a scheduler would: terms, dense indexes, times that go on. */
public final class Story {
  public static final String WORKER = "anvil";
  public static final String WORKER_INCARNATION = "00000000-0000-0000-0000-0000000000a1";
  private final List<byte[]> log = new ArrayList<>();
  private final LogCursor cursor = new LogCursor();
  private final Map<String, Long> sequences = new java.util.HashMap<>();
  private Instant time = Instant.parse("2026-11-24T08:00:00.123456Z");
  private String incarnation = "";
  private long term;
  private long index;

  /** An experiment of two trials, the first of which has trained an epoch. */
  public static Story begun() {
    return new Story()
        .term()
        .worker(WORKER, 2)
        .experiment("mine", 1, "ada", List.of("resnet18", "vgg16"), 5)
        .placed("mine-1.1", 1, "cuda:0")
        .started("mine-1.1", 1, 0, 5)
        .epoch("mine-1.1", 1, 1, 0.5, 2);
  }

  public List<byte[]> log() {
    return log;
  }

  /** Hands every record over. */
  public void into(Replay replay) {
    for (int offset = 0; offset < log.size(); offset++) {
      replay.take(offset, log.get(offset));
    }
  }

  public Story at(Instant begin) {
    time = begin;
    return this;
  }

  public Story term() {
    term++;
    index = 0;
    incarnation = new UUID(7, term).toString();
    return event(new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN));
  }

  /** The event, but its record is changed before it is written. */
  public Story changed(Event event, UnaryOperator<byte[]> change) {
    time = time.plusMillis(250);
    String prev = cursor.place().fence().head();
    return raw(
        change.apply(EventCodec.encode(Entry.of(term, incarnation, index++, prev, time, event))));
  }

  public Story event(Event event) {
    time = time.plusMillis(250);
    String prev = index == 0 ? "" : cursor.place().fence().head();
    return raw(Entry.of(term, incarnation, index++, prev, time, event));
  }

  public Story raw(Entry entry) {
    return raw(EventCodec.encode(entry));
  }

  private Story raw(byte[] record) {
    cursor.read(log.size(), record);
    log.add(record);
    return this;
  }

  /** A record of a scheduler that no longer reigns. */
  public Story ghost(Event event) {
    String owner = new UUID(7, term - 1).toString();
    return raw(Entry.of(term - 1, owner, 99, "", time, event));
  }

  public Story worker(String name, int slots) {
    return event(
        new Event.WorkerRegistered(
            name,
            WORKER_INCARNATION,
            "host-of-" + name,
            IntStream.range(0, slots).mapToObj(i -> new Slot("cuda:" + i, "GPU")).toList(),
            Catalog.BUILT_IN,
            "home",
            List.of(),
            NodeAddress.UNKNOWN));
  }

  public Story experiment(String name, int number, String owner, List<Object> models, int epochs) {
    return experiment(name, number, owner, models, epochs, Stopping.NONE);
  }

  /** The same with a rule of stopping. */
  public Story experiment(
      String name, int number, String owner, List<Object> models, int epochs, Stopping stopping) {
    return experiment(name, number, owner, Map.of("model", models), epochs, stopping);
  }

  /** The same with other values that vary. */
  public Story experiment(
      String name,
      int number,
      String owner,
      Map<String, List<Object>> matrix,
      int epochs,
      Stopping stopping) {
    ExperimentSpec spec =
        new ExperimentSpec(
                name,
                Optional.empty(),
                "cifar10",
                matrix,
                Recipe.of(Map.of("epochs", (long) epochs)),
                "none",
                Resources.ANY,
                0,
                owner,
                Limits.NONE,
                List.of("r1", owner))
            .with(stopping);
    List<TrialEntry> trials = new ArrayList<>();
    for (Map<String, Object> assignment : spec.assignments()) {
      trials.add(
          new TrialEntry(
              new TrialId("%s-%d.%d".formatted(name, number, trials.size() + 1)), assignment));
    }
    return event(
        new Event.ExperimentAccepted(
            new Source("podium.requests", 0, log.size()),
            new ExperimentId(name + "-" + number),
            spec,
            trials));
  }

  public Story placed(String trial, int attempt, String slot) {
    sequences.put(trial, 0L);
    return event(
        new Event.TrialPlaced(
            new TrialId(trial),
            attempt,
            new Grant(WORKER, WORKER_INCARNATION, slot),
            List.of(),
            new Reason.Said("first in the queue")));
  }

  public Story started(String trial, int attempt, int resumedFrom, long parameters) {
    return started(trial, attempt, resumedFrom, parameters, DataFacts.UNKNOWN);
  }

  public Story started(
      String trial, int attempt, int resumedFrom, long parameters, DataFacts data) {
    return event(
        new Event.TrialStarted(
            new TrialId(trial),
            attempt,
            next(trial),
            new Start(
                "cuda:0", parameters, 3 * parameters, 32, 10, 50_000, 10_000, resumedFrom, data)));
  }

  public Story epoch(String trial, int attempt, int epoch, double accuracy, double seconds) {
    return event(
        new Event.EpochCompleted(
            new TrialId(trial),
            attempt,
            next(trial),
            result(trial, attempt, epoch, accuracy, seconds)));
  }

  /** An epoch with images held out. */
  public Story epoch(String trial, int attempt, int epoch, double accuracy, Score validation) {
    EpochResult plain = result(trial, attempt, epoch, accuracy, 1);
    EpochResult result =
        new EpochResult(
            epoch,
            plain.train(),
            plain.test(),
            Optional.of(validation),
            plain.learningRate(),
            plain.seconds(),
            plain.imagesPerSecond(),
            plain.peakMemoryBytes(),
            plain.checkpoint(),
            plain.stateHash());
    return event(new Event.EpochCompleted(new TrialId(trial), attempt, next(trial), result));
  }

  public static EpochResult result(
      String trial, int attempt, int epoch, double accuracy, double seconds) {
    return new EpochResult(
        epoch,
        new Score(
            2.3 * Math.exp(-0.25 * epoch), (int) (50_000 * Math.min(1, accuracy + 0.04)), 50_000),
        Optional.of(
            new Score(2.3 * Math.exp(-0.2 * epoch) + 0.1, (int) (10_000 * accuracy), 10_000)),
        Optional.empty(),
        0.001,
        seconds,
        50_000 / seconds,
        900L << 20,
        new CheckpointRef(epoch, "%s/%d/%d".formatted(trial, attempt, epoch), "ab".repeat(32), 1),
        "cd".repeat(32));
  }

  public Story attemptEnded(String trial, int attempt, Outcome outcome, String message) {
    return event(
        new Event.AttemptEnded(new TrialId(trial), attempt, next(trial), outcome, message, false));
  }

  /** Facts that cannot be: reports are numbered as if they were not there. */
  public Story odd(Consumer<Story> facts) {
    Map<String, Long> before = Map.copyOf(sequences);
    facts.accept(this);
    sequences.clear();
    sequences.putAll(before);
    return this;
  }

  /** Its worker was lost, and it waits again. */
  public Story lost(String trial, int attempt) {
    return attemptEnded(trial, attempt, Outcome.LOST_WORKER, "worker anvil was silent")
        .event(
            new Event.TrialRequeued(
                new TrialId(trial), new Reason.Said("its worker was lost"), Optional.empty()));
  }

  /** A person wants it no more. */
  public Story cancelled(String trial) {
    return event(
            new Event.CancelAccepted(
                new Source("podium.requests", 0, log.size()),
                Optional.empty(),
                trial,
                List.of(new TrialId(trial))))
        .ended(trial, TrialStatus.CANCELLED);
  }

  public Story ended(String trial, TrialStatus status) {
    return event(
        new Event.TrialEnded(new TrialId(trial), status, new Reason.Said("all epochs trained")));
  }

  public Story succeeded(String trial, int attempt) {
    return attemptEnded(trial, attempt, Outcome.SUCCEEDED, "").ended(trial, TrialStatus.SUCCEEDED);
  }

  public Story rejected(String quote, String... reasons) {
    return event(
        new Event.RequestRejected(
            new Source("podium.requests", 0, log.size()),
            List.of(reasons),
            quote,
            quote.length(),
            "ef".repeat(32)));
  }

  public Story suspected(String worker) {
    return event(new Event.WorkerSuspected(worker, WORKER_INCARNATION, Duration.ofMillis(4100)));
  }

  private long next(String trial) {
    return sequences.merge(trial, 1L, Long::sum);
  }
}
