package podium.engine.violation;

import akka.actor.typed.ActorSystem;
import io.javalin.Javalin;
import java.io.File;
import java.time.Instant;
import podium.dashboard.config.DashboardSettings;

/** Breaks rules on purpose: a core with a clock, a file, an actor system and other parts. */
public record ClockInTheCore(
    File file, ActorSystem<Void> system, Javalin web, DashboardSettings dashboard) {
  Instant time() {
    return Instant.now();
  }
}
