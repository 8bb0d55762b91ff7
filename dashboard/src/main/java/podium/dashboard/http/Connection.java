package podium.dashboard.http;

import io.javalin.http.Context;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** What a caller came by, below HTTP. Thread-safe. */
final class Connection {
  private final EndPoint end;

  private Connection(EndPoint end) {
    this.end = end;
  }

  static Connection of(Context context) {
    return new Connection(
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint());
  }

  /** Ends it at once, whatever is on its way. */
  void cut() {
    end.close();
  }

  /** For how long nothing may come or go before whoever waits for it is told that it failed. */
  Duration patience() {
    return Duration.ofMillis(end.getIdleTimeout());
  }

  /** Has another patience from now on. */
  void patience(Duration longest) {
    end.setIdleTimeout(Math.max(1, longest.toMillis()));
  }
}
