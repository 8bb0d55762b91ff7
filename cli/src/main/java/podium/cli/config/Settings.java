package podium.cli.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;

/** The settings of a Podium process, from flags, files and the environment. Immutable. */
public final class Settings {
  private static final String SERVERS = "bootstrap-servers";

  private final Config root;

  private Settings(Config root) {
    this.root = root;
  }

  /**
   * Loads flags over a HOCON file, if one is given, over application.conf over what is shipped.
   *
   * @param flags values by their path, such as {@code podium.dashboard.port}
   * @throws UserErrorException naming the file and what is wrong with it
   */
  public static Settings load(Optional<Path> file, Map<String, Object> flags) {
    file.filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new UserErrorException(
                  "%s cannot be read; give a HOCON file to --config".formatted(path));
            });
    try {
      Config given =
          file.map(Path::toFile).map(ConfigFactory::parseFile).orElseGet(ConfigFactory::empty);
      return new Settings(
          ConfigFactory.load(
              ConfigFactory.parseMap(flags, "flags")
                  .withFallback(given)
                  .withFallback(ConfigFactory.defaultApplication())));
    } catch (ConfigException e) {
      throw new UserErrorException("a setting cannot be read: %s".formatted(e.getMessage()), e);
    }
  }

  /** All of it, from which each part reads its own. */
  public Config root() {
    return root;
  }

  /** How Kafka is reached. */
  public KafkaSettings kafka() {
    try {
      Map<String, String> properties = new TreeMap<>();
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
      return new KafkaSettings(properties);
    } catch (ConfigException e) {
      throw new UserErrorException("podium.kafka cannot be read: " + e.getMessage(), e);
    }
  }

  private static String name(String path) {
    String name = String.join(".", ConfigUtil.splitPath(path));
    return name.equals(SERVERS) ? "bootstrap.servers" : name;
  }
}
