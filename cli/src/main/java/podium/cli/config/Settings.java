package podium.cli.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;

/** The settings of a Podium process, from files and the environment. Immutable. */
public final class Settings {
  private static final String SERVERS = "bootstrap-servers";

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
    file.filter(path -> !Files.isReadable(path))
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

  /** How Kafka is reached; an address given by flag goes over the files. */
  public KafkaSettings kafka(Optional<String> address) {
    Map<String, String> properties = new HashMap<>();
    try {
      root.getConfig("podium.kafka")
          .entrySet()
          .forEach(
              entry -> {
                if (entry.getValue().valueType() == ConfigValueType.LIST) {
                  throw new UserErrorException(
                      "podium.kafka.%s is a list; write one text, its parts by comma"
                          .formatted(entry.getKey()));
                }
                properties.put(name(entry.getKey()), String.valueOf(entry.getValue().unwrapped()));
              });
    } catch (ConfigException e) {
      throw new UserErrorException("podium.kafka cannot be read: " + e.getMessage(), e);
    }
    return new KafkaSettings(properties).with(address);
  }

  private static String name(String path) {
    String name = String.join(".", ConfigUtil.splitPath(path));
    return name.equals(SERVERS) ? "bootstrap.servers" : name;
  }
}
