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
      if (Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
          .anyMatch(BindException.class::isInstance)) {
        throw new UserErrorException(
            "port %d on %s is taken; stop what listens there, or choose another with --port"
                .formatted(settings.port(), settings.host()),
            e);
      }
      throw e;
    }
  }
}
