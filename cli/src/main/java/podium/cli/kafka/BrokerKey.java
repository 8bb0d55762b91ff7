package podium.cli.kafka;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.SaslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.cli.file.OwnerOnly;

/**
 * What Podium's own parts need to write where others only read: port and password of the embedded
 * broker's second door, kept as a properties file of Kafka's clients. Immutable.
 */
record BrokerKey(Path file, int port, String password) {
  static final String USER = "podium";
  static final String MECHANISM = "SCRAM-SHA-256";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerKey.class);
  private static final String NAME = "podium.properties";
  private static final String HOST = "127.0.0.1";
  private static final String SERVERS = "bootstrap.servers";
  private static final Pattern PASSWORD = Pattern.compile("password=\"([A-Za-z0-9_-]{32,})\"");
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:([0-9]{1,5})");
  private static final int PASSWORD_BYTES = 32;

  /** The key that a broker's folder holds, or a new one without a port yet. */
  static BrokerKey of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return new BrokerKey(file, 0, newPassword());
    }
    OwnerOnly.narrow(file);
    return read(file)
        .orElseGet(
            () -> {
              LOG.warn("{} cannot be used and is made anew", file);
              return new BrokerKey(file, 0, newPassword());
            });
  }

  private static Optional<BrokerKey> read(Path file) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      return Optional.empty();
    }
    Matcher password = PASSWORD.matcher(properties.getProperty(SaslConfigs.SASL_JAAS_CONFIG, ""));
    Matcher address = ADDRESS.matcher(properties.getProperty(SERVERS, ""));
    return password.find() && address.matches()
        ? Optional.of(new BrokerKey(file, Integer.parseInt(address.group(1)), password.group(1)))
        : Optional.empty();
  }

  /** A password that nobody guesses. */
  static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The same key for another port. */
  BrokerKey at(int otherPort) {
    return new BrokerKey(file, otherPort, password);
  }

  /** Keeps it for those who start a part of Podium by itself. */
  void keep() throws IOException {
    StringBuilder text =
        new StringBuilder(
            "# For Podium's own parts: ./podium scheduler --kafka-properties THIS_FILE, and Kafka's"
                + " tools with --command-config.\n"
                + "# Whoever reads this may write the event log.\n");
    new TreeMap<>(properties())
        .forEach((name, value) -> text.append("%s=%s\n".formatted(name, value)));
    OwnerOnly.write(file, text.toString());
  }

  /** Properties of a client that comes with this key. */
  Map<String, String> properties() {
    return Map.of(
        SERVERS,
        HOST + ":" + port,
        "security.protocol",
        "SASL_PLAINTEXT",
        SaslConfigs.SASL_MECHANISM,
        MECHANISM,
        SaslConfigs.SASL_JAAS_CONFIG,
        login("scram.ScramLoginModule", USER, password));
  }

  /** How Java's login is told a name and a password. */
  static String login(String module, String user, String password) {
    return "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
        .formatted(module, user, password);
  }

  @Override
  public String toString() {
    return "BrokerKey[%s, port %d]".formatted(file, port);
  }
}
