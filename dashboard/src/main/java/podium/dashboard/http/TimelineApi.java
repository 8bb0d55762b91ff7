package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Difference;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Timeline;
import podium.dashboard.domain.TrialRow;

/** Slots over time, and what changed since. Thread-safe. */
final class TimelineApi {
  private static final int MOST_ATTEMPTS = 2_000;
  private static final int MOST_MOMENTS = 400;
  private static final int MOST_CHANGES = 100;

  private final Board board;
  private final AsOf asOf;

  TimelineApi(Board board) {
    this.board = board;
    this.asOf = new AsOf(board);
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/timeline", this::timeline);
    routes.get("/api/changes", this::changes);
  }

  /** Attempts as of any offset; the moments are those of the whole log, for whoever chooses one. */
  private void timeline(Context context) {
    Board then = asOf.of(context);
    Timeline found =
        then.timeline(new Timeline.Span(time(context, "from"), time(context, "to")), MOST_ATTEMPTS);
    Position position = then.position();
    ObjectNode body =
        RowJson.object()
            .put("offset", position.offset())
            .put("generation", position.generation())
            .put("total", found.total());
    body.set("time", RowJson.tree(position.totals().time()));
    ArrayNode rows = body.putArray("rows");
    found.attempts().forEach(row -> rows.add(bar(row)));
    body.set("end", AsOf.json(board.position()));
    body.set("moments", RowJson.tree(board.moments(MOST_MOMENTS)));
    Api.send(context, body);
  }

  private static ObjectNode bar(AttemptRow row) {
    ObjectNode json =
        RowJson.object()
            .put("trial", row.trial().value())
            .put("attempt", row.attempt())
            .put("worker", row.worker())
            .put("slot", row.slot())
            .put("from", row.from());
    json.set("to", RowJson.tree(row.to()));
    json.set("placedAt", RowJson.tree(row.placedAt()));
    json.set("startedAt", RowJson.tree(row.startedAt()));
    json.set("endedAt", RowJson.tree(row.endedAt()));
    json.set("outcome", RowJson.tree(row.outcome()));
    json.set("message", RowJson.tree(row.message()));
    return json;
  }

  private static Optional<Instant> time(Context context, String name) {
    return Parameters.text(context, name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
              } catch (DateTimeException e) {
                throw new Refusal(
                    400,
                    "%s is '%s'; allowed: a time, such as 2026-11-27T08:00:00Z"
                        .formatted(name, text));
              }
            });
  }

  private void changes(Context context) {
    Board now = asOf.of(context);
    Board before =
        asOf.named(context, "since")
            .orElseThrow(
                () -> new Refusal(400, "since is missing; give an offset of the log or a time"));
    Position from = before.position();
    Position to = now.position();
    if (from.offset() > to.offset()) {
      throw new Refusal(
          400,
          "since is offset %d, which is behind offset %d, as of which this is"
              .formatted(from.offset(), to.offset()));
    }
    Difference difference = Difference.between(before, now);
    ObjectNode body =
        RowJson.object().put("offset", to.offset()).put("generation", to.generation());
    body.set("since", AsOf.json(from));
    body.set("until", AsOf.json(to));
    put(body, "experiments", difference.experiments(), RowJson::tree);
    put(body, "begun", difference.begun(), TimelineApi::trial);
    put(body, "ended", difference.ended(), TimelineApi::trial);
    put(body, "best", difference.best(), TimelineApi::best);
    Api.send(context, body);
  }

  private static <T> void put(
      ObjectNode body, String name, List<T> all, Function<T, ? extends Object> json) {
    ObjectNode part = body.putObject(name).put("total", all.size());
    ArrayNode rows = part.putArray("rows");
    all.stream().limit(MOST_CHANGES).forEach(row -> rows.addPOJO(json.apply(row)));
  }

  private static ObjectNode trial(TrialRow row) {
    ObjectNode json =
        RowJson.object()
            .put("trial", row.identity().trial().value())
            .put("experiment", row.identity().experiment().value())
            .put("model", row.identity().model())
            .put("status", row.standing().status().name());
    json.set("bestTestAccuracy", RowJson.tree(row.learning().bestTestAccuracy()));
    return json;
  }

  private static ObjectNode best(Difference.NewBest best) {
    ObjectNode json = RowJson.object();
    json.set("before", best.before().map(TimelineApi::trial).orElse(null));
    json.set("now", trial(best.now()));
    return json;
  }
}
