package podium.dashboard.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.Requests;
import podium.engine.forecast.Expected;
import podium.protocol.topic.Topics;

/** The web server of the board. Thread-safe. */
public final class DashboardServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);

  private final Javalin javalin;

  /**
   * Where it listens and by what names and token it may be called.
   *
   * @param tokenForReading whether the token is asked of reading calls, too
   */
  public record Door(
      String host,
      int port,
      List<String> allowedHosts,
      Optional<String> token,
      boolean tokenForReading) {}

  private DashboardServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /** Starts to serve. */
  public static DashboardServer start(
      Door door,
      Board board,
      LiveFeed feed,
      Requests requests,
      Supplier<Following> following,
      Supplier<Expected> expected,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    Tokens tokens = new Tokens(door.token(), door.tokenForReading());
    Guard guard = new Guard(door.host(), door.allowedHosts(), tokens);
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.maxRequestSize = Topics.MAX_REQUEST_BYTES;
              config.http.defaultContentType = "text/plain; charset=utf-8";
              config.routes.before(guard::check);
              new Api(board, feed, following, expected, readiness, metrics).routes(config.routes);
              new Submissions(requests, board).routes(config.routes);
              new Login(tokens).routes(config.routes);
              new Assets().routes(config.routes);
              failures(config);
            });
    return new DashboardServer(javalin.start(door.host(), door.port()));
  }

  private static void failures(JavalinConfig config) {
    config.routes.exception(Refusal.class, (e, it) -> answer(it, e.status(), message(e)));
    config.routes.exception(BadQueryException.class, (e, it) -> answer(it, 400, message(e)));
    config.routes.exception(
        Requests.RequestNotTakenException.class, (e, it) -> answer(it, 503, message(e)));
    config.routes.exception(
        BoardUnavailableException.class, (e, it) -> answer(it, 503, message(e)));
    config.routes.exception(
        BoardDamagedException.class,
        (e, it) ->
            answer(it, 503, message(e) + "; it is built again from the log, ask again soon"));
    config.routes.exception(
        RuntimeException.class,
        (e, it) -> {
          LOG.error("call failed; path={}", it.path(), e);
          answer(it, 500, "the board failed to answer; its log says why");
        });
    config.routes.error(
        404,
        it -> {
          if (Optional.ofNullable(it.result()).orElse("").isEmpty()
              || !it.path().startsWith("/api/")) {
            answer(it, 404, "nothing at %s; the board begins at /".formatted(it.path()));
          }
        });
  }

  private static void answer(Context context, int status, String message) {
    context.status(status);
    Api.send(context, RowJson.object().put("error", message));
  }

  private static String message(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  /** Where it listens. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
