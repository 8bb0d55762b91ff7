package podium.workers.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Supplier;
import podium.engine.worker.Identity;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.report.Capacity;

/**
 * Sends a worker's heartbeats apart from the worker, which may have to wait for its disk. Falls
 * silent when the worker has done nothing for a minute.
 */
final class Pulse {
  /** Beats in a row for which a worker is taken to live that says nothing. */
  static final int MOST_ON_TRUST = 60;

  /** What a pulse is told. */
  enum Told {
    /** It is time for a beat. */
    BEAT,
    /** The worker works. */
    WORKING
  }

  private final ActorContext<Told> context;
  private final Identity identity;
  private final SchedulerLink link;
  private final Supplier<Capacity> capacity;
  private int onTrust;
  private long beats;

  private Pulse(
      ActorContext<Told> context,
      Identity identity,
      SchedulerLink link,
      Supplier<Capacity> capacity) {
    this.context = context;
    this.identity = identity;
    this.link = link;
    this.capacity = capacity;
  }

  /**
   * A pulse that beats with each tick.
   *
   * @param capacity what is new of the machine's; must not wait
   */
  static Behavior<Told> create(
      Identity identity, SchedulerLink link, Timing timing, Supplier<Capacity> capacity) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.setLoggerName(Pulse.class);
                  timers.startTimerWithFixedDelay(Told.BEAT, timing.tick());
                  return Behaviors.receiveMessage(new Pulse(context, identity, link, capacity)::on);
                }));
  }

  private Behavior<Told> on(Told told) {
    switch (told) {
      case WORKING -> onTrust = 0;
      case BEAT -> beat();
    }
    return Behaviors.same();
  }

  private void beat() {
    onTrust++;
    if (onTrust <= MOST_ON_TRUST) {
      link.send(
          new SchedulerMessage.Heartbeat(
              identity.worker(), identity.incarnation(), ++beats, capacity.get()));
    } else if (onTrust == MOST_ON_TRUST + 1) {
      context
          .getLog()
          .atError()
          .addKeyValue("worker", identity.worker())
          .log(
              "the worker has done nothing for {} ticks; it no longer says that it lives", onTrust);
    }
  }
}
