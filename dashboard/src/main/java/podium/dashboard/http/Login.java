package podium.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Where a browser gives the token once, for a cookie that lets its pages read. Thread-safe. */
final class Login {
  static final String PATH = "/login";

  private static final int MOST_BYTES = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tokens tokens;

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

  private static String token(Context context) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(MOST_BYTES);
      JsonNode token = JSON.readTree(new String(body, StandardCharsets.UTF_8)).path("token");
      if (token.isTextual()) {
        return token.asText().strip();
      }
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "send {\"token\": \"...\"}");
    } catch (IOException e) {
      throw new Refusal(408, "the request broke off before its end; send it again");
    }
    throw new Refusal(400, "send {\"token\": \"...\"}");
  }
}
