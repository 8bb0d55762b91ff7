package podium.protocol.event;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import podium.protocol.AddedLater;
import podium.protocol.Text;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Start;
import podium.protocol.request.Action;

/** A fact of the event log. One decision is one event; the state is what folding them gives. */
public sealed interface Event {
  /** What the log calls it. */
  default String type() {
    return getClass().getSimpleName();
  }

  /**
   * A scheduler's reign begins; valid only when its term is greater than every term before.
   *
   * @param requestsTopic Kafka's id of the requests topic; empty when not known. Offsets of
   *     requests belong to a topic: where this id is another than the last one known, all begin
   *     anew
   * @param address where workers reach the scheduler
   */
  record SchedulerStarted(
      @JsonAlias("policy") DecisionSettings settings,
      @AddedLater String requestsTopic,
      @AddedLater NodeAddress address)
      implements Event {
    public SchedulerStarted {
      // why: entries of earlier versions do not have them
      requestsTopic = Objects.requireNonNullElse(requestsTopic, "");
      address = Objects.requireNonNullElse(address, NodeAddress.UNKNOWN);
    }
  }

  /**
   * The first entry after a SchedulerStarted: it carries the head of the log and so binds the
   * terms.
   *
   * @param log id of the log: the incarnation of its first SchedulerStarted
   */
  record ReignBegun(String log) implements Event {}

  /** The last entry of a term whose scheduler stops deciding by itself. */
  record SchedulerStoodDown(String why) implements Event {}

  /**
   * What the log comes to behind one of its records is kept in {@code podium.snapshots}, whole and
   * read back.
   *
   * @param offset of that record
   * @param sha256 of its bytes, in hex
   * @param stateFormat number of its format; who knows another one does not read it
   * @param parts in which it lies there
   */
  record SnapshotTaken(long offset, String sha256, int stateFormat, int parts, long bytes)
      implements Event {}

  /**
   * An experiment is queued, with all its trials.
   *
   * @param forecast when it will be over, where enough is known; nothing in logs of earlier
   *     versions
   * @param asked what was asked of trials that are there, where its own go on from those; absent
   *     where it was submitted
   */
  record ExperimentAccepted(
      Source source,
      ExperimentId experiment,
      ExperimentSpec spec,
      List<TrialEntry> trials,
      @AddedLater Optional<Forecast> forecast,
      @AddedLater @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Action> asked)
      implements Event, RequestFact {
    public ExperimentAccepted {
      trials = List.copyOf(trials);
      forecast = Objects.requireNonNullElse(forecast, Optional.empty());
      // why: most experiments, and all of earlier versions, do not have it
      asked = Objects.requireNonNullElse(asked, Optional.empty());
    }

    /** One that was submitted, and of which nobody can say when it will be over. */
    public ExperimentAccepted(
        Source source, ExperimentId experiment, ExperimentSpec spec, List<TrialEntry> trials) {
      this(source, experiment, spec, trials, Optional.empty(), Optional.empty());
    }

    /** The word that asked for it. */
    public String verb() {
      return asked.map(Action::verb).orElse("submit");
    }
  }

  /**
   * A search that learns has one more trial, by what its earlier ones came to.
   *
   * @param trial numbered after the experiment's last one
   */
  record TrialSuggested(ExperimentId experiment, TrialEntry trial) implements Event {}

  /** A request cannot be followed; quotes at most 2 KB of it. */
  record RequestRejected(
      Source source, List<String> reasons, String quote, int bytes, String sha256)
      implements Event, RequestFact {
    public RequestRejected {
      reasons = List.copyOf(reasons);
    }
  }

  /** A request repeats an earlier one: the same key, and nothing in it differs. */
  record RequestDuplicate(Source source, String key, String of) implements Event, RequestFact {}

  /**
   * Kafka no longer holds requests that were never read: {@code from} (included) to {@code to}.
   * Where {@code from} is the greater one, the topic lost its tail after it had been read.
   *
   * @param to where reading the partition goes on
   * @param replaced Kafka's id of the topic that {@code from} belongs to, when another one took its
   *     name; empty when it is the same topic
   */
  record RequestsLost(String topic, int partition, long from, long to, @AddedLater String replaced)
      implements Event {
    public RequestsLost {
      // why: entries of earlier versions do not have it
      replaced = Objects.requireNonNullElse(replaced, "");
    }

    /** What happened, for people. */
    public String told() {
      if (!replaced.isEmpty()) {
        return Text.of(
            "topic %s was made anew (the one before had the id %s): partition %d had been read"
                + " up to offset %d; what came there is lost, and the new topic is read from"
                + " its start",
            topic, replaced, partition, from);
      }
      return from > to
          ? Text.of(
              "topic %s, partition %d, had been read up to offset %d, but Kafka lost its last"
                  + " records; what was read has its facts, what came after it is lost, and reading"
                  + " goes on at offset %d",
              topic, partition, from, to)
          : Text.of(
              "topic %s, partition %d, no longer holds offsets %d to %d, which no scheduler had"
                  + " read; requests that stood there are lost",
              topic, partition, from, to - 1);
    }
  }

