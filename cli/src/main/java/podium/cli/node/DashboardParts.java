package podium.cli.node;

import java.net.BindException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import podium.cli.error.UserErrorException;
import podium.dashboard.Dashboard;
import podium.dashboard.Health;
import podium.dashboard.config.DashboardSettings;
import podium.dashboard.domain.UnusableBoardException;

/** Starts a dashboard as the settings have it. */
public final class DashboardParts {
  private DashboardParts() {}

  /**
   * Starts a dashboard; without a health of its maker's it tells its own.
   *
   * @throws UserErrorException when its port is taken, or another one uses its folder
   */
  public static Dashboard start(NodeSettings node, Optional<Supplier<Health>> health) {
    DashboardSettings settings = node.read(DashboardSettings::from);
    try {
      return health
          .map(told -> Dashboard.start(settings, told))
          .orElseGet(() -> Dashboard.start(settings));
    } catch (UnusableBoardException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      if (causes(e).anyMatch(DashboardParts::isLockedBoard)) {
        throw new UserErrorException(
            "the board in %s belongs to a running dashboard; stop it, or choose another folder with --data-dir"
                .formatted(settings.h2Directory()),
            e);
      }
      throw told(e, settings.port(), settings.host());
    }
  }

  /** What a person is told where a server did not start since its port is taken. */
  public static RuntimeException told(RuntimeException failure, int port, String host) {
    return causes(failure).anyMatch(BindException.class::isInstance)
        ? new UserErrorException(
            "port %d on %s is taken; stop what listens there, or choose another with --port"
                .formatted(port, host),
            failure)
        : failure;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  // why: H2 has a room of its own, and tells the cause in its message
  private static boolean isLockedBoard(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage())
        .filter(message -> message.contains("The file is locked"))
        .isPresent();
  }
}
