package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.domain.ListQuery;
import podium.protocol.id.TrialId;

/** Learning curves of several trials. Thread-safe. */
final class CurvesApi {
  private static final int SHOWN = 24;
  private static final int MOST = 100;

  private final AsOf asOf;
  private final LiveFeed feed;

  CurvesApi(AsOf asOf, LiveFeed feed) {
    this.asOf = asOf;
    this.feed = feed;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/curves", this::curves);
  }

  private void curves(Context context) {
    boolean superseded = Parameters.text(context, "superseded").filter("true"::equals).isPresent();
    int epoch = Parameters.whole(context, "epoch", 0);
    Board.Curves curves = asOf.of(context).curves(query(context), superseded);
    ObjectNode body = RowJson.object().put("total", curves.total());
    ArrayNode rows = body.putArray("rows");
    for (Board.Curve curve : curves.rows()) {
      TrialId trial = curve.trial().identity().trial();
      ObjectNode row = RowJson.trial(curve.trial(), AsOf.latest(context, feed, trial));
      ArrayNode points = row.putArray("points");
      wanted(curve, epoch).forEach(point -> points.add(RowJson.point(point)));
      rows.add(row);
    }
    Api.send(context, body);
  }

  private static Stream<EpochRow> wanted(Board.Curve curve, int epoch) {
    return curve.epochs().stream().filter(row -> epoch == 0 || row.result().epoch() == epoch);
  }

  // why: who asks for one experiment means it, archived or not; a wish for trials names them
  private static ListQuery query(Context context) {
    int limit = Parameters.whole(context, "limit", SHOWN);
    if (limit > MOST) {
      throw new Refusal(400, "limit is %d; allowed: 1 to %d curves".formatted(limit, MOST));
    }
    ListQuery asked = Parameters.read(context, Api.BEST_FIRST, "superseded", "epoch");
    Map<String, String> filters = new HashMap<>(asked.filters());
    if (Stream.of("experiment", "trial", "filter").noneMatch(filters::containsKey)) {
      throw new Refusal(
          400, "experiment is missing; give its id or name, or ids of trials as trial=a,b");
    }
    filters.remove("archived");
    return new ListQuery(filters, asked.sort(), limit, asked.page());
  }
}
