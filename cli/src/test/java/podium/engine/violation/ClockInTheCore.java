package podium.engine.violation;

import akka.actor.typed.ActorSystem;
import io.javalin.Javalin;
import java.io.File;
import java.time.Instant;
import podium.dashboard.config.DashboardSettings;
import podium.engine.state.Memory;

/**
 * Breaks rules on purpose: a core with a clock, a file, an actor system, other parts, and what a
 * snapshot remembers.
 */
public record ClockInTheCore(
    File file, ActorSystem<Void> system, Javalin web, DashboardSettings dashboard, Memory memory) {
  Instant time() {
    return Instant.now();
  }
}
