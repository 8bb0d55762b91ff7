package podium.scheduler.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.LogBeginningGoneException;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.reign.ReignEnded;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.actor.FromWorker;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.topic.Topics;

/**
 * One reign: folds the log, claims a term, decides. Stops when another scheduler took over;
 * crashes, to be restarted as a new term, when its own entries fail or are void.
 */
final class SchedulerActor {
  static final Duration TICK = Duration.ofMillis(500);

  /** What the actor hears. */
  sealed interface Message {}

  /** From a worker. */
  record Heard(FromWorker from) implements Message {}

  private record LogRead(String session, EventLog.Batch batch) implements Message {}

  private record RequestsRead(String session, Intake.Batch batch) implements Message {}

  private record TopicSeen(String session, String topic) implements Message {}

  private record TopicReplaced(String session, String by) implements Message {}

  private record PortFailed(String session, Exception failure) implements Message {}

  private record Tick(String session) implements Message {}

  private final ActorContext<Message> context;
  private final Ports ports;
  private final EventLog log;
  private final String incarnation = UUID.randomUUID().toString();
  private final SchedulerState state = new SchedulerState();
  private final LogCursor cursor = new LogCursor();
  private Instant lastTime = Instant.EPOCH;
  private long claimed;
  private String requestsTopic = "";
  private Optional<Reign> reign = Optional.empty();
  private Optional<Intake> intake = Optional.empty();

