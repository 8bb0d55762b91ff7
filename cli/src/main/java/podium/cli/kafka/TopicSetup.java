package podium.cli.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.cli.error.UserErrorException;
import podium.protocol.topic.Topics;

/** Makes Podium's topics, and checks those that are there already. Thread-safe. */
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final String BYTES = "max.message.bytes";

  private TopicSetup() {}

  /**
   * Makes the topics that are missing and checks the others.
   *
   * @throws UserErrorException naming each setting that would lose facts, and the change it needs
   */
  public static void ensure(KafkaSettings settings) {
    try (Admin admin = settings.admin()) {
      List<String> faults =
          faults(settings, admin).stream().map(fault -> fault.told(settings)).toList();
      if (!faults.isEmpty()) {
        throw new UserErrorException(String.join(System.lineSeparator(), faults));
      }
    }
  }

  /**
   * Makes the topics that are missing and mends the settings of the others: of a broker that lives
   * and dies with this process, so that nobody else could.
   */
  public static void ensureOwn(KafkaSettings settings) {
    try (Admin admin = settings.admin()) {
      for (Fault fault : faults(settings, admin)) {
        LOG.warn(
            "topic {} had {}={} and {}; it is {} now",
            fault.topic(),
            fault.setting(),
            fault.found(),
            fault.harm(),
            fault.wanted());
        AlterConfigOp set =
            new AlterConfigOp(
                new ConfigEntry(fault.setting(), fault.wanted()), AlterConfigOp.OpType.SET);
        KafkaErrors.unwrap(
            settings,
            admin.incrementalAlterConfigs(Map.of(resource(fault.topic()), List.of(set))).all());
      }
    }
  }

  /**
   * Checks that these credentials may write the event log, and says loudly when everybody may.
   *
   * @throws UserErrorException when they may not
   */
  public static void requireWriter(KafkaSettings settings) {
    try (Admin admin = settings.admin()) {
      Set<AclOperation> operations =
          KafkaErrors.unwrap(
                  settings,
                  admin
                      .describeTopics(
                          List.of(Topics.EVENTS),
                          new DescribeTopicsOptions().includeAuthorizedOperations(true))
                      .allTopicNames())
              .values()
              .iterator()
              .next()
              .authorizedOperations();
      // why: brokers without an authorizer, and some services, do not tell
      if (operations != null && !operations.isEmpty() && !operations.contains(AclOperation.WRITE)) {
        throw new UserErrorException(
            "Kafka at %s lets only Podium's own parts write %s; %s"
                .formatted(settings.bootstrapServers(), Topics.EVENTS, KafkaErrors.CREDENTIALS));
      }
      OpenLog.told(settings, admin).ifPresent(LOG::warn);
    }
  }

  private record Fault(String topic, String setting, String found, String wanted) {
    String told(KafkaSettings kafka) {
      return ("topic %s has %s=%s and %s; run: kafka-configs.sh"
              + " --bootstrap-server %s --alter --entity-type topics --entity-name"
              + " %s --add-config %s=%s")
          .formatted(
              topic, setting, found, harm(), kafka.bootstrapServers(), topic, setting, wanted);
    }

    String harm() {
      return setting.equals(Topics.COMPRESSION)
          ? "lets a small record fill the memory of whoever reads it"
          : "loses facts";
    }
  }

  private static List<Fault> faults(KafkaSettings settings, Admin admin) {
    Set<String> existing = KafkaErrors.unwrap(settings, admin.listTopics().names());
    List<Fault> faults = new ArrayList<>();
    new TreeMap<>(Topics.settings())
        .forEach(
            (topic, wanted) -> {
              if (existing.contains(topic)) {
                faults.addAll(faults(settings, admin, topic, wanted));
              } else {
                create(settings, admin, topic, wanted);
              }
            });
    return faults;
  }

  private static void create(
      KafkaSettings kafka, Admin admin, String topic, Map<String, String> settings) {
    NewTopic made = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(settings);
    try {
      admin.createTopics(List.of(made)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw KafkaErrors.explain(kafka, e);
      }
    } catch (InterruptedException e) {
      throw KafkaErrors.interrupted(e);
    }
  }

  private static List<Fault> faults(
      KafkaSettings kafka, Admin admin, String topic, Map<String, String> wanted) {
    List<Fault> faults = new ArrayList<>();
    Config config =
        KafkaErrors.unwrap(kafka, admin.describeConfigs(List.of(resource(topic))).all())
            .get(resource(topic));
    new TreeMap<>(wanted)
        .forEach(
            (name, value) -> {
              String found = found(config, name);
              if (counts(topic, name) && !suffices(name, value, found)) {
                faults.add(new Fault(topic, name, found, value));
              }
            });
    return faults;
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static String found(@org.jspecify.annotations.Nullable Config config, String name) {
    return config == null || config.get(name) == null
        ? "unknown"
        : String.valueOf(config.get(name).value());
  }

  // why: how long progress is kept is nobody's loss
  private static boolean counts(String topic, String setting) {
    return !topic.equals(Topics.PROGRESS) || setting.equals(Topics.COMPRESSION);
  }

  private static boolean suffices(String name, String wanted, String found) {
    return name.equals(BYTES)
        ? found.matches("\\d{1,10}") && Long.parseLong(found) >= Long.parseLong(wanted)
        : wanted.equals(found);
  }
}
