package podium.protocol.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.AddedLater;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;

/**
 * What the scheduler says to a worker. A worker ignores any message of a lower term than it has
 * seen.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WorkerMessage.Welcome.class, name = "Welcome"),
  @JsonSubTypes.Type(value = WorkerMessage.HelloAgain.class, name = "HelloAgain"),
  @JsonSubTypes.Type(value = WorkerMessage.Replaced.class, name = "Replaced"),
  @JsonSubTypes.Type(value = WorkerMessage.Train.class, name = "Train"),
  @JsonSubTypes.Type(value = WorkerMessage.Limit.class, name = "Limit"),
  @JsonSubTypes.Type(value = WorkerMessage.Stop.class, name = "Stop"),
  @JsonSubTypes.Type(value = WorkerMessage.Answer.class, name = "Answer"),
  @JsonSubTypes.Type(value = WorkerMessage.Heard.class, name = "Heard"),
  @JsonSubTypes.Type(value = WorkerMessage.Reigning.class, name = "Reigning"),
  @JsonSubTypes.Type(value = WorkerMessage.StandingBy.class, name = "StandingBy")
})
public sealed interface WorkerMessage {
  /** Term of the scheduler that says so. */
  long term();

  /**
   * The worker is registered under this incarnation.
   *
   * @param log id of the event log that the term belongs to; empty from schedulers of earlier
   *     versions
   * @param schedulers where this scheduler can be reached, and after it those that stand by
   */
  record Welcome(
      long term,
      String incarnation,
      @AddedLater String log,
      @AddedLater List<NodeAddress> schedulers)
      implements WorkerMessage {
    public Welcome {
      // why: schedulers of earlier versions do not say it
      log = Objects.requireNonNullElse(log, "");
      schedulers = List.copyOf(Objects.requireNonNullElse(schedulers, List.of()));
    }
  }

  /**
   * The answer to a heartbeat of a worker that is known.
   *
   * @param taken its slots that get nothing since another worker has their GPU, with the name of
   *     that one
   * @param address where the scheduler can be reached; unknown from schedulers of earlier versions
   */
  record Heard(
      long term,
      String incarnation,
      @AddedLater SortedMap<String, String> taken,
      @AddedLater NodeAddress address)
      implements WorkerMessage {
    public Heard {
      // why: schedulers of earlier versions do not say it
      taken =
          taken == null
              ? Collections.emptySortedMap()
              : Collections.unmodifiableSortedMap(new TreeMap<>(taken));
      address = Objects.requireNonNullElse(address, NodeAddress.UNKNOWN);
    }

    /** To a worker whose slots are its own. */
    public Heard(long term, String incarnation) {
      this(term, incarnation, Collections.emptySortedMap(), NodeAddress.UNKNOWN);
    }
  }

  /**
   * A new scheduler calls a worker that the log knows, until it speaks to it.
   *
   * @param address where it can be reached
   */
  record Reigning(long term, String incarnation, NodeAddress address) implements WorkerMessage {}

  /**
   * The answer of a scheduler that does not reign.
   *
   * @param term the highest one that it knows of
   * @param reigning where the scheduler of that term can be reached, as far as the log says so
   */
  record StandingBy(long term, String incarnation, NodeAddress reigning) implements WorkerMessage {}

  /**
   * The scheduler does not know this incarnation as registered: say Hello.
   *
   * @param log as in {@link Welcome}
   */
  record HelloAgain(long term, String incarnation, @AddedLater String log)
      implements WorkerMessage {
    public HelloAgain {
      log = Objects.requireNonNullElse(log, "");
    }
  }

  /**
   * Another process registered later under the same name and has it now: this incarnation gets
   * nothing any more, and ends.
   *
   * @param by host of the other one
   */
  record Replaced(long term, String incarnation, String by) implements WorkerMessage {}

  /**
   * Train a trial on a slot; may be re-sent, is ignored for an attempt that the worker has ended,
   * and only {@link Limit}s one that it holds.
   *
   * @param beside further slots of the worker that are lent to it
   */
  record Train(
      long term,
      String incarnation,
      String slot,
      TrialId trial,
      int attempt,
      TrialSpec spec,
      List<CheckpointRef> checkpoints,
      @AddedLater List<String> beside)
      implements WorkerMessage {
    public Train {
      Objects.requireNonNull(trial, "trial");
      Objects.requireNonNull(spec, "spec");
      AttemptId.require(attempt);
      checkpoints = List.copyOf(checkpoints);
      // why: schedulers of earlier versions give one slot
      beside = List.copyOf(Objects.requireNonNullElse(beside, List.of()));
    }

    /** On one slot. */
    public Train(
        long term,
        String incarnation,
        String slot,
        TrialId trial,
        int attempt,
        TrialSpec spec,
        List<CheckpointRef> checkpoints) {
      this(term, incarnation, slot, trial, attempt, spec, checkpoints, List.of());
    }
  }

  /**
   * Train an attempt on within these limits of time, which people changed; may be re-sent, and is
   * ignored for an attempt that the worker does not hold.
   */
  record Limit(long term, String incarnation, TrialId trial, int attempt, Limits limits)
      implements WorkerMessage {
    public Limit {
      Objects.requireNonNull(trial, "trial");
      Objects.requireNonNull(limits, "limits");
      AttemptId.require(attempt);
    }
  }

  /** End an attempt at its next batch; may be re-sent. */
  record Stop(long term, String incarnation, TrialId trial, int attempt, Outcome why)
      implements WorkerMessage {
    public Stop {
      Objects.requireNonNull(trial, "trial");
      AttemptId.require(attempt);
    }
  }

  /** What became of a report. */
  enum Verdict {
    /** It is in the log. */
    ACCEPTED,
    /** It was in the log already. */
    REPEAT,
    /** Its attempt no longer counts: drop it, and stop that attempt. */
    FENCED,
    /** An earlier report is missing: send again from {@code next}. */
    GAP
  }

  /**
   * The answer to a report, sent only after all earlier decisions were read back from the log.
   *
   * @param next the sequence expected next
   */
  record Answer(long term, TrialId trial, int attempt, long sequence, Verdict verdict, long next)
      implements WorkerMessage {
    public Answer {
      Objects.requireNonNull(trial, "trial");
      AttemptId.require(attempt);
    }
  }
}
