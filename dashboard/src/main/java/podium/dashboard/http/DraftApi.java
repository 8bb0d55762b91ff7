package podium.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import podium.dashboard.domain.Draft;
import podium.protocol.topic.Topics;

/** What a form to submit needs: the schema, and what would become of a draft. Thread-safe. */
final class DraftApi {
  private static final String SCHEMA = "/podium/dashboard/http/experiment.schema.json";
  private static final int MOST_AT_ONCE = 4;

  private final Draft.Desk desk;
  private final byte[] schema = schema();
  private final Bodies bodies = new Bodies(MOST_AT_ONCE, 2 * Topics.MAX_REQUEST_BYTES);

  DraftApi(Draft.Desk desk) {
    this.desk = desk;
  }

  void routes(RoutesConfig routes) {
    routes.get(
        "/api/schema/experiment",
        context ->
            context
                .contentType("application/schema+json")
                .header("Cache-Control", "no-cache")
                .result(schema));
    routes.post("/api/drafts", this::look);
  }

  private void look(Context context) {
    String body = new String(bodies.read(context), StandardCharsets.UTF_8);
    JsonNode text;
    try {
      text = RowJson.parse(body).path("text");
    } catch (UncheckedIOException e) {
      throw new Refusal(400, "that is no JSON; send {\"text\": \"the YAML or JSON\"}");
    }
    if (!text.isTextual()) {
      throw new Refusal(400, "text is missing; send {\"text\": \"the YAML or JSON\"}");
    }
    ObjectNode answer = RowJson.object();
    ArrayNode parts = answer.putArray("parts");
    desk.look(text.asText()).parts().forEach(part -> parts.add(part(part)));
    Api.send(context, answer);
  }

  private static ObjectNode part(Draft.Part part) {
    ObjectNode json = RowJson.object().put("json", part.json());
    json.set("faults", RowJson.tree(part.faults()));
    part.trials().ifPresent(trials -> json.put("trials", trials));
    part.expected().ifPresent(expected -> json.set("expected", RowJson.tree(expected)));
    part.slotMillis().ifPresent(millis -> json.put("slotHours", millis / 3_600_000.0));
    return json;
  }

  private static byte[] schema() {
    try (InputStream in = DraftApi.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + SCHEMA);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + SCHEMA, e);
    }
  }
}
