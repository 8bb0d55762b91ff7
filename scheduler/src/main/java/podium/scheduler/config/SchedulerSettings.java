package podium.scheduler.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.engine.placement.Rules;
import podium.protocol.actor.Door;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.OwnerShare;
import podium.protocol.event.Quarantine;
import podium.protocol.topic.KafkaProperties;

/**
 * The scheduler's settings.
 *
 * @param snapshotEvery so many records of the log a reign has a snapshot taken
 * @param kafka client properties, with dots
 * @param door where workers reach it
 * @param dataDir where it keeps what is its own
 */
public record SchedulerSettings(
    DecisionSettings settings,
    int snapshotEvery,
    Map<String, String> kafka,
    Door door,
    Path dataDir) {
  private static final List<String> OWNER_KEYS = List.of("slots", "weight");

  public SchedulerSettings {
    kafka = Map.copyOf(kafka);
  }

  /**
   * Reads {@code podium.scheduler}, {@code podium.cluster} and {@code podium.kafka}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static SchedulerSettings from(Config root) {
    try {
      Config scheduler = root.getConfig("podium.scheduler");
      return new SchedulerSettings(
          settings(scheduler),
          atLeastOne(scheduler, "snapshot-every"),
          KafkaProperties.of(root.getConfig("podium.kafka").root().unwrapped()),
          Door.of(root, "podium.cluster.host", "podium.cluster.port", ConfigFactory.empty()),
          Path.of(scheduler.getString("data-dir")));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("configuration: " + e.getMessage(), e);
    }
  }

  private static DecisionSettings settings(Config scheduler) {
    return new DecisionSettings(
        duration(scheduler, "suspect-after"),
        duration(scheduler, "lost-after"),
        scheduler.getInt("code-failures"),
        scheduler.getInt("infrastructure-losses"),
        atLeastOne(scheduler, "fruitless-attempts"),
        duration(scheduler, "retry-after"),
        duration(scheduler, "checkpoint-wait"),
        new Deadlines(
            duration(scheduler, "start-within"),
            duration(scheduler, "stop-within"),
            duration(scheduler, "readopt-within"),
            duration(scheduler, "readopt-with-free-slot"),
            duration(scheduler, "hung-at-least"),
            atLeastOne(scheduler, "hung-times"),
            duration(scheduler, "make-way-within")),
        duration(scheduler, "forget-after"),
        placement(scheduler.getString("placement")),
        DecisionSettings.RULES,
        atLeastOne(scheduler, "max-queued"),
        owners(scheduler.getConfig("owners")),
        quarantine(scheduler.getConfig("quarantine")));
  }

  private static Quarantine quarantine(Config config) {
    try {
      return new Quarantine(
          config.getInt("attempts"),
          config.getInt("trials"),
          duration(config, "within"),
          duration(config, "probe-after"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("podium.scheduler.quarantine: " + e.getMessage(), e);
    }
  }

  private static Map<String, OwnerShare> owners(Config owners) {
    Map<String, OwnerShare> shares = new TreeMap<>();
    owners
        .root()
        .forEach(
            (name, value) -> {
              Config one = owners.getConfig(ConfigUtil.joinPath(name));
              one.root().keySet().stream()
                  .filter(key -> !OWNER_KEYS.contains(key))
                  .findFirst()
                  .ifPresent(
                      key -> {
                        throw new IllegalArgumentException(
                            "podium.scheduler.owners.%s.%s is no setting; allowed: %s"
                                .formatted(name, key, String.join(", ", OWNER_KEYS)));
                      });
              shares.put(name, share(name, one));
            });
    return shares;
  }

  private static OwnerShare share(String name, Config one) {
    int slots = one.hasPath("slots") ? one.getInt("slots") : OwnerShare.ANY.slots();
    double weight = one.hasPath("weight") ? one.getDouble("weight") : OwnerShare.ANY.weight();
    try {
      return new OwnerShare(slots, weight);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "podium.scheduler.owners.%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static String placement(String name) {
    if (Rules.named(name).isEmpty()) {
      throw new IllegalArgumentException(
          "podium.scheduler.placement is %s; allowed: %s"
              .formatted(name, String.join(", ", Rules.names())));
    }
    return name;
  }

  private static int atLeastOne(Config config, String key) {
    int value = config.getInt(key);
    if (value < 1) {
      throw new IllegalArgumentException(
          "podium.scheduler.%s is %d; allowed: 1 or more".formatted(key, value));
    }
    return value;
  }

  private static Duration duration(Config config, String key) {
    return config.getDuration(key);
  }
}
