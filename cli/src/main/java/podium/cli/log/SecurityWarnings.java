package podium.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets through what Akka says of certificates and of what it refused, each sentence once a minute,
 * from loggers that are silent otherwise since every end of a connection is a warning there.
 * Thread-safe.
 */
public final class SecurityWarnings extends TurboFilter {
  private static final Pattern OF_CERTIFICATES =
      Pattern.compile("SSL|TLS|[Cc]ertificate|Certificat[a-z]+Exception");
  private static final String REFUSED = "SECURITY";
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST = 100;

  private final Map<String, Long> told = new HashMap<>();

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    if (!level.equals(Level.WARN) || !isQuiet(logger.getName())) {
      return FilterReply.NEUTRAL;
    }
    if (format == null) {
      // why: Akka asks whether anybody listens before it says what
      return FilterReply.ACCEPT;
    }
    boolean security =
        (marker != null && marker.getName().equals(REFUSED))
            || OF_CERTIFICATES.matcher(format).find();
    return security && isNew(format) ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
  }

  private static boolean isQuiet(String logger) {
    return logger.startsWith("akka.stream") || logger.startsWith("akka.remote");
  }

  // why: Akka tries again every second, and says the same of the stream for each kind of message
  private synchronized boolean isNew(String sentence) {
    String key = sentence.replaceFirst(", [a-z ]+ stream]", "]");
    long now = System.nanoTime();
    if (told.size() >= MOST) {
      told.values().removeIf(then -> now - then >= PAUSE);
    }
    Long before = told.get(key);
    if (before != null ? now - before < PAUSE : told.size() >= MOST) {
      return false;
    }
    told.put(key, now);
    return true;
  }
}
