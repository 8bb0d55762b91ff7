package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/**
 * What the scheduler knows of one trial; of one that ended how, its attempts, and how far their
 * reports were counted. Mutable, confined to its state's owner.
 */
public final class Trial {
  /** Acceptance, then number in the experiment. */
  static final Comparator<Trial> BY_ACCEPTANCE =
      Comparator.<Trial>comparingLong(trial -> trial.experiment.order())
          .thenComparingInt(trial -> trial.number);

  final TrialEntry entry;
  Experiment experiment;
  final int number;
  TrialStatus status;

  /** Whoever has a higher one is placed first. */
  int priority;

  int attempt;
  int codeFailures;
  int losses;

  /** Failed or lost attempts in a row that brought no epoch. */
  int fruitless;

  /** Whether the latest attempt brought an epoch. */
  boolean fruitful;

  /** That its attempt is to stop, or that nobody wants it any more. */
  Optional<Stop> stopping = Optional.empty();

  /** That people want it to wait, and how soon. */
  Optional<Pause> pause = Optional.empty();

  /** What its experiment's stopping rule says of it: why it is to be stopped, or held at a rung. */
  Optional<Reason> told = Optional.empty();

  Optional<Holder> holder = Optional.empty();

  /** How many slots its attempt has. */
  int slots;

  /** How many images its latest attempt computes at a time, where its recipe does not say it. */
  Optional<Integer> microBatch = Optional.empty();

  /** Whether its latest attempt ran out of memory, and the next one computes fewer at a time. */
  boolean shrinks;

  /** When its latest attempt was placed. */
  Instant placedAt = Instant.EPOCH;

  /** Milliseconds on slots that its attempts had together that are over. */
  long slotMillis;

  /** That its attempt is to make way for another trial. */
  Optional<Preemption> preemption = Optional.empty();

  /** How often its attempts were told to stop for that. */
  int preempted;

  /** Since when its attempt waits for a lost worker to return. */
  Optional<Instant> adriftSince = Optional.empty();

  /** How its attempt ends, of which no worker has anything to say any more. */
  Optional<Outcome> forsakenAs = Optional.empty();

  /** The last epoch of its latest attempt; the one it went on from, before the first. */
  int lastEpoch;

  /** When its latest attempt was placed, began, finished an epoch or was taken on again. */
  Instant epochSince = Instant.EPOCH;

  /** What its latest attempt trains on, as its worker calls it; empty before it began. */
  String device = "";

  /** How well it did at best, where a search learns from it; greater is better. */
  Optional<Double> score;

  Optional<Ending> unsettled = Optional.empty();
  Checkpoints checkpoints;

  /** Home of checkpoints of the worker that holds it, or held it last. */
  String home = "";

  /** Since when it waits to be placed again. */
  Instant queuedAt = Instant.EPOCH;

  /** When it may be placed again. */
  Instant notBefore = Instant.EPOCH;

  final Sequences sequences;

  /** What a trial is to the scheduler; {@code docs/states.md} has every step between them. */
  public enum State {
    QUEUED,
    PLACED,
    RUNNING,
    STOPPING,
    ADRIFT,
    SETTLING,
    PAUSED,
    HELD,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    STOPPED
  }

  /** How soon an attempt is to make way. */
  enum Pause {
    /** Once its epoch is over. */
    AFTER_EPOCH,
    /** At the next batch. */
    NOW
  }

  /** How the latest attempt ended, before it is decided what becomes of the trial. */
  public record Ending(Outcome outcome, String message, boolean hopeless) {}

  Trial(TrialEntry entry, Experiment experiment, int number) {
    this(entry, experiment, number, TrialStatus.QUEUED, 0, new Sequences(), Optional.empty());
  }

  /** One of which only that is known. */
  Trial(
      TrialEntry entry,
      Experiment experiment,
      int number,
      TrialStatus status,
      int attempt,
      Sequences sequences,
      Optional<Double> score) {
    this.score = score;
    this.entry = entry;
    this.experiment = experiment;
    this.number = number;
    this.status = status;
    this.attempt = attempt;
    this.sequences = sequences;
    this.priority = experiment.priority();
    this.checkpoints = Checkpoints.of(entry.forkedFrom());
  }

  /** {@code experiment.number}. */
  public TrialId id() {
    return entry.trial();
  }

  /** All that a trainer is told. */
  public TrialSpec spec() {
    return microBatch.map(asAccepted()::inParts).orElseGet(this::asAccepted);
  }

  /** The same as its experiment was accepted with, whatever its attempts ran out of. */
  TrialSpec asAccepted() {
    return experiment.spec().trial(entry.assignment()).timedAs(experiment.limits());
  }

  /** Whether its latest attempt ran out of memory, and the next one computes fewer at a time. */
  public boolean shrinks() {
    return shrinks;
  }

  /**
   * How many images its next attempt computes at a time at most; absent where its recipe says it.
   */
  public Optional<Integer> microBatchAtMost() {
    return shrinks ? Optional.of(half()) : microBatch;
  }

  /** Whether it goes on with fewer images at a time when its attempt runs out of memory. */
  boolean canShrink() {
    return experiment.spec().shrinks() && spec().recipe().partImages() > 1;
  }

  private int half() {
    Recipe recipe = spec().recipe();
    return recipe.halfOf(recipe.partImages());
  }

  /** Whether its next attempt goes on from epochs that an attempt since it was opened computed. */
  boolean goesOn() {
    return !placedAt.equals(Instant.EPOCH) && !checkpoints.newestFirst().isEmpty();
  }

  /** Label of its model. */
  public String model() {
    return String.valueOf(entry.assignment().get("model"));
  }

