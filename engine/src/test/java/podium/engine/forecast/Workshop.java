package podium.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import podium.engine.Given;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/** A worker whose trainers take their time, by dice, and a scheduler that decides. */
public final class Workshop {
  public final Given given = new Given();

  private final Random random;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(Comparator.comparing(Coming::when).thenComparingLong(Coming::number));
  private final Map<TrialId, Instant> ended = new HashMap<>();
  private long number;
  private int seen;

  private record Coming(Instant when, long number, Report report) {}

  public Workshop(long seed, String... slots) {
    this(seed, DecisionSettings.DEFAULT, slots);
  }

  public Workshop(long seed, DecisionSettings settings, String... slots) {
    this.random = new Random(seed);
    given.reign(settings);
    given.worker("w", "i", slots);
  }

  /** An experiment is submitted then. */
  public void submit(Duration later, ExperimentSpec spec) {
    goOn(given.now().plus(later));
    given.submit(spec);
    train();
  }

  /** Goes on until nothing trains any more. */
  public void finish() {
    while (!coming.isEmpty()) {
      goOn(coming.element().when());
    }
  }

  /** The log of what happened. */
  public List<byte[]> log() {
    LogCursor cursor = new LogCursor();
    List<byte[]> log = new ArrayList<>();
    for (int i = 0; i < given.events.size(); i++) {
      byte[] record =
          EventCodec.encode(
              Entry.of(
                  1,
                  "log",
                  i,
                  i == 0 ? "" : cursor.place().fence().head(),
                  given.times.get(i),
                  given.events.get(i)));
      assertThat(cursor.read(i, record)).isInstanceOf(Reading.Counted.class);
      log.add(record);
    }
    return log;
  }

  /** When a trial succeeded. */
  Optional<Instant> ended(TrialId trial) {
    return Optional.ofNullable(ended.get(trial));
  }

  private void goOn(Instant until) {
    while (!coming.isEmpty() && !coming.element().when().isAfter(until)) {
      Coming next = coming.remove();
      given.at(next.when());
      given.hear("w", "i");
      given.report("w", "i", next.report());
      train();
    }
    given.at(until);
  }

  /** What was decided since is trained, and what ended is remembered. */
  private void train() {
    List<Event> events = given.events;
    for (; seen < events.size(); seen++) {
      switch (events.get(seen)) {
        case Event.TrialPlaced placed -> begin(placed);
        case Event.TrialEnded it when it.status() == TrialStatus.SUCCEEDED ->
            ended.put(it.trial(), given.now());
        default -> {}
      }
    }
  }

  private void begin(Event.TrialPlaced placed) {
    TrialId trial = placed.trial();
    var spec = given.state.trial(trial).orElseThrow().spec();
    Instant at = given.now().plusMillis(5_000 + random.nextInt(30_000));
    add(at, new Report.Started(trial, placed.attempt(), 1, start(placed.lead().slot())));
    double usual = spec.model().equals("resnet18") ? 20 : 70;
    for (int epoch = 1; epoch <= spec.recipe().epochs(); epoch++) {
      double seconds = usual * Math.exp(0.25 * random.nextGaussian());
      at = at.plusMillis(Math.round(seconds * 1000));
      add(at, new Report.Epoch(trial, placed.attempt(), epoch + 1, result(trial, epoch, seconds)));
    }
    add(
        at.plusMillis(1),
        new Report.Ended(
            trial, placed.attempt(), spec.recipe().epochs() + 2, Outcome.SUCCEEDED, ""));
  }

  private void add(Instant when, Report report) {
    coming.add(new Coming(when, number++, report));
  }

  private static Start start(String slot) {
    return new Start(slot, 1000, 2000, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN);
  }

  private static EpochResult result(TrialId trial, int epoch, double seconds) {
    return new EpochResult(
        epoch,
        new Score(1, 1, 2),
        Optional.of(new Score(1, 50, 100)),
        Optional.empty(),
        0.1,
        seconds,
        1,
        1,
        new CheckpointRef(epoch, trial + "/" + epoch, "hash", 1),
        "state");
  }
}
