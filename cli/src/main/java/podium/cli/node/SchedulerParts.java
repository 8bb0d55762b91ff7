package podium.cli.node;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import podium.cli.error.UserErrorException;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;

/** Starts a scheduler as the settings have it. */
public final class SchedulerParts {
  private SchedulerParts() {}

  /**
   * Starts a scheduler.
   *
   * @throws UserErrorException when its port is taken or its folder cannot be written
   */
  public static Scheduler start(NodeSettings node) {
    SchedulerSettings settings = node.read(SchedulerSettings::from);
    try {
      return Scheduler.start(settings);
    } catch (UncheckedIOException e) {
      // why: of a folder that cannot be written; its message says so
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      if (Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
          .anyMatch(SchedulerParts::isTakenPort)) {
        throw new UserErrorException(
            "port %d on %s is taken or not this machine's; stop what listens there, or choose another with --cluster-port"
                .formatted(settings.door().port(), settings.door().host()),
            e);
      }
      throw e;
    }
  }

  // why: Akka tells the cause in its message alone
  private static boolean isTakenPort(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage())
        .filter(message -> message.contains("Failed to bind") || message.contains("Bind failed"))
        .isPresent();
  }
}