  /**
   * Last sequence counted or fenced of an attempt; 0 before its first.
   *
   * @param holder incarnation that says it held the attempt
   */
  public long lastSequence(int ofAttempt, String holder) {
    return sequences.last(ofAttempt, holder);
  }

  /** Whether a report of that incarnation was fenced, and not counted. */
  public boolean isFenced(int ofAttempt, String holder, long sequence) {
    return sequences.isFenced(ofAttempt, holder, sequence);
  }

  /** Last sequence counted of an attempt; 0 before its first. */
  public long lastSequence(int ofAttempt) {
    return sequences.last(ofAttempt);
  }

  /** Its place in the order of acceptance, among all trials. */
  public long accepted() {
    return experiment.order() << Integer.SIZE | number;
  }

  /** Slot-seconds that its attempts had together that are over. */
  public double attended() {
    return slotMillis / 1000.0;
  }

  public Experiment experiment() {
    return experiment;
  }

  public TrialStatus status() {
    return status;
  }

  /** Whoever has a higher one is placed first. */
  public int priority() {
    return priority;
  }

  /** What a priority must be above for its attempt to make way: each time that it did adds one. */
  public int rank() {
    return priority + preempted;
  }

  /** When its latest attempt was placed. */
  public Instant placedAt() {
    return placedAt;
  }

  /** That its attempt is to make way for another trial. */
  public Optional<Preemption> preemption() {
    return preemption;
  }

  /** Number of the latest attempt; 0 before the first. */
  public int attempt() {
    return attempt;
  }

  /** Attempts that ended by its own fault. */
  public int codeFailures() {
    return codeFailures;
  }

  /** Attempts lost to infrastructure. */
  public int losses() {
    return losses;
  }

  /** Failed or lost attempts in a row that brought no epoch. */
  public int fruitless() {
    return fruitless;
  }

  /** What it is now. */
  public State state() {
    if (status.ended()) {
      return State.valueOf(status.name());
    }
    if (status == TrialStatus.PAUSED) {
      return heldAt().isPresent() ? State.HELD : State.PAUSED;
    }
    if (unsettled.isPresent()) {
      return State.SETTLING;
    }
    if (holder.isEmpty()) {
      return State.QUEUED;
    }
    if (adriftSince.isPresent()) {
      return State.ADRIFT;
    }
    if (stopping.isPresent()) {
      return State.STOPPING;
    }
    return lastSequence(attempt) > 0 ? State.RUNNING : State.PLACED;
  }

  /** Whether people no longer want it. */
  public boolean cancelled() {
    return stopping.filter(stop -> stop.why() == Stop.Why.CANCEL).isPresent();
  }

  /** Whether people want it to wait. */
  public boolean paused() {
    return pause.isPresent();
  }

  /** Whether people want it to wait, and that soon. */
  public boolean paused(boolean now) {
    return pause
        .filter(how -> !now || how == Pause.NOW || status == TrialStatus.PAUSED)
        .isPresent();
  }

  /** What its experiment's stopping rule says of it: why it is to be stopped, or held at a rung. */
  public Optional<Reason> told() {
    return told;
  }

  /** Whether it is trained no further, since others are better. */
  public boolean pruned() {
    return told.filter(Reason.BelowMedian.class::isInstance).isPresent();
  }

  /** The rung at which it is held; nothing while it is not. */
  public Optional<Reason.AtRung> heldAt() {
    return status == TrialStatus.PAUSED ? toHold() : Optional.empty();
  }

  /** The rung at which it is held, or is to be. */
  public Optional<Reason.AtRung> toHold() {
    return told.filter(Reason.AtRung.class::isInstance).map(Reason.AtRung.class::cast);
  }

  /** That its attempt is to stop, or that nobody wants it any more. */
  public Optional<Stop> stopping() {
    return stopping;
  }

  /** Since when its attempt waits for a lost worker to return. */
  public Optional<Instant> adriftSince() {
    return adriftSince;
  }

  /** How its attempt ends, of which no worker has anything to say any more. */
  public Optional<Outcome> forsakenAs() {
    return forsakenAs;
  }

  /** The last epoch of its latest attempt; the one it went on from, before the first. */
  public int lastEpoch() {
    return lastEpoch;
  }

  /** Whether its latest attempt finished an epoch. */
  public boolean fruitful() {
    return fruitful;
  }

  /** What its latest attempt trains on, as its worker calls it; empty before it began. */
  public String device() {
    return device;
  }

  /** When its latest attempt was placed, began, finished an epoch or was taken on again. */
  public Instant epochSince() {
    return epochSince;
  }

  /** The seconds an epoch may take; 0 without a limit. */
  public long epochSeconds() {
    return experiment.limits().epochSeconds();
  }

  /** When its epoch is over by its limits; only of one that runs. */
  Optional<Instant> epochEnds() {
    return epochSeconds() > 0 && state() == State.RUNNING
        ? Optional.of(epochSince.plusSeconds(epochSeconds()))
        : Optional.empty();
  }

  /** Where its attempt is bound; empty while none is. */
  public Optional<Holder> holder() {
    return holder;
  }

  /** How its latest attempt ended, as long as it is not decided what becomes of the trial. */
  public Optional<Ending> unsettled() {
    return unsettled;
  }

  /** What it is made of beside its experiment; of one that ended only where that was drawn. */
  public Map<String, Object> assignment() {
    return entry.assignment();
  }

  /** How well it did at best, where a search learns from it; greater is better. */
  public Optional<Double> score() {
    return score;
  }

  /** From where it can go on. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Since when it waits to be placed again. */
  public Instant queuedAt() {
    return queuedAt;
  }

  /** When it may be placed again. */
  public Instant notBefore() {
    return notBefore;
  }
}