  /** People no longer want these trials. */
  record CancelAccepted(Source source, Optional<String> key, String target, List<TrialId> trials)
      implements Event, RequestFact {
    public CancelAccepted {
      trials = List.copyOf(trials);
    }
  }

  /**
   * A request is followed that asks something of what is there.
   *
   * @param experiments whose priority or tags change
   * @param trials those of the ones meant of which it can be asked
   */
  record RequestAccepted(
      Source source,
      Optional<String> key,
      Action action,
      List<ExperimentId> experiments,
      List<TrialId> trials)
      implements Event, RequestFact {
    public RequestAccepted {
      experiments = List.copyOf(experiments);
      trials = List.copyOf(trials);
    }
  }

  /**
   * A worker offers its slots.
   *
   * @param checkpointHome id of the folder of checkpoints that it sees; empty when not known
   * @param holds the attempts of which it still has something to say
   * @param address where schedulers reach it
   * @param keepEvery of how many epochs it keeps one checkpoint for good; 0 means none
   */
  record WorkerRegistered(
      String worker,
      String incarnation,
      String host,
      List<Slot> slots,
      Catalog catalog,
      @AddedLater String checkpointHome,
      @AddedLater List<Holding> holds,
      @AddedLater NodeAddress address,
      @AddedLater int keepEvery)
      implements Event {
    public WorkerRegistered {
      slots = List.copyOf(slots);
      holds = List.copyOf(Objects.requireNonNullElse(holds, List.of()));
      address = Objects.requireNonNullElse(address, NodeAddress.UNKNOWN);
      // why: entries of earlier versions do not have it
      checkpointHome = Objects.requireNonNullElse(checkpointHome, "");
    }

    /** One that keeps no checkpoint for its epoch alone. */
    public WorkerRegistered(
        String worker,
        String incarnation,
        String host,
        List<Slot> slots,
        Catalog catalog,
        String checkpointHome,
        List<Holding> holds,
        NodeAddress address) {
      this(worker, incarnation, host, slots, catalog, checkpointHome, holds, address, 0);
    }

    /** The same with an equal catalog, so that one is kept for many. */
    public WorkerRegistered with(Catalog equal) {
      return new WorkerRegistered(
          worker, incarnation, host, slots, equal, checkpointHome, holds, address, keepEvery);
    }
  }

  /** A worker was silent for so long that it gets no new trials. */
  record WorkerSuspected(String worker, String incarnation, Duration silence) implements Event {}

  /** A suspected worker was heard again. */
  record WorkerRecovered(String worker, String incarnation) implements Event {}

  /** A worker is gone; its attempts wait a while for it to return, and end as LOST_WORKER then. */
  record WorkerLost(String worker, String incarnation, Reason reason) implements Event {}

  /** A worker is about to stop on purpose; it gets nothing new. */
  record WorkerLeaving(String worker, String incarnation) implements Event {}

  /** A worker was gone for so long that nothing is known of it any more. */
  record WorkerForgotten(String worker, String incarnation) implements Event {}

  /** A worker stopped on purpose; its attempts end as PREEMPTED, which costs no budget. */
  record WorkerLeft(String worker, String incarnation) implements Event {}

  /**
   * A trial is given slots; the attempt's number fences whatever came before.
   *
   * @param grants at least one; the first leads
   * @param microBatch how many images the attempt computes at a time, since an earlier one ran out
   *     of memory; absent where its recipe says it
   */
  record TrialPlaced(
      TrialId trial,
      int attempt,
      List<Grant> grants,
      List<CheckpointRef> checkpoints,
      Reason reason,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> microBatch)
      implements Event {
    public TrialPlaced {
      grants = List.copyOf(grants);
      checkpoints = List.copyOf(checkpoints);
      if (grants.isEmpty()) {
        throw new IllegalArgumentException("a trial is placed on one slot or more, not on none");
      }
    }

    /** A trial whose batches are computed as its recipe says. */
    public TrialPlaced(
        TrialId trial,
        int attempt,
        List<Grant> grants,
        List<CheckpointRef> checkpoints,
        Reason reason) {
      this(trial, attempt, grants, checkpoints, reason, Optional.empty());
    }

    /** A trial on one slot. */
    public TrialPlaced(
        TrialId trial, int attempt, Grant grant, List<CheckpointRef> checkpoints, Reason reason) {
      this(trial, attempt, List.of(grant), checkpoints, reason);
    }

    /** As it stands in a log; in the first format there is one slot without a list. */
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static TrialPlaced of(
        @JsonProperty("trial") TrialId trial,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("grants") @AddedLater @Nullable List<Grant> grants,
        @JsonProperty("worker") @AddedLater @Nullable String worker,
        @JsonProperty("incarnation") @AddedLater @Nullable String incarnation,
        @JsonProperty("slot") @AddedLater @Nullable String slot,
        @JsonProperty("checkpoints") List<CheckpointRef> checkpoints,
        @JsonProperty("reason") Reason reason,
        @JsonProperty("microBatch") @AddedLater @Nullable Integer microBatch) {
      List<Grant> given =
          grants != null
              ? grants
              : List.of(
                  new Grant(
                      Objects.requireNonNull(worker, "grants are missing"),
                      Objects.requireNonNull(incarnation, "incarnation is missing"),
                      Objects.requireNonNull(slot, "slot is missing")));
      return new TrialPlaced(
          trial, attempt, given, checkpoints, reason, Optional.ofNullable(microBatch));
    }

    /** The slot that leads. */
    public Grant lead() {
      return grants.getFirst();
    }

    /** Why, and how many images at a time where its recipe does not say that; for people. */
    public String told() {
      return reason.told()
          + microBatch
              .map(images -> Text.of("; it computes %d of a batch's images at a time", images))
              .orElse("");
    }
  }

