package podium.dashboard.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Predicate;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.RequestRow;
import podium.dashboard.domain.Requests;
import podium.protocol.event.Source;
import podium.protocol.request.Request;
import podium.protocol.topic.Topics;

/**
 * The changing calls: a request is read, and handed on word for word; and what became of it.
 * Thread-safe.
 */
final class Submissions {
  private static final String CANCEL =
      "this address takes {\"request\": \"cancel\"} with the field experiment or trial beside it; ";

  private static final int MOST_AT_ONCE = 32;

  private final Requests requests;
  private final Board board;
  private final Bodies bodies = new Bodies(MOST_AT_ONCE, Topics.MAX_REQUEST_BYTES);

  Submissions(Requests requests, Board board) {
    this.requests = requests;
    this.board = board;
  }

  void routes(RoutesConfig routes) {
    routes.post("/api/requests", context -> take(context, "any request", it -> true, ""));
    routes.post(
        "/api/experiments",
        context -> take(context, "a request to submit", it -> it.verb().equals("submit"), ""));
    routes.post(
        "/api/cancel",
        context -> take(context, "a request to cancel", it -> it.verb().equals("cancel"), CANCEL));
    routes.get("/api/requests", this::byKey);
    routes.get("/api/requests/{offset}", this::byOffset);
  }

  private void take(Context context, String what, Predicate<Request> which, String hint) {
    Written body = Written.read(context, bodies.read(context));
    switch (body.reading()) {
      case Request.Reading.Refused refused ->
          throw new Refusal(400, hint + String.join("; ", body.told(refused)));
      case Request.Reading.Understood understood -> {
        if (!which.test(understood.request())) {
          throw new Refusal(400, "this address takes %s; see the field 'request'".formatted(what));
        }
        Source source = requests.publish(body.json());
        context.status(202);
        context.header("Location", "/api/requests/%d%s".formatted(source.offset(), query(source)));
        Api.send(context, source);
      }
    }
  }

  private static String query(Source source) {
    return source.partition() == 0 ? "" : "?partition=" + source.partition();
  }

  private void byOffset(Context context) {
    int partition = Parameters.whole(context, "partition", 0);
    String given = context.pathParam("offset");
    // why: an offset of Kafka is a long, and anything else names none
    long offset = given.matches("[0-9]{1,18}") ? Long.parseLong(given) : -1;
    if (offset < 0) {
      throw new Refusal(400, "offset is '%s'; allowed: a whole number".formatted(given));
    }
    Optional<RequestRow> found = board.request(partition, offset);
    // why: a page that asks until there is an answer makes no error of each time before
    if (found.isEmpty() && Parameters.text(context, "pending").filter("true"::equals).isPresent()) {
      Api.send(context, RowJson.object().put("outcome", "PENDING"));
      return;
    }
    answer(context, found, "the request at offset %d of partition %d".formatted(offset, partition));
  }

  private void byKey(Context context) {
    String key =
        Parameters.text(context, "key")
            .orElseThrow(
                () -> new Refusal(400, "key is missing; or ask by offset, as in /api/requests/17"));
    answer(context, board.request(key), "a request under the key " + key);
  }

  private static void answer(Context context, Optional<RequestRow> found, String what) {
    Api.send(
        context,
        found.orElseThrow(
            () ->
                new Refusal(
                    404,
                    "the log has no fact of %s yet; ask again once the scheduler has read it"
                        .formatted(what))));
  }
}
