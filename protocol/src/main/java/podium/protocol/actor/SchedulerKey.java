package podium.protocol.actor;

import akka.actor.typed.receptionist.ServiceKey;

/** Where workers find the scheduler in the cluster's receptionist. */
public final class SchedulerKey {
  /** The key the scheduler registers under. */
  public static final ServiceKey<SchedulerMessage> KEY =
      ServiceKey.create(SchedulerMessage.class, "podium-scheduler");

  private SchedulerKey() {}
}
