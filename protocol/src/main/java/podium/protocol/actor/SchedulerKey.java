package podium.protocol.actor;

import akka.actor.typed.receptionist.ServiceKey;

/** Under what the reigning scheduler registers with the cluster's receptionist. */
public final class SchedulerKey {
  /** The key of the scheduler's actor. */
  public static final ServiceKey<FromWorker> KEY =
      ServiceKey.create(FromWorker.class, "podium-scheduler");

  private SchedulerKey() {}
}
