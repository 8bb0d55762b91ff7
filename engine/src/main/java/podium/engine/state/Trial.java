package podium.engine.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.Outcome;

/** What the scheduler knows of one trial. Mutable, confined to its state's owner. */
public final class Trial {
  final TrialEntry entry;
  final Experiment experiment;
  final int number;
  TrialStatus status = TrialStatus.QUEUED;
  int attempt;
  int codeFailures;
  int losses;

  /** Failed or lost attempts in a row that brought no epoch. */
  int fruitless;

  /** Whether the latest attempt brought an epoch. */
  boolean fruitful;

  boolean cancelled;

  /** How an attempt ends whose worker is gone. */
  Outcome orphanedAs = Outcome.LOST_WORKER;

  Optional<Holder> holder = Optional.empty();
  Optional<Ending> unsettled = Optional.empty();
  Checkpoints checkpoints = Checkpoints.NONE;

  /** Home of checkpoints of the worker that holds it, or held it last. */
  String home = "";

  /** Since when it waits to be placed again. */
  Instant queuedAt = Instant.EPOCH;

  /** When it may be placed again. */
  Instant notBefore = Instant.EPOCH;

  /** Last sequence counted or fenced of each attempt, by attempt - 1. */
  private long[] sequences = new long[0];

  /** How the latest attempt ended, before it is decided what becomes of the trial. */
  public record Ending(Outcome outcome, String message, boolean hopeless) {}

  Trial(TrialEntry entry, Experiment experiment, int number) {
    this.entry = entry;
    this.experiment = experiment;
    this.number = number;
  }

  /** {@code experiment.number}. */
  public String id() {
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

  /** Last sequence counted or fenced of an attempt; 0 before its first. */
  public long lastSequence(int ofAttempt) {
    return ofAttempt >= 1 && ofAttempt <= sequences.length ? sequences[ofAttempt - 1] : 0;
  }

  public Experiment experiment() {
    return experiment;
  }

  public TrialStatus status() {
    return status;
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

  /** Whether people no longer want it. */
  public boolean cancelled() {
    return cancelled;
  }

  /** How its attempt ends whose worker is gone. */
  public Outcome orphanedAs() {
    return orphanedAs;
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

  void counted(int ofAttempt, long sequence) {
    if (ofAttempt > sequences.length) {
      sequences = java.util.Arrays.copyOf(sequences, ofAttempt);
    }
    sequences[ofAttempt - 1] = Math.max(sequences[ofAttempt - 1], sequence);
  }

  List<Long> sequences() {
    return java.util.Arrays.stream(sequences).boxed().toList();
  }
}
