package podium.dashboard.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who knows the board's token; whoever does not is kept waiting, and is told of. Thread-safe. */
final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 8;
  private static final int MOST_ADDRESSES = 1_000;
  private static final String BEARER = "Bearer ";

  private final Optional<String> token;
  private final boolean forReading;
  // why: whoever is kept waiting holds a thread that pages need
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final Map<String, Long> warned =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  Tokens(Optional<String> token, boolean forReading) {
    this.token = token;
    this.forReading = forReading && token.isPresent();
  }

  /** Turns away a changing call without the token; a page's cookie is none. */
  void requireForChange(Context context) {
    token.ifPresent(expected -> requireBearer(context, expected));
  }

  /** Turns away a reading call without the token or a cookie that was given for it. */
  void requireForReading(Context context) {
    if (forReading && !hasCookie(context)) {
      requireBearer(context, token.orElseThrow());
    }
  }

  /** Gives a browser a cookie for the token that it sends. */
  void logIn(Context context, String given) {
    String expected =
        token.orElseThrow(() -> new Refusal(404, "this board asks nobody for a token"));
    if (!same(given, expected)) {
      throw wrong(context, "that is not the token of this board; see podium.dashboard.token");
    }
    boolean https = "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
    context.header(
        "Set-Cookie",
        "%s=%s; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict%s"
            .formatted(cookieName(context), cookie(expected), https ? "; Secure" : ""));
  }

  private void requireBearer(Context context, String expected) {
    String given = Optional.ofNullable(context.header("Authorization")).orElse("");
    if (given.isBlank()) {
      throw new Refusal(401, "send Authorization: Bearer and the token in podium.dashboard.token");
    }
    if (!same(given, BEARER + expected)) {
      throw wrong(
          context,
          "that is not the token; send Authorization: Bearer and the token in"
              + " podium.dashboard.token");
    }
  }

  private boolean hasCookie(Context context) {
    return token.isPresent()
        && same(
            Optional.ofNullable(context.cookie(cookieName(context))).orElse(""),
            cookie(token.get()));
  }

  private Refusal wrong(Context context, String told) {
    warn(context.ip());
    if (!places.tryAcquire()) {
      return new Refusal(429, "too many wrong tokens at once; try again in some seconds");
    }
    try {
      long begun = System.nanoTime();
      for (long left = WAIT.toNanos();
          left > 0;
          left = begun + WAIT.toNanos() - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    } finally {
      places.release();
    }
    return new Refusal(401, told);
  }

  private void warn(String address) {
    long now = System.nanoTime();
    synchronized (warned) {
      Long last = warned.get(address);
      if (last != null && now - last < BETWEEN_WARNINGS.toNanos()) {
        return;
      }
      warned.remove(address);
      warned.put(address, now);
    }
    LOG.warn("a wrong token came; address={}", address);
  }

  // why: cookies know no ports, and one machine may serve several boards
  private static String cookieName(Context context) {
    return "podium-" + context.req().getLocalPort();
  }

  /** Made of the token so that it outlives a restart, and does not tell the token. */
  private static String cookie(String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal("podium dashboard 1".getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static boolean same(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
