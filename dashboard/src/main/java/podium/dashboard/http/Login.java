package podium.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** Where a browser gives the token once, for a cookie that lets its pages read. Thread-safe. */
final class Login {
  static final String PATH = "/login";

  private static final int MOST_AT_ONCE = 16;
  private static final int MOST_BYTES = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tokens tokens;
  private final Bodies bodies = new Bodies(MOST_AT_ONCE, MOST_BYTES);

  Login(Tokens tokens) {
    this.tokens = tokens;
  }

  void routes(RoutesConfig routes) {
    routes.post(PATH, this::logIn);
  }

  private void logIn(Context context) {
    tokens.logIn(context, token(context));
    context.header("Cache-Control", "no-store").status(204);
  }

  private String token(Context context) {
    try {
      byte[] body = bodies.read(context);
      JsonNode token = JSON.readTree(new String(body, StandardCharsets.UTF_8)).path("token");
      if (token.isTextual()) {
        return token.asText().strip();
      }
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "send {\"token\": \"...\"}");
    }
    throw new Refusal(400, "send {\"token\": \"...\"}");
  }
}
