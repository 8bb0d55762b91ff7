package podium.protocol.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;

/** What a worker says to the scheduler. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SchedulerMessage.Hello.class, name = "Hello"),
  @JsonSubTypes.Type(value = SchedulerMessage.Heartbeat.class, name = "Heartbeat"),
  @JsonSubTypes.Type(value = SchedulerMessage.Deliver.class, name = "Deliver"),
  @JsonSubTypes.Type(value = SchedulerMessage.Tell.class, name = "Tell"),
  @JsonSubTypes.Type(value = SchedulerMessage.Goodbye.class, name = "Goodbye")
})
public sealed interface SchedulerMessage {
  String worker();

  /** UUID of the worker process. */
  String incarnation();

  /**
   * Registers for work; sent at start, when asked to, and only with an empty spool.
   *
   * @param checkpointHome id of the folder of checkpoints that it sees; empty when not known
   */
  record Hello(
      String worker,
      String incarnation,
      String host,
      List<Slot> slots,
      Catalog catalog,
      @AddedLater String checkpointHome)
      implements SchedulerMessage {
    public Hello {
      // why: workers of earlier versions do not say it
      checkpointHome = Objects.requireNonNullElse(checkpointHome, "");
    }
  }

  /** Says that the worker lives; sent every second also before Hello. */
  record Heartbeat(String worker, String incarnation) implements SchedulerMessage {}

  /**
   * A report, re-sent until answered.
   *
   * @param holder incarnation under which the attempt was placed; an earlier one when a spool is
   *     drained
   */
  record Deliver(
      String worker,
      String incarnation,
      String holder,
      Report report)
      implements SchedulerMessage {}

  /** Progress within an epoch; may get lost. */
  record Tell(String worker, String incarnation, Progress progress) implements SchedulerMessage {}

  /** The worker stops on purpose; its attempts end as PREEMPTED at once, which costs no budget. */
  record Goodbye(String worker, String incarnation) implements SchedulerMessage {}
}