  static Behavior<Message> create(Ports ports) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new SchedulerActor(context, timers, ports).living()));
  }

  private SchedulerActor(
      ActorContext<Message> context, TimerScheduler<Message> timers, Ports ports) {
    this.context = context;
    this.ports = ports;
    this.log = ports.log().create();
    timers.startTimerWithFixedDelay(new Tick(incarnation), TICK);
    ports.status().accept(SchedulerStatus.STARTING);
    log.open(
        new EventLog.Listener() {
          @Override
          public void onRead(EventLog.Batch batch) {
            context.getSelf().tell(new LogRead(incarnation, batch));
          }

          @Override
          public void onFailure(Exception failure) {
            context.getSelf().tell(new PortFailed(incarnation, failure));
          }
        });
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
      return on(message);
    } catch (ReignEnded e) {
      context.getLog().warn("term {} ends, a new one begins: {}", claimed, e.getMessage());
      failed(String.valueOf(e.getMessage()));
      throw e;
    } catch (LogBeginningGoneException e) {
      context.getLog().error("{}", e.getMessage());
      failed(String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      context.getLog().error("term {} ends on a defect", claimed, e);
      failed("term %d ended on a defect: %s".formatted(claimed, e));
      throw e;
    }
  }

  private void failed(String why) {
    ports.status().accept(new SchedulerStatus(Phase.FAILED, claimed, 0, why));
  }

  private static RuntimeException ended(Exception failure) {
    return failure instanceof LogBeginningGoneException gone
        ? gone
        : new ReignEnded("Kafka failed: " + failure.getMessage(), failure);
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case LogRead read when read.session().equals(incarnation) -> {
        Optional<String> other = onLogRead(read.batch());
        if (other.isPresent()) {
          return standDown(other.get());
        }
      }
      case RequestsRead read when read.session().equals(incarnation) ->
          reign.ifPresent(active -> active.take(read.batch()));
      case PortFailed failed when failed.session().equals(incarnation) ->
          throw ended(failed.failure());
      case TopicSeen seen when seen.session().equals(incarnation) -> claim(seen.topic());
      case TopicReplaced replaced when replaced.session().equals(incarnation) ->
          throw new ReignEnded(
              "another topic bears the name %s now; its id is %s"
                  .formatted(Topics.REQUESTS, replaced.by()));
      case Tick tick when tick.session().equals(incarnation) -> reign.ifPresent(Reign::tick);
      case Heard heard -> reign.ifPresent(active -> active.hear(heard.from()));
      case LogRead ignored -> {}
      case RequestsRead ignored -> {}
      case TopicSeen ignored -> {}
      case TopicReplaced ignored -> {}
      case PortFailed ignored -> {}
      case Tick ignored -> {}
    }
    return Behaviors.same();
  }

  /** Reads a batch; gives why it must not go on, if so. */
  private Optional<String> onLogRead(EventLog.Batch batch) {
    for (EventLog.Stored stored : batch.records()) {
      Optional<String> other = onRecord(cursor.read(stored.offset(), stored.bytes()));
      if (other.isPresent()) {
        return other;
      }
    }
    if (batch.caughtUp() && claimed == 0) {
      ports
          .intake()
          .topic(
              topic -> context.getSelf().tell(new TopicSeen(incarnation, topic)),
              failure -> context.getSelf().tell(new PortFailed(incarnation, failure)));
    }
    batch.next().run();
    return Optional.empty();
  }

  private Optional<String> onRecord(Reading reading) {
    switch (reading) {
      case Reading.Counted counted -> onCounted(counted.entry());
      case Reading.NotUnderstood unknown -> {
        return Optional.of(
            "the log is newer than this program: the record at offset %d is a %s, and %s"
                .formatted(unknown.offset(), unknown.envelope().type(), unknown.why()));
      }
      case Reading.Void nothing -> {
        context
            .getLog()
            .warn("the record at offset {} is void: {}", nothing.offset(), nothing.why());
        if (nothing.envelope().filter(it -> it.incarnation().equals(incarnation)).isPresent()) {
          throw new ReignEnded("own entry is void: " + nothing.why());
        }
      }
    }
    Fence fence = cursor.place().fence();
    return claimed > 0 && fence.term() > claimed
        ? Optional.of(
            "scheduler %s with term %d reigns".formatted(fence.incarnation(), fence.term()))
        : Optional.empty();
  }

  private void onCounted(Entry entry) {
    if (!entry.incarnation().equals(incarnation)) {
      lastTime = entry.time();
      Fold.apply(state, entry);
    } else if (reign.isPresent()) {
      reign.get().confirmed(entry.index());
    } else {
      begin(entry);
    }
  }

  private void claim(String topic) {
    requestsTopic = topic;
    claimed = cursor.place().fence().term() + 1;
    Instant now = ports.clock().instant();
    log.append(
        EventCodec.encode(
            Entry.of(
                claimed,
                incarnation,
                0,
                "",
                now.isBefore(lastTime) ? lastTime : now,
                new Event.SchedulerStarted(ports.settings(), topic))));
  }

  private void begin(Entry started) {
    Fold.apply(state, started);
    // why: entries of others may have come after the claim was made, with later times
    Reign active =
        new Reign(context.getLog(), ports, log, state, cursor.place().fence(), state.time());
    reign = Optional.of(active);
    active.start();
    intake =
        Optional.of(
            ports
                .intake()
                .open(
                    new Intake.Begin(requestsTopic, state.nextRequests()),
                    new Intake.Listener() {
                      @Override
                      public void onRequests(Intake.Batch batch) {
                        context.getSelf().tell(new RequestsRead(incarnation, batch));
                      }

                      @Override
                      public void onOtherTopic(String id) {
                        context.getSelf().tell(new TopicReplaced(incarnation, id));
                      }

                      @Override
                      public void onFailure(Exception failure) {
                        context.getSelf().tell(new PortFailed(incarnation, failure));
                      }
                    }));
    context.getLog().info("scheduler active, term {}", claimed);
  }

  private Behavior<Message> standDown(String other) {
    context.getLog().error("standing down: {}; this scheduler will not come back", other);
    ports
        .status()
        .accept(new SchedulerStatus(Phase.STOOD_DOWN, claimed, 0, "stood down: " + other));
    return Behaviors.stopped();
  }

  private Behavior<Message> closed() {
    intake.ifPresent(Intake::close);
    log.close();
    return Behaviors.same();
  }
}
