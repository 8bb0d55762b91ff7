package podium.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of all calls, in OpenAPI 3.1; read once. Immutable. */
final class OpenApi {
  private static final String FILE = "/podium/dashboard/http/openapi.yaml";

  private final String json = RowJson.text(document());

  /** The description as it stands in its file. */
  static JsonNode document() {
    try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + FILE);
      }
      return RowJson.tree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  void routes(RoutesConfig routes) {
    routes.get(
        "/openapi.json",
        context ->
            context
                .contentType("application/json")
                .header("Cache-Control", "no-cache")
                .result(json));
  }
}
