package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import podium.engine.audit.Invariant;

/** What the audit looks for. Immutable. */
final class LawsApi {
  private final ObjectNode laws = laws();

  void routes(RoutesConfig routes) {
    routes.get("/api/audit/laws", context -> Api.send(context, laws));
  }

  private static ObjectNode laws() {
    ObjectNode all = RowJson.object();
    ArrayNode rows = all.putArray("rows");
    for (Invariant law : Invariant.values()) {
      rows.addObject().put("name", law.name()).put("meaning", law.meaning());
    }
    return all;
  }
}
