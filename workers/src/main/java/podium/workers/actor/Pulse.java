package podium.workers.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import podium.engine.worker.Identity;
import podium.protocol.message.SchedulerMessage;

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
  private int onTrust;
  private long beats;

  private Pulse(ActorContext<Told> context, Identity identity, SchedulerLink link) {
    this.context = context;
    this.identity = identity;
    this.link = link;
  }

  /** A pulse that beats at once, and then with each tick. */
  static Behavior<Told> create(Identity identity, SchedulerLink link, Timing timing) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> beating(context, timers, identity, link, timing)));
  }

  private static Behavior<Told> beating(
      ActorContext<Told> context,
      TimerScheduler<Told> timers,
      Identity identity,
      SchedulerLink link,
      Timing timing) {
    context.setLoggerName(Pulse.class);
    Pulse pulse = new Pulse(context, identity, link);
    timers.startTimerWithFixedDelay(Told.BEAT, timing.tick());
    return Behaviors.receiveMessage(pulse::on);
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
      link.send(new SchedulerMessage.Heartbeat(identity.worker(), identity.incarnation(), ++beats));
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
