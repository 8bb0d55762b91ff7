package podium.engine.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import podium.engine.Given;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;

/** A worker whose trainers take their time, by dice, and a scheduler that decides. */
final class Workshop {
  final Given given = new Given();

  private final Random random;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(Comparator.comparing(Coming::when).thenComparingLong(Coming::number));
  private final Map<TrialId, Instant> ended = new HashMap<>();
  private long number;
  private int seen;

  private record Coming(Instant when, long number, Report report) {}

  Workshop(long seed, String... slots) {
    this.random = new Random(seed);
    given.worker("w", "i", slots);
  }

  /** An experiment is submitted then. */
  void submit(Duration later, ExperimentSpec spec) {
    goOn(given.now().plus(later));
    given.submit(spec);
    train();
  }

  /** Goes on until nothing trains any more. */
  void finish() {
    while (!coming.isEmpty()) {
      goOn(coming.element().when());
    }
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

  private static podium.protocol.report.Start start(String slot) {
    return new podium.protocol.report.Start(
        slot, 1000, 2000, 32, 10, 1437, 360, 0, podium.protocol.report.DataFacts.UNKNOWN);
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
