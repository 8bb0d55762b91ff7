package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import podium.engine.port.Election;
import podium.engine.port.LogBeginningGoneException;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.reign.Candidate;
import podium.engine.reign.Ending;
import podium.engine.reign.Office;
import podium.engine.reign.ReignEnded;
import podium.protocol.actor.FromWorker;
import podium.protocol.report.Alive;

/**
 * The shell of a scheduler: its mailbox, its clock's ticks, its part in the election, and one life
 * of a candidate after another. Stops when it is told to, or when no life can do better.
 */
public final class SchedulerActor {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE_WITHOUT_LOG = Duration.ofMinutes(1);

  /** For how long it leaves the office to others, when its reigns end before they did anything. */
  private static final Duration AWAY = Duration.ofMinutes(1);

  /** What the actor hears. */
  public sealed interface Message {}

  /** From a worker. */
  public record Heard(FromWorker from) implements Message {}

  /** It is to stop in order. */
  public record Stop() implements Message {}

  /** Another scheduler lives. */
  public record SchedulerHeard(Alive alive, boolean standsBy) implements Message {}

  /** From the ports of a life; those of an earlier one may still speak. */
  record OfLife(String incarnation, Life.Told told) implements Message {}

  private record Elected(boolean is) implements Message {}

  private record Tick() implements Message {}

  private record Begin() implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Ports ports;
  private final Office office = new Office();
  private final Election election;
  private Optional<Life> life = Optional.empty();
  private Duration pause = SHORTEST_PAUSE;
  private long begunNanos;
  private boolean stopping;

  /** A scheduler that takes part in the election from now on. */
  public static Behavior<Message> create(Ports ports) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new SchedulerActor(context, timers, ports).living()));
  }

  private SchedulerActor(
      ActorContext<Message> context, TimerScheduler<Message> timers, Ports ports) {
    this.context = context;
    this.timers = timers;
    context.setLoggerName(SchedulerActor.class);
    this.ports = ports;
    ActorRef<Message> self = context.getSelf();
    this.election =
        ports
            .election()
            .open(
                new Election.Listener() {
                  @Override
                  public void elected() {
                    self.tell(new Elected(true));
                  }

                  @Override
                  public void dismissed() {
                    self.tell(new Elected(false));
                  }

                  @Override
                  public void note(String text) {
                    Life.LOG.warn("{}", text);
                  }
                });
    timers.startTimerWithFixedDelay(new Tick(), Candidate.TICK);
    begin();
  }

  private Behavior<Message> living() {
    return Behaviors.receive(Message.class)
        .onAnyMessage(this::on)
        .onSignal(
            PostStop.class,
            signal -> {
              endLife();
              election.close();
              return Behaviors.same();
            })
        .build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Heard heard ->
          turn(now -> now.candidate().hear(heard.from().message(), heard.from().replyTo()));
      case SchedulerHeard heard ->
          turn(now -> now.candidate().hear(heard.alive(), heard.standsBy()));
      case OfLife of ->
          turn(
              now -> {
                if (of.incarnation().equals(now.incarnation())) {
                  now.on(of.told());
                }
              });
      case Elected elected -> {
        if (elected.is()) {
          office.elected();
        } else {
          office.dismissed();
        }
        turn(now -> now.candidate().officeChanged());
      }
      case Tick ignored -> {
        election.answers();
        turn(now -> now.candidate().tick());
      }
      case Begin ignored -> begin();
      case Stop ignored -> {
        stopping = true;
        turn(now -> now.candidate().leave("it was stopped"));
      }
    }
    return stopping && life.isEmpty() ? Behaviors.stopped() : Behaviors.same();
  }

  private interface Turn {
    void of(Life life);
  }

  private void turn(Turn turn) {
    if (life.isEmpty()) {
      return;
    }
    Life now = life.get();
    try {
      turn.of(now);
      now.candidate().ending().ifPresent(this::over);
    } catch (ReignEnded e) {
      context.getLog().warn("term {} ends: {}", now.candidate().term(), e.getMessage());
      failed(now, String.valueOf(e.getMessage()), LONGEST_PAUSE);
    } catch (LogBeginningGoneException e) {
      context.getLog().error("{}", e.getMessage());
      failed(now, String.valueOf(e.getMessage()), LONGEST_PAUSE_WITHOUT_LOG);
    } catch (RuntimeException e) {
      context.getLog().error("term {} ends on a defect", now.candidate().term(), e);
      failed(
          now, "term %d ended on a defect: %s".formatted(now.candidate().term(), e), LONGEST_PAUSE);
    }
  }

  private void failed(Life now, String why, Duration longest) {
    now.candidate().failed(why);
    endLife();
    beginLater(longest);
  }

  private void over(Ending ending) {
    endLife();
    if (ending.forGood()) {
      stopping = true;
      ports.status().accept(new SchedulerStatus(Phase.UNFIT, 0, 0, ending.why()));
    } else {
      beginLater(LONGEST_PAUSE);
    }
  }

  private void begin() {
    if (!stopping && life.isEmpty()) {
      begunNanos = System.nanoTime();
      life =
          Optional.of(Life.begin(UUID.randomUUID().toString(), ports, office, context.getSelf()));
    }
  }

  private void endLife() {
    life.ifPresent(Life::close);
    life = Optional.empty();
  }

  private void beginLater(Duration longest) {
    office
        .withdrawal()
        .ifPresent(
            why -> {
              context.getLog().warn("leaves the office to others for {}: {}", AWAY, why);
              election.withdraw(AWAY);
            });
    // why: a life that lasted says that what ended it is no reason to wait
    if (System.nanoTime() - begunNanos > longest.plusSeconds(30).toNanos()) {
      pause = SHORTEST_PAUSE;
    }
    Duration wait = pause.compareTo(longest) < 0 ? pause : longest;
    pause = wait.multipliedBy(2);
    timers.startSingleTimer(new Begin(), wait);
  }
}
