package podium.engine.study;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.engine.state.Experiment;
import podium.engine.state.LogFold;
import podium.engine.state.SchedulerState;
import podium.engine.state.WorkerState;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** What a recorded log tells of its trials: when they came, and what they took. Not thread-safe. */
public final class History {
  private final LogFold log = new LogFold();
  private final Map<TrialId, Lived> trials = new LinkedHashMap<>();
  private DecisionSettings settings = DecisionSettings.DEFAULT;
  private Optional<Instant> first = Optional.empty();
  private Instant last = Instant.EPOCH;
  private Instant before = Instant.EPOCH;
  private double offered;
  private double offeredUntilLast;
  private long slots;
  private long most;

  /** What is known of a trial so far. */
  private static final class Lived {
    private final TrialId trial;
    private final Experiment experiment;
    private final long order;
    private final Instant accepted;
    private final Map<Integer, Double> epochs = new TreeMap<>();
    private Optional<Instant> placed = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private TrialStatus status = TrialStatus.QUEUED;
    private int attempts;
    private double onSlots;
    private Optional<Double> setUp = Optional.empty();

    private Lived(TrialId trial, Experiment experiment, long order, Instant accepted) {
      this.trial = trial;
      this.experiment = experiment;
      this.order = order;
      this.accepted = accepted;
    }

    private void epoch(Event.EpochCompleted fact, Instant at) {
      double seconds = fact.result().seconds();
      if (setUp.isEmpty()) {
        setUp = placed.map(since -> Math.max(0, seconds(since, at) - seconds));
      }
      epochs.keySet().removeIf(epoch -> epoch >= fact.result().epoch());
      epochs.put(fact.result().epoch(), seconds);
    }

    private void over(Instant at) {
      onSlots += placed.map(since -> seconds(since, at)).orElse(0.0);
      placed = Optional.empty();
    }

    private PastTrial past(Instant end) {
      double had = onSlots + placed.map(since -> seconds(since, end)).orElse(0.0);
      double inOneGo =
          setUp.orElse(0.0) + epochs.values().stream().mapToDouble(Double::doubleValue).sum();
      return new PastTrial(
          trial,
          experiment.id(),
          experiment.owner(),
          experiment.spec().priority(),
          experiment.slotsEach(),
          experiment.spec().limits().slots(),
          order,
          accepted,
          had,
          status == TrialStatus.SUCCEEDED && attempts > 1 ? inOneGo : had,
          status,
          ended);
    }
  }

  /** Takes the next record, from the log's first one on. */
  public void take(long offset, byte[] record) {
    log.read(offset, record).effect().ifPresent(this::take);
  }

  private void take(Entry entry) {
    Instant at = entry.time();
    if (first.isPresent()) {
      offered += slots * seconds(before, at);
    }
    before = at;
    switch (entry.event()) {
      case Event.SchedulerStarted it -> settings = it.settings();
      case Event.ExperimentAccepted it -> {
        first = first.or(() -> Optional.of(at));
        it.trials().stream().map(TrialEntry::trial).forEach(id -> add(id, it.experiment(), at));
      }
      case Event.TrialSuggested it -> add(it.trial().trial(), it.experiment(), at);
      case Event.TrialPlaced it -> {
        Lived trial = trial(it.trial());
        trial.placed = Optional.of(at);
        trial.attempts++;
      }
      case Event.EpochCompleted it -> trial(it.trial()).epoch(it, at);
      case Event.AttemptEnded it -> {
        trial(it.trial()).over(at);
        last = at;
        offeredUntilLast = offered;
      }
      case Event.TrialEnded it -> {
        trial(it.trial()).status = it.status();
        trial(it.trial()).ended = Optional.of(at);
      }
      case Event.RequestAccepted it -> it.trials().forEach(this::reopened);
      default -> {}
    }
    if (entry.event().type().startsWith("Worker")) {
      count();
    }
  }

  /** Whoever was tried again is not over any more. */
  private void reopened(TrialId id) {
    boolean open =
        log.state()
            .flatMap(state -> state.trial(id))
            .filter(trial -> !trial.status().ended())
            .isPresent();
    Optional.ofNullable(trials.get(id))
        .filter(trial -> open && trial.ended.isPresent())
        .ifPresent(
            trial -> {
              trial.ended = Optional.empty();
              trial.status = TrialStatus.QUEUED;
            });
  }

  private void count() {
    slots =
        log.state().stream()
            .map(SchedulerState::workers)
            .flatMap(workers -> workers.stream())
            .filter(worker -> worker.liveness() != WorkerState.Liveness.LOST)
            .mapToLong(worker -> worker.slots().size())
            .sum();
    most = Math.max(most, slots);
  }

  private void add(TrialId id, ExperimentId experiment, Instant at) {
    log.state()
        .flatMap(state -> state.experiment(experiment))
        .ifPresent(it -> trials.put(id, new Lived(id, it, trials.size(), at)));
  }

  private Lived trial(TrialId id) {
    return Optional.ofNullable(trials.get(id)).orElseThrow();
  }

  static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }

  /** All trials, in the order of acceptance. */
  public List<PastTrial> trials() {
    return trials.values().stream().map(trial -> trial.past(before)).toList();
  }

  /** The settings of the last term. */
  public DecisionSettings settings() {
    return settings;
  }

  /** How many slots there were at most at one time. */
  public long mostSlots() {
    return most;
  }

  /** When the first experiment was accepted; the log's beginning of time where none was. */
  public Instant first() {
    return first.orElse(Instant.EPOCH);
  }

  /** Seconds from then to the last end of an attempt. */
  public double makespan() {
    return first.map(since -> seconds(since, last)).orElse(0.0);
  }

  /** Slot-seconds that workers offered meanwhile. */
  public double offered() {
    return offeredUntilLast;
  }
}
