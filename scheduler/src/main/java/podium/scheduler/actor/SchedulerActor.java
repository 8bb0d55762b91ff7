package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.Optional;
import java.util.UUID;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.LogBeginningGoneException;
import podium.engine.port.Outlet;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.reign.Candidate;
import podium.engine.reign.ReignEnded;
import podium.protocol.actor.FromWorker;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Progress;

/**
 * The shell of one candidate: its mailbox, its clock's ticks, its ways out. Stops when the
 * candidate stands down; crashes, to be restarted with another one, when its reign ends.
 */
final class SchedulerActor {
  /** What the actor hears. */
  sealed interface Message {}

  /** From a worker. */
  record Heard(FromWorker from) implements Message {}

  /** From the ports of a life; those of an earlier one may still speak. */
  private record OfLife(String incarnation, Told told) implements Message {}

  private sealed interface Told {}

  private record LogRead(EventLog.Batch batch) implements Told {}

  private record RequestsRead(Intake.Batch batch) implements Told {}

  private record TopicSeen(String topic) implements Told {}

  private record TopicReplaced(String by) implements Told {}

  private record PortFailed(Exception failure) implements Told {}

  private record Tick() implements Told {}

  private final ActorContext<Message> context;
  private final ActorRef<Message> self;
  private final Ports ports;
  private final EventLog log;
  private final String incarnation = UUID.randomUUID().toString();
  private final Candidate<ActorRef<WorkerMessage>> candidate;
  private Optional<Intake> intake = Optional.empty();

  static Behavior<Message> create(Ports ports) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new SchedulerActor(context, timers, ports).living()));
  }

  private SchedulerActor(
      ActorContext<Message> context, TimerScheduler<Message> timers, Ports ports) {
    this.context = context;
    this.self = context.getSelf();
    context.setLoggerName(SchedulerActor.class);
    this.ports = ports;
    this.log = ports.log().create();
    this.candidate = new Candidate<>(incarnation, ports.settings(), ports.time(), new Ways());
    timers.startTimerWithFixedDelay(new OfLife(incarnation, new Tick()), Candidate.TICK);
    log.open(
        new EventLog.Listener() {
          @Override
          public void onRead(EventLog.Batch batch) {
            tell(new LogRead(batch));
          }

          @Override
          public void onFailure(Exception failure) {
            tell(new PortFailed(failure));
          }
        });
  }

  // why: called by the threads of the ports
  private void tell(Told told) {
    self.tell(new OfLife(incarnation, told));
  }

  private Behavior<Message> living() {
    BehaviorBuilder<Message> builder =
        Behaviors.receive(Message.class).onAnyMessage(this::onLogged);
    return builder
        .onSignal(PreRestart.class, signal -> closed())
        .onSignal(PostStop.class, signal -> closed())
        .build();
  }

  private Behavior<Message> onLogged(Message message) {
    try {
      on(message);
      return candidate.stoodDown() ? Behaviors.stopped() : Behaviors.same();
    } catch (ReignEnded e) {
      context.getLog().warn("term {} ends, a new one begins: {}", candidate.term(), e.getMessage());
      failed(String.valueOf(e.getMessage()));
      throw e;
    } catch (LogBeginningGoneException e) {
      context.getLog().error("{}", e.getMessage());
      failed(String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      context.getLog().error("term {} ends on a defect", candidate.term(), e);
      failed("term %d ended on a defect: %s".formatted(candidate.term(), e));
      throw e;
    }
  }

  private void failed(String why) {
    ports.status().accept(new SchedulerStatus(Phase.FAILED, candidate.term(), 0, why));
  }

  private void on(Message message) {
    switch (message) {
      case Heard heard -> candidate.hear(heard.from().message(), heard.from().replyTo());
      case OfLife(String itsIncarnation, Told told) when itsIncarnation.equals(incarnation) ->
          on(told);
      case OfLife ignored -> {}
    }
  }

  private void on(Told told) {
    switch (told) {
      case LogRead read -> candidate.read(read.batch());
      case RequestsRead read -> candidate.take(read.batch());
      case TopicSeen seen -> candidate.topic(seen.topic());
      case TopicReplaced replaced -> candidate.otherTopic(replaced.by());
      case PortFailed failed -> throw ended(failed.failure());
      case Tick ignored -> candidate.tick();
    }
  }

  private static RuntimeException ended(Exception failure) {
    return failure instanceof LogBeginningGoneException gone
        ? gone
        : new ReignEnded("Kafka failed: " + failure.getMessage(), failure);
  }

  private Behavior<Message> closed() {
    intake.ifPresent(Intake::close);
    log.close();
    return Behaviors.same();
  }

  /** The candidate's ways out. */
  private final class Ways implements Outlet<ActorRef<WorkerMessage>> {
    @Override
    public void append(byte[] record) {
      log.append(record);
    }

    @Override
    public void send(ActorRef<WorkerMessage> worker, WorkerMessage message) {
      worker.tell(message);
    }

    @Override
    public void progress(Progress progress) {
      ports.progress().accept(progress);
    }

    @Override
    public void status(SchedulerStatus status) {
      ports.status().accept(status);
    }

    @Override
    public void note(Level level, String text) {
      switch (level) {
        case INFO -> context.getLog().info("{}", text);
        case WARNING -> context.getLog().warn("{}", text);
        case ERROR -> context.getLog().error("{}", text);
      }
    }

    @Override
    public void askForTopic() {
      ports
          .intake()
          .topic(topic -> tell(new TopicSeen(topic)), failure -> tell(new PortFailed(failure)));
    }

    @Override
    public void openRequests(Intake.Begin begin) {
      intake = Optional.of(ports.intake().open(begin, new Requests()));
    }
  }

  private final class Requests implements Intake.Listener {
    @Override
    public void onRequests(Intake.Batch batch) {
      tell(new RequestsRead(batch));
    }

    @Override
    public void onOtherTopic(String id) {
      tell(new TopicReplaced(id));
    }

    @Override
    public void onFailure(Exception failure) {
      tell(new PortFailed(failure));
    }
  }
}
