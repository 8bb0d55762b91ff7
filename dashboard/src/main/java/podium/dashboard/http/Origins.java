package podium.dashboard.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pages of which other places browsers may let read and ask here: those that the configuration
 * names, and no others. They send the token, since cookies of this board are not for them.
 * Immutable.
 */
final class Origins {
  private final Set<String> allowed;

  Origins(List<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a call comes from a page of such a place. */
  boolean allow(Context context) {
    return origin(context).isPresent();
  }

  /** Tells the browser that its page may read the answer. */
  void tell(Context context) {
    if (!allowed.isEmpty()) {
      context.res().addHeader("Vary", "Origin");
    }
    origin(context)
        .ifPresent(
            origin ->
                context
                    .header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Expose-Headers", "ETag, Location"));
  }

  /**
   * Answers a browser that asks first whether its page may; false when this is no such question.
   */
  boolean answered(Context context) {
    boolean asks =
        context.method().equals(HandlerType.OPTIONS)
            && context.header("Access-Control-Request-Method") != null;
    if (!asks || !allow(context)) {
      return false;
    }
    context
        .header("Access-Control-Allow-Methods", "GET, HEAD, POST")
        .header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, If-None-Match, Last-Event-ID")
        .header("Access-Control-Max-Age", "600")
        .status(204);
    return true;
  }

  private Optional<String> origin(Context context) {
    return Optional.ofNullable(context.header("Origin"))
        .filter(origin -> allowed.contains(origin.toLowerCase(Locale.ROOT)));
  }
}
