package podium.dashboard.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import podium.protocol.topic.KafkaProperties;

/**
 * What the dashboard is told. Immutable.
 *
 * @param host address it listens at
 * @param port 0 for any free one
 * @param h2Directory where its rows are kept; may be deleted at any time while it is down
 * @param checkpoints their home, where this machine has it
 * @param token asked of every changing call, and of reading ones where others can reach it
 * @param allowedHosts names it may be called by, besides those of this machine
 * @param allowedOrigins places whose pages browsers may let read and ask here, such as {@code
 *     https://notes.example.org}
 * @param heartbeat between signs of life on a quiet stream
 * @param streamBuffer changes kept for a slow browser before it is told to read anew
 * @param batchRecords most records of the log in one transaction
 * @param notifications who is told what happens
 * @param kafka settings of Kafka's clients, passed through
 */
public record DashboardSettings(
    String host,
    int port,
    Path h2Directory,
    Optional<Path> checkpoints,
    Optional<String> token,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    Duration heartbeat,
    int streamBuffer,
    int batchRecords,
    NotificationSettings notifications,
    Map<String, String> kafka) {
  /** What nobody guesses, if it was not thought up. */
  private static final int LEAST_TOKEN = 16;

  private static final Pattern ORIGIN =
      Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  public DashboardSettings {
    allowedHosts = List.copyOf(allowedHosts);
    allowedOrigins = List.copyOf(allowedOrigins);
    kafka = Map.copyOf(kafka);
    inRange("port", port, 0, 65_535);
    inRange("stream-buffer", streamBuffer, 1, 1_000_000);
    inRange("batch-records", batchRecords, 1, 100_000);
    if (heartbeat.isNegative() || heartbeat.isZero()) {
      throw new IllegalArgumentException(
          "podium.dashboard.heartbeat is %s; allowed: more than nothing".formatted(heartbeat));
    }
    allowedOrigins.stream()
        .filter(origin -> !ORIGIN.matcher(origin).matches())
        .findFirst()
        .ifPresent(
            origin -> {
              throw new IllegalArgumentException(
                  ("podium.dashboard.allowed-origins has '%s'; allowed: scheme, name and port as"
                          + " browsers say them, such as https://notes.example.org")
                      .formatted(origin));
            });
    token
        .filter(given -> given.length() < LEAST_TOKEN)
        .ifPresent(
            given -> {
              throw new IllegalArgumentException(
                  "podium.dashboard.token has %d characters; allowed: at least %d. ./podium token makes one"
                      .formatted(given.length(), LEAST_TOKEN));
            });
    if (!LOOPBACK.contains(host) && token.isEmpty()) {
      throw new IllegalArgumentException(
          "podium.dashboard.host is %s, which others can reach; set podium.dashboard.token too (./podium token makes one),"
                  .formatted(host)
              + " or use 127.0.0.1");
    }
    if (!kafka.containsKey("bootstrap.servers")) {
      throw new IllegalArgumentException(
          "podium.kafka.bootstrap-servers is missing; give host:port of Kafka");
    }
  }

  /** Whether reading needs the token, too: where others can reach it. */
  public boolean tokenForReading() {
    return !LOOPBACK.contains(host);
  }

  /** The settings in a configuration's {@code podium.dashboard} and {@code podium.kafka}. */
  public static DashboardSettings from(Config root) {
    Config own = root.getConfig("podium.dashboard");
    return new DashboardSettings(
        own.getString("host"),
        own.getInt("port"),
        directory(own.getString("h2-dir")),
        Optional.of(own.getString("checkpoints-dir")).filter(dir -> !dir.isBlank()).map(Path::of),
        Optional.of(own.getString("token").strip()).filter(token -> !token.isEmpty()),
        own.getStringList("allowed-hosts"),
        own.getStringList("allowed-origins"),
        own.getDuration("heartbeat"),
        own.getInt("stream-buffer"),
        own.getInt("batch-records"),
        NotificationSettings.from(root.getConfig("podium.notifications")),
        KafkaProperties.of(root.getConfig("podium.kafka").root().unwrapped()));
  }

  private static Path directory(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "podium.dashboard.h2-dir is empty; name a directory the dashboard may write");
    }
    return Path.of(text);
  }

  private static void inRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "podium.dashboard.%s is %d; allowed: %d to %d".formatted(name, value, least, most));
    }
  }
}
