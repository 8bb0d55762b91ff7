package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Board.ExperimentView;
import podium.dashboard.domain.Board.Page;
import podium.dashboard.domain.Board.TrialView;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.StuckSlots;
import podium.dashboard.domain.TrialRow;
import podium.engine.forecast.Expected;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** The REST answers. Thread-safe. */
final class Api {
  private static final int MOST_WITHOUT_EFFECT = 20;

  /** The leaderboard's order. */
  static final String BEST_FIRST = "-bestTestAccuracy";

  private final AsOf asOf;
  private final LiveFeed feed;
  private final Supplier<Following> following;
  private final Supplier<StuckSlots> stuck;
  private final Supplier<Expected> expected;
  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;

  Api(
      Board board,
      LiveFeed feed,
      Supplier<Following> following,
      Supplier<StuckSlots> stuck,
      Supplier<Expected> expected,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    this.asOf = new AsOf(board);
    this.feed = feed;
    this.following = following;
    this.stuck = stuck;
    this.expected = expected;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  void routes(RoutesConfig routes) {
    routes.get("/healthz", this::health);
    routes.get("/metrics", this::metrics);
    routes.get("/api/status", this::status);
    routes.get("/api/audit", it -> send(it, RowJson.audit(following.get().audit())));
    routes.get(
        "/api/experiments",
        it -> list(it, Queries.experiments(it), asOf.of(it)::experiments, RowJson::tree));
    routes.get("/api/experiments/{id}", this::experiment);
    routes.get("/api/trials", it -> trials(it, "accepted,number"));
    routes.get("/api/trials/{id}", this::trial);
    routes.get("/api/leaderboard", it -> trials(it, BEST_FIRST));
    new CurvesApi(asOf, feed).routes(routes);
    routes.get("/api/workers", this::workers);
    routes.get(
        "/api/rejected",
        it -> list(it, Queries.rejected(it), asOf.of(it)::rejected, RowJson::rejected));
    routes.get("/api/stream", this::stream);
  }

  // why: not Javalin's own way, which answers nothing to whoever does not ask for an event stream
  private void stream(Context context) throws IOException {
    if (Heads.only(context.req())) {
      context.contentType("text/event-stream").header("Cache-Control", "no-store");
      return;
    }
    CompletableFuture<Void> gone =
        feed.join(
            context,
            Optional.ofNullable(context.header("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .or(() -> Parameters.text(context, "from")));
    context.future(() -> gone);
  }

  private <T> void list(
      Context context,
      ListQuery query,
      Function<ListQuery, Page<T>> answer,
      Function<T, ? extends Object> json) {
    send(context, listed(answer.apply(query), json));
  }

  private static <T> ObjectNode listed(Page<T> page, Function<T, ? extends Object> json) {
    ObjectNode body =
        RowJson.object()
            .put("offset", page.offset())
            .put("generation", page.generation())
            .put("total", page.total());
    ArrayNode rows = body.putArray("rows");
    page.rows().forEach(row -> rows.addPOJO(json.apply(row)));
    return body;
  }

  private void trials(Context context, String sort) {
    Board board = asOf.of(context);
    Page<TrialRow> page = board.trials(Queries.trials(context, sort));
    ObjectNode body = listed(page, row -> row(context, row));
    Map<ExperimentId, List<String>> tags = board.tags();
    ObjectNode shown = body.putObject("tags");
    page.rows().stream()
        .map(row -> row.identity().experiment())
        .distinct()
        .forEach(
            id ->
                Optional.ofNullable(tags.get(id))
                    .ifPresent(words -> shown.set(id.value(), RowJson.tree(words))));
    send(context, body);
  }

  private void workers(Context context) {
    Board board = asOf.of(context);
    boolean past = AsOf.shown(context).isPresent();
    StuckSlots now = past ? StuckSlots.NONE : stuck.get();
    list(
        context,
        Queries.workers(context),
        board::workers,
        row -> {
          String name = row.worker().worker();
          return RowJson.worker(
              row,
              trial -> AsOf.latest(context, feed, trial),
              now.of(name),
              // why: a word may come later than the news that its worker is gone
              past || row.worker().status().gone() ? Optional.empty() : feed.capacity().of(name));
        });
  }

  private ObjectNode row(Context context, TrialRow row) {
    return RowJson.trial(row, AsOf.latest(context, feed, row.identity().trial()));
  }

  private void experiment(Context context) {
    String id = context.pathParam("id");
    ExperimentView view =
        ExperimentId.parse(id)
            .flatMap(asOf.of(context)::experiment)
            .orElseThrow(
                () ->
                    new Refusal(
                        404, "no experiment %s; /api/experiments lists them".formatted(id)));
    ObjectNode body = (ObjectNode) RowJson.tree(view.row());
    body.put("offset", view.offset()).put("generation", view.generation());
    body.set("spec", RowJson.parse(view.spec()));
    body.set("expected", ExpectedJson.experiment(expected(context), view.row().experiment()));
    send(context, body);
  }

  private void trial(Context context) {
    String id = context.pathParam("id");
    TrialView view =
        TrialId.parse(id)
            .flatMap(asOf.of(context)::trial)
            .orElseThrow(
                () -> new Refusal(404, "no trial %s; /api/trials lists them".formatted(id)));
    ObjectNode body = row(context, view.row());
    body.put("offset", view.offset()).put("generation", view.generation());
    // why: lists say what the log says, and are the same at every time
    if (!view.row().standing().status().ended()) {
      body.set("expected", ExpectedJson.trial(expected(context), view.row().identity().trial()));
    }
    body.set("spec", RowJson.parse(view.spec()));
    body.set("attemptRows", RowJson.tree(view.attempts()));
    ArrayNode epochs = body.putArray("epochRows");
    view.epochs().forEach(row -> epochs.add(RowJson.epoch(row)));
    ArrayNode events = body.putArray("events");
    view.events().forEach(row -> events.add(RowJson.event(row)));
    send(context, body);
  }

  /** What is expected now; of the past nothing is known but what came of it. */
  private Expected expected(Context context) {
    return AsOf.shown(context).isPresent() ? Expected.NOTHING : expected.get();
  }

  private void status(Context context) {
    Board board = asOf.of(context);
    boolean past = AsOf.shown(context).isPresent();
    // why: of the past it is made anew each time, which takes seconds where trials are many
    Optional<BoardHash> hash =
        past && Parameters.text(context, "hash").filter("true"::equals).isEmpty()
            ? Optional.empty()
            : Optional.of(board.hash());
    Position position = hash.map(BoardHash::position).orElseGet(board::position);
    Following now = following.get();
    ObjectNode body = RowJson.object().put("offset", position.offset());
    hash.ifPresent(it -> body.put("boardHash", it.sha256()));
    body.put("generation", position.generation())
        .put("end", now.end())
        .put("lag", past ? 0 : Math.max(0, now.end() - position.offset()))
        .put("term", position.place().fence().term())
        .put("voided", position.place().voided())
        .put("notUnderstood", position.place().notUnderstood())
        .put("refused", position.totals().refused())
        .put("complete", position.place().complete())
        .put("cluster", position.log().cluster());
    body.set("totals", RowJson.tree(position.totals()));
    body.set("trials", RowJson.tree(board.counts()));
    body.put("workersAlive", board.workersAlive());
    body.set("forecasts", RowJson.tree(expected(context).tally()));
    body.set("withoutEffect", RowJson.tree(board.withoutEffect(MOST_WITHOUT_EFFECT)));
    List<String> notices =
        Stream.concat(now.notices().stream(), position.incomplete().stream()).toList();
    body.set("notices", RowJson.tree(notices));
    send(context, body);
  }

  private void health(Context context) {
    Readiness now = readiness.get();
    context.status(now.ready() ? 200 : 503);
    send(context, now);
  }

  private void metrics(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
    context.header("Cache-Control", "no-store");
  }

  static void send(Context context, Object body) {
    if (body instanceof ObjectNode json) {
      AsOf.shown(context).ifPresent(position -> json.set(AsOf.NAME, AsOf.json(position)));
    }
    context.contentType("application/json").result(RowJson.text(body));
    if (context.res().getHeader("ETag") == null) {
      context.header("Cache-Control", "no-store");
    }
  }
}