  /** The worker of a lost attempt is back and still has it: it goes on there. */
  record AttemptReadopted(TrialId trial, int attempt, String worker, String incarnation)
      implements Event {}

  /**
   * The scheduler wants an attempt to stop that did not do what it should in time, or is to make
   * way.
   *
   * @param why as which it ends: TIMEOUT, HUNG, PREEMPTED or STOPPED
   */
  record StopOrdered(TrialId trial, int attempt, Outcome why) implements Event {}

  /**
   * An attempt is to make way for a waiting trial of higher priority: at the end of its epoch, or
   * after the time that the settings give it, as PREEMPTED, which costs no budget.
   *
   * @param inFavourOf the trial that waits
   */
  record PreemptionOrdered(TrialId trial, int attempt, TrialId inFavourOf) implements Event {}

  /**
   * Slots of one worker are kept for a trial that needs several together and is the first to wait
   * for them: others get them only if they end before that time by what is known, or have a higher
   * priority. It ends when the trial waits no more, or the slots cannot be given to it any more.
   *
   * @param grants as many slots as it needs
   * @param until when the last of them is free, by what is known at this moment
   */
  record SlotsReserved(TrialId trial, List<Grant> grants, Instant until) implements Event {
    public SlotsReserved {
      grants = List.copyOf(grants);
      if (grants.size() < 2) {
        throw new IllegalArgumentException(
            Text.of("%d slots are reserved; allowed: two or more", grants.size()));
      }
    }

    /** The slot that would lead. */
    public Grant lead() {
      return grants.getFirst();
    }
  }

  /** A worker says that a slot, of which it had not been known, has nobody in it any more. */
  record SlotFreed(String worker, String incarnation, String slot) implements Event {}

  /** A slot gets nothing more, until people release it or it is tried again. */
  record SlotQuarantined(String worker, String incarnation, String slot, Reason reason)
      implements Event {}

  /** A slot that rested gets one attempt: it is used again if that goes well. */
  record SlotProbed(String worker, String slot) implements Event {}

  /** A report: the attempt began to train. */
  record TrialStarted(TrialId trial, int attempt, long sequence, Start start) implements Event {}

  /** A report: the attempt finished an epoch. */
  record EpochCompleted(TrialId trial, int attempt, long sequence, EpochResult result)
      implements Event {}

  /**
   * The attempt is over; sequence 0 when the scheduler decided so without a report.
   *
   * @param hopeless whether trying again cannot help
   */
  record AttemptEnded(
      TrialId trial,
      int attempt,
      long sequence,
      Outcome outcome,
      String message,
      @AddedLater boolean hopeless)
      implements Event {}

  /**
   * The trial waits for its next attempt.
   *
   * @param notBefore time of events before which it is not placed again; absent when at once
   */
  record TrialRequeued(TrialId trial, Reason reason, Optional<Instant> notBefore)
      implements Event {}

  /**
   * The trial waits until it is resumed, or, where it is held at a rung of its experiment's
   * stopping rule, until it is promoted.
   */
  record TrialPaused(TrialId trial, Reason reason) implements Event {}

  /**
   * A trial that is held at a rung goes on.
   *
   * @param rung its epoch
   */
  record TrialPromoted(TrialId trial, int rung, Reason reason) implements Event {}

  /**
   * Nobody who sees the trial's newest checkpoint came in time: it will go on from an older one.
   *
   * @param fromEpoch epoch of the checkpoint that is left; 0 when it begins afresh
   */
  record TrialRestarted(TrialId trial, int fromEpoch, Reason reason) implements Event {}

  /** The trial is over: SUCCEEDED, FAILED, CANCELLED or STOPPED. */
  record TrialEnded(TrialId trial, TrialStatus status, Reason reason) implements Event {
    public TrialEnded {
      if (!status.ended()) {
        throw new IllegalArgumentException("a trial cannot end as " + status);
      }
    }
  }

  /**
   * A report that does not count; kept, and never moves a ranking.
   *
   * @param holder incarnation that says it held the attempt, since a sequence belongs to (trial,
   *     attempt, holder); empty in entries of earlier versions
   */
  record ReportFenced(
      TrialId trial,
      int attempt,
      @AddedLater String holder,
      long sequence,
      String kind,
      Reason reason)
      implements Event {
    public ReportFenced {
      holder = Objects.requireNonNullElse(holder, "");
    }
  }
}
