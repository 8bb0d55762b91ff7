package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Board.ExperimentView;
import podium.dashboard.domain.Board.Page;
import podium.dashboard.domain.Board.TrialView;
import podium.dashboard.domain.Board.WorkerView;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Sheet;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;
import podium.engine.forecast.Expected;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** The REST answers. Thread-safe. */
final class Api {
  private static final int MOST_CURVES = 24;
  private static final int MOST_WITHOUT_EFFECT = 20;
  private static final List<String> OF_TRIALS = names(TrialStatus.values());
  private static final List<String> OF_WORKERS = names(WorkerRow.Status.values());

  private static final String ARCHIVED = "archived";
  private static final Set<String> WITH_ARCHIVED =
      Set.of("/api/experiments", "/api/trials", "/api/leaderboard", "/api/leaderboard.csv");

  private final Board board;
  private final LiveFeed feed;
  private final Supplier<Following> following;
  private final Supplier<Expected> expected;
  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;

  Api(
      Board board,
      LiveFeed feed,
      Supplier<Following> following,
      Supplier<Expected> expected,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    this.board = board;
    this.feed = feed;
    this.following = following;
    this.expected = expected;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  void routes(RoutesConfig routes) {
    routes.get("/healthz", this::health);
    routes.get("/metrics", this::metrics);
    routes.get("/api/status", this::status);
    routes.get("/api/audit", it -> send(it, RowJson.audit(following.get().audit())));
    routes.get("/api/experiments", it -> list(it, "accepted", board::experiments, RowJson::tree));
    routes.get("/api/experiments/{id}", this::experiment);
    routes.get("/api/trials", it -> list(it, "accepted,number", board::trials, this::row));
    routes.get("/api/trials/{id}", this::trial);
    routes.get("/api/leaderboard", it -> list(it, "-bestTestAccuracy", board::trials, this::row));
    routes.get("/api/leaderboard.csv", this::file);
    routes.get("/api/curves", this::curves);
    routes.get("/api/workers", it -> list(it, "worker", board::workers, this::worker));
    routes.get("/api/rejected", it -> list(it, "-offset", board::rejected, RowJson::rejected));
    routes.sse(
        "/api/stream",
        client ->
            feed.join(
                client,
                Optional.ofNullable(client.ctx().header("Last-Event-ID"))
                    .or(() -> Parameters.text(client.ctx(), "from"))));
  }

  private <T> void list(
      Context context,
      String sort,
      Function<ListQuery, Page<T>> answer,
      Function<T, ? extends Object> json) {
    ListQuery query = visible(context, Parameters.read(context, sort));
    checkStatus(query, context.path().equals("/api/workers") ? OF_WORKERS : OF_TRIALS);
    Page<T> page = answer.apply(query);
    ObjectNode body =
        RowJson.object()
            .put("offset", page.offset())
            .put("generation", page.generation())
            .put("total", page.total());
    ArrayNode rows = body.putArray("rows");
    page.rows().forEach(row -> rows.addPOJO(json.apply(row)));
    send(context, body);
  }

  /** All trials that are wanted, with every column, at full precision. */
  private void file(Context context) {
    ListQuery query = visible(context, Parameters.read(context, "-bestTestAccuracy"));
    checkStatus(query, OF_TRIALS);
    if (Stream.of("limit", "page").anyMatch(name -> Parameters.text(context, name).isPresent())) {
      throw new Refusal(400, "limit and page are of /api/leaderboard; a file has every row");
    }
    Sheet sheet = board.sheet(query);
    context
        .contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"leaderboard.csv\"")
        .header("Cache-Control", "no-store");
    try (Writer out = new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8)) {
      Csv.write(sheet, out);
    } catch (IOException gone) {
      throw new UncheckedIOException("whoever asked for the file is gone", gone);
    }
  }

  /** Lists of experiments and trials leave out what is archived, unless it is asked for. */
  private static ListQuery visible(Context context, ListQuery query) {
    if (!WITH_ARCHIVED.contains(context.path())) {
      return query;
    }
    Map<String, String> filters = new HashMap<>(query.filters());
    String all = filters.getOrDefault(ARCHIVED, "false");
    switch (all) {
      case "true" -> filters.remove(ARCHIVED);
      case "false" -> filters.put(ARCHIVED, "false");
      default ->
          throw new Refusal(
              400, "archived is %s; allowed: true (with what is archived), false".formatted(all));
    }
    return new ListQuery(filters, query.sort(), query.limit(), query.page());
  }

  private static void checkStatus(ListQuery query, List<String> allowed) {
    Optional.ofNullable(query.filters().get("status"))
        .filter(given -> !allowed.containsAll(ListQuery.words("status", given)))
        .ifPresent(
            given -> {
              throw new Refusal(
                  400,
                  "status is %s; allowed: %s, separated by commas"
                      .formatted(given, String.join(", ", allowed)));
            });
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private ObjectNode row(TrialRow row) {
    return RowJson.trial(row, feed.progress().of(row.identity().trial()));
  }

  private ObjectNode worker(WorkerView row) {
    return RowJson.worker(row, feed.progress()::of);
  }

  private void experiment(Context context) {
    String id = context.pathParam("id");
    ExperimentView view =
        ExperimentId.parse(id)
            .flatMap(board::experiment)
            .orElseThrow(
                () ->
                    new Refusal(
                        404, "no experiment %s; /api/experiments lists them".formatted(id)));
    ObjectNode body = (ObjectNode) RowJson.tree(view.row());
    body.put("offset", view.offset()).put("generation", view.generation());
    body.set("spec", RowJson.parse(view.spec()));
    body.set("expected", ExpectedJson.experiment(expected.get(), view.row().experiment()));
    send(context, body);
  }

  private void curves(Context context) {
    String experiment =
        Parameters.text(context, "experiment")
            .orElseThrow(() -> new Refusal(400, "experiment is missing; give its id or name"));
    ObjectNode body = RowJson.object();
    ArrayNode rows = body.putArray("rows");
    for (Board.Curve curve : board.curves(experiment, MOST_CURVES)) {
      ObjectNode row = row(curve.trial());
      ArrayNode points = row.putArray("points");
      curve.epochs().forEach(epoch -> points.add(RowJson.point(epoch)));
      rows.add(row);
    }
    send(context, body);
  }

  private void trial(Context context) {
    String id = context.pathParam("id");
    TrialView view =
        TrialId.parse(id)
            .flatMap(board::trial)
            .orElseThrow(
                () -> new Refusal(404, "no trial %s; /api/trials lists them".formatted(id)));
    ObjectNode body = row(view.row());
    body.put("offset", view.offset()).put("generation", view.generation());
    // why: lists say what the log says, and are the same at every time
    if (!view.row().standing().status().ended()) {
      body.set("expected", ExpectedJson.trial(expected.get(), view.row().identity().trial()));
    }
    body.set("spec", RowJson.parse(view.spec()));
    body.set("attemptRows", RowJson.tree(view.attempts()));
    ArrayNode epochs = body.putArray("epochRows");
    view.epochs().forEach(row -> epochs.add(RowJson.epoch(row)));
    ArrayNode events = body.putArray("events");
    view.events().forEach(row -> events.add(RowJson.event(row)));
    send(context, body);
  }

  private void status(Context context) {
    BoardHash hash = board.hash();
    Position position = hash.position();
    Following now = following.get();
    ObjectNode body =
        RowJson.object()
            .put("offset", position.offset())
            .put("boardHash", hash.sha256())
            .put("generation", position.generation())
            .put("end", now.end())
            .put("lag", Math.max(0, now.end() - position.offset()))
            .put("term", position.place().fence().term())
            .put("voided", position.place().voided())
            .put("notUnderstood", position.place().notUnderstood())
            .put("refused", position.totals().refused())
            .put("complete", position.place().complete())
            .put("cluster", position.log().cluster());
    body.set("totals", RowJson.tree(position.totals()));
    body.set("trials", RowJson.tree(board.counts()));
    body.put("workersAlive", board.workersAlive());
    body.set("forecasts", RowJson.tree(expected.get().tally()));
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
    context.contentType("application/json").result(RowJson.text(body));
    context.header("Cache-Control", "no-store");
  }
}
