package podium.protocol.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.Printable;
import podium.protocol.Text;
import podium.protocol.event.Holding;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Capacity;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;

/** What a worker says to the scheduler. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SchedulerMessage.Hello.class, name = "Hello"),
  @JsonSubTypes.Type(value = SchedulerMessage.Heartbeat.class, name = "Heartbeat"),
  @JsonSubTypes.Type(value = SchedulerMessage.Deliver.class, name = "Deliver"),
  @JsonSubTypes.Type(value = SchedulerMessage.Tell.class, name = "Tell"),
  @JsonSubTypes.Type(value = SchedulerMessage.Leaving.class, name = "Leaving"),
  @JsonSubTypes.Type(value = SchedulerMessage.Freed.class, name = "Freed"),
  @JsonSubTypes.Type(value = SchedulerMessage.Goodbye.class, name = "Goodbye")
})
public sealed interface SchedulerMessage {
  String worker();

  /** UUID of the worker process. */
  String incarnation();

  /**
   * Registers for work; sent at start and when asked to.
   *
   * @param checkpointHome id of the folder of checkpoints that it sees; empty when not known
   * @param holds every attempt that it trains, or of which it has reports that were not answered
   * @param address where schedulers reach the worker
   * @param keepEvery of how many epochs it keeps one checkpoint for good; 0 means none
   */
  record Hello(
      String worker,
      String incarnation,
      String host,
      List<Slot> slots,
      Catalog catalog,
      @AddedLater String checkpointHome,
      @AddedLater List<Holding> holds,
      @AddedLater NodeAddress address,
      @AddedLater int keepEvery)
      implements SchedulerMessage {
    public Hello {
      if (keepEvery < 0) {
        throw new IllegalArgumentException(
            Text.of("keepEvery is %d; allowed: 0 or more", keepEvery));
      }
      // why: workers of earlier versions do not say it
      address = Objects.requireNonNullElse(address, NodeAddress.UNKNOWN);
      checkpointHome = Objects.requireNonNullElse(checkpointHome, "");
      holds = List.copyOf(Objects.requireNonNullElse(holds, List.of()));
      requireName(worker, "worker", 100);
      requireName(incarnation, "incarnation", 100);
      Printable.require("host", host, 255);
      for (Slot slot : slots) {
        requireName(slot.name(), "slot", 100);
        Printable.require("description of slot " + slot.name(), slot.description(), 255);
      }
    }

    /** Of a worker that keeps no checkpoint for its epoch alone. */
    public Hello(
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

    private static void requireName(String name, String field, int most) {
      if (Printable.require(field, name, most).isBlank()) {
        throw new IllegalArgumentException(field + " is blank");
      }
    }
  }

  /**
   * Says that the worker lives; sent every second also before Hello.
   *
   * @param number counts those of the incarnation, so that one that was long underway is no sign of
   *     life; 0 from workers of earlier versions
   * @param capacity what its machine has, with every few heartbeats; unknown with the others
   */
  record Heartbeat(
      String worker, String incarnation, @AddedLater long number, @AddedLater Capacity capacity)
      implements SchedulerMessage {
    public Heartbeat {
      capacity = Objects.requireNonNullElse(capacity, Capacity.UNKNOWN);
    }

    /** One that says nothing of the machine. */
    public Heartbeat(String worker, String incarnation, long number) {
      this(worker, incarnation, number, Capacity.UNKNOWN);
    }
  }

  /**
   * A report, re-sent until answered.
   *
   * @param holder incarnation under which the attempt was placed; an earlier one when a spool is
   *     drained
   */
  record Deliver(String worker, String incarnation, String holder, Report report)
      implements SchedulerMessage {}

  /** Progress within an epoch; may get lost. */
  record Tell(String worker, String incarnation, Progress progress) implements SchedulerMessage {}

  /** The worker is about to stop on purpose: it gets nothing new. */
  record Leaving(String worker, String incarnation) implements SchedulerMessage {}

  /**
   * The attempt that it was told to stop is on none of its slots; said in answer to each Stop of an
   * attempt that it does not have.
   */
  record Freed(String worker, String incarnation, TrialId trial, int attempt)
      implements SchedulerMessage {
    public Freed {
      Objects.requireNonNull(trial, "trial");
      AttemptId.require(attempt);
    }
  }

  /** The worker stops on purpose; its attempts end as PREEMPTED at once, which costs no budget. */
  record Goodbye(String worker, String incarnation) implements SchedulerMessage {}
}
