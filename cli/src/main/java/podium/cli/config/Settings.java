package podium.cli.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.protocol.topic.KafkaProperties;

/** The settings of a Podium process, from files and the environment. Immutable. */
public final class Settings {
  private final Config root;

  private Settings(Config root) {
    this.root = root;
  }

  /**
   * Loads a HOCON file, if one is given, over what is shipped; system properties go over both.
   *
   * @throws UserErrorException naming the file and what is wrong with it
   */
  public static Settings load(Optional<Path> file) {
    file.filter(path -> Files.isDirectory(path) || !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new UserErrorException(
                  "%s cannot be read; give a HOCON file to --config".formatted(path));
            });
    try {
      Config given =
          file.map(Path::toFile).map(ConfigFactory::parseFile).orElse(ConfigFactory.empty());
      return new Settings(ConfigFactory.load(given));
    } catch (ConfigException e) {
      throw new UserErrorException("a setting cannot be read: %s".formatted(e.getMessage()), e);
    }
  }

  /** All of it, for parts that have settings of their own. */
  public Config root() {
    return root;
  }

  /** These settings with properties of Kafka's clients over {@code podium.kafka}. */
  public Settings withKafka(Map<String, String> properties) {
    return new Settings(
        ConfigFactory.parseMap(KafkaProperties.paths(properties)).withFallback(root));
  }

  /** How Kafka is reached; an address given by flag goes over the files. */
  public KafkaSettings kafka(Optional<String> address) {
    try {
      Map<String, Object> given = root.getConfig("podium.kafka").root().unwrapped();
      return new KafkaSettings(KafkaProperties.of(given)).with(address);
    } catch (ConfigException e) {
      throw new UserErrorException("podium.kafka cannot be read: " + e.getMessage(), e);
    }
  }
}
