package podium.scheduler.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.Outcome;

/** What the scheduler knows of one trial. Mutable, confined to its state's owner. */
final class Trial {
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
  record Ending(Outcome outcome, String message, boolean hopeless) {}

  Trial(TrialEntry entry, Experiment experiment, int number) {
    this.entry = entry;
    this.experiment = experiment;
    this.number = number;
  }

  String id() {
    return entry.trial();
  }

  TrialSpec spec() {
    return experiment.spec().trial(entry.assignment());
  }

  String model() {
    return String.valueOf(entry.assignment().get("model"));
  }

  long lastSequence(int ofAttempt) {
    return ofAttempt >= 1 && ofAttempt <= sequences.length ? sequences[ofAttempt - 1] : 0;
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
