package podium.engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** What the scheduler knows of one trial. Mutable, confined to its state's owner. */
public final class Trial {
  /** Acceptance, then number in the experiment. */
  static final Comparator<Trial> BY_ACCEPTANCE =
      Comparator.<Trial>comparingLong(trial -> trial.experiment.order())
          .thenComparingInt(trial -> trial.number);

  final TrialEntry entry;
  final Experiment experiment;
  final int number;
  TrialStatus status = TrialStatus.QUEUED;

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

  Optional<Holder> holder = Optional.empty();

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

  Optional<Ending> unsettled = Optional.empty();
  Checkpoints checkpoints = Checkpoints.NONE;

  /** Home of checkpoints of the worker that holds it, or held it last. */
  String home = "";

  /** Since when it waits to be placed again. */
  Instant queuedAt = Instant.EPOCH;

  /** When it may be placed again. */
  Instant notBefore = Instant.EPOCH;

  /** Who held each attempt, and the last sequence counted of it, by attempt - 1. */
  private final List<Reported> attempts = new ArrayList<>();

  /** The last sequence fenced of whoever reported an attempt and did not hold it. */
  private final Map<Stranger, Long> fenced = new TreeMap<>();

  private record Reported(String holder, long sequence) {}

  /** Somebody who says that it held an attempt. */
  record Stranger(int attempt, String holder) implements Comparable<Stranger> {
    private static final Comparator<Stranger> ORDER =
        Comparator.comparingInt(Stranger::attempt).thenComparing(Stranger::holder);

    @Override
    public int compareTo(Stranger other) {
      return ORDER.compare(this, other);
    }
  }

  /** What a trial is to the scheduler; {@code docs/states.md} has every step between them. */
  public enum State {
    QUEUED,
    PLACED,
    RUNNING,
    STOPPING,
    ADRIFT,
    SETTLING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /** How the latest attempt ended, before it is decided what becomes of the trial. */
  public record Ending(Outcome outcome, String message, boolean hopeless) {}

  Trial(TrialEntry entry, Experiment experiment, int number) {
    this.entry = entry;
    this.experiment = experiment;
    this.number = number;
    this.priority = experiment.spec().priority();
  }

  /** {@code experiment.number}. */
  public TrialId id() {
    return entry.trial();
  }

  /** All that a trainer is told. */
  public TrialSpec spec() {
    return experiment.spec().trial(entry.assignment());
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
    long counted = holder.equals(holderOf(ofAttempt)) ? lastSequence(ofAttempt) : 0;
    return Math.max(counted, fenced.getOrDefault(new Stranger(ofAttempt, holder), 0L));
  }

  /** Last sequence counted of an attempt; 0 before its first. */
  public long lastSequence(int ofAttempt) {
    return known(ofAttempt) ? attempts.get(ofAttempt - 1).sequence() : 0;
  }

  private String holderOf(int ofAttempt) {
    return known(ofAttempt) ? attempts.get(ofAttempt - 1).holder() : "";
  }

  private boolean known(int ofAttempt) {
    return ofAttempt >= 1 && ofAttempt <= attempts.size();
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

  /** When its latest attempt was placed, began, finished an epoch or was taken on again. */
  public Instant epochSince() {
    return epochSince;
  }

  /** The seconds an epoch may take; 0 without a limit. */
  public long epochSeconds() {
    return experiment.spec().limits().epochSeconds();
  }

  /** Where its attempt is bound; empty while none is. */
  public Optional<Holder> holder() {
    return holder;
  }

  /** How its latest attempt ended, as long as it is not decided what becomes of the trial. */
  public Optional<Ending> unsettled() {
    return unsettled;
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

  void begun(int itsAttempt, String holder) {
    while (attempts.size() < itsAttempt) {
      attempts.add(new Reported(holder, 0));
    }
  }

  void counted(int ofAttempt, long sequence) {
    attempts.set(
        ofAttempt - 1,
        new Reported(holderOf(ofAttempt), Math.max(lastSequence(ofAttempt), sequence)));
  }

  void fenced(int ofAttempt, String holder, long sequence) {
    fenced.merge(new Stranger(ofAttempt, holder), sequence, Math::max);
  }

  List<Long> sequences() {
    return attempts.stream().map(Reported::sequence).toList();
  }

  Map<Stranger, Long> fenced() {
    return Map.copyOf(fenced);
  }
}
