package podium.dashboard.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns away what no page of ours and no person's tool would send. Thread-safe. */
final class Guard {
  private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

  private final Set<String> hosts;
  private final Origins origins;
  private final Tokens tokens;

  Guard(String host, List<String> allowedHosts, Origins origins, Tokens tokens) {
    Set<String> known = new HashSet<>(Set.of("127.0.0.1", "localhost", "[::1]"));
    known.add(host.toLowerCase(Locale.ROOT));
    allowedHosts.forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(known);
    this.origins = origins;
    this.tokens = tokens;
  }

  void check(Context context) {
    secure(context);
    String host = header(context, "Host").orElse("");
    if (!hosts.contains(name(host))) {
      throw new Refusal(
          403,
          "this board is not called %s; add the name to podium.dashboard.allowed-hosts"
              .formatted(host));
    }
    if (header(context, "X-HTTP-Method-Override").isPresent()) {
      throw new Refusal(400, "X-HTTP-Method-Override is not taken; send the method itself");
    }
    origins.tell(context);
    if (context.method().equals(HandlerType.OPTIONS)) {
      if (origins.answered(context)) {
        context.skipRemainingHandlers();
      }
    } else if (!READING.contains(context.method())) {
      checkChange(context, host);
    } else if (!isPublic(context.path())) {
      tokens.requireForReading(context);
    }
  }

  private void checkChange(Context context, String host) {
    if (Written.of(context).isEmpty()) {
      throw new Refusal(
          415, "send JSON, with Content-Type: application/json, or YAML, with application/yaml");
    }
    boolean foreign =
        header(context, "Origin")
            .map(origin -> !authority(origin).equalsIgnoreCase(host))
            .orElseGet(
                () ->
                    header(context, "Sec-Fetch-Site")
                        .filter(site -> !site.equals("same-origin"))
                        .isPresent());
    boolean logIn = context.path().equals(Login.PATH);
    // why: a cookie is for the board's own pages, whoever else may ask here
    if (foreign && (logIn || !origins.allow(context))) {
      throw new Refusal(403, "changing calls are taken from this board's own pages only");
    }
    if (!logIn) {
      tokens.requireForChange(context);
    }
  }

  // why: the pages' own files are in every copy of Podium, and health is what monitors ask for
  private static boolean isPublic(String path) {
    return Assets.have(path) || path.equals("/healthz");
  }

  private static void secure(Context context) {
    context.header(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
  }

  private static String authority(String origin) {
    int scheme = origin.indexOf("://");
    return scheme < 0 ? origin : origin.substring(scheme + 3);
  }

  private static Optional<String> header(Context context, String name) {
    return Optional.ofNullable(context.header(name));
  }
}
