package podium.dashboard.http;

import io.javalin.Javalin;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Draft;
import podium.dashboard.domain.Requests;
import podium.dashboard.domain.StuckSlots;
import podium.dashboard.files.CheckpointHome;
import podium.engine.forecast.Expected;
import podium.protocol.topic.Topics;

/** The web server of the board. Thread-safe. */
public final class DashboardServer implements AutoCloseable {
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
      List<String> allowedOrigins,
      Optional<String> token,
      boolean tokenForReading) {}

  private DashboardServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /** Starts to serve. */
  public static DashboardServer start(
      Door door,
      Board board,
      CheckpointHome home,
      LiveFeed feed,
      Requests requests,
      Draft.Desk desk,
      Supplier<Following> following,
      Supplier<StuckSlots> stuck,
      Supplier<Expected> expected,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    Tokens tokens = new Tokens(door.token(), door.tokenForReading());
    Guard guard =
        new Guard(door.host(), door.allowedHosts(), new Origins(door.allowedOrigins()), tokens);
    Freshness freshness = new Freshness(board::position, feed);
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.prefer405over404 = true;
              config.http.maxRequestSize = Topics.MAX_REQUEST_BYTES;
              config.http.defaultContentType = "text/plain; charset=utf-8";
              config.jetty.modifyServletContextHandler(
                  handler ->
                      handler.addFilter(new Heads(), "/*", EnumSet.of(DispatcherType.REQUEST)));
              config.routes.before(guard::check);
              config.routes.before(freshness::check);
              new Api(board, feed, following, stuck, expected, readiness, metrics)
                  .routes(config.routes);
              new GroupsApi(board).routes(config.routes);
              new LawsApi().routes(config.routes);
              new QueueApi(board, expected).routes(config.routes);
              new TrialsFile(board).routes(config.routes);
              new TimelineApi(board).routes(config.routes);
              new FilesApi(board, home).routes(config.routes);
              new OpenApi().routes(config.routes);
              new Submissions(requests, board).routes(config.routes);
              new DraftApi(desk).routes(config.routes);
              new Login(tokens).routes(config.routes);
              new Assets().routes(config.routes);
              Problem.routes(config.routes);
            });
    return new DashboardServer(javalin.start(door.host(), door.port()));
  }

  /** Every call that it answers, such as {@code GET /api/trials}; pages and their files, too. */
  public List<String> calls() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(call -> call.method.isHttpMethod())
        .map(call -> call.method + " " + call.path)
        .toList();
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
