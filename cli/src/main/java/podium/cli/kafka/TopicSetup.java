package podium.cli.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import podium.cli.error.UserErrorException;
import podium.protocol.topic.Topics;

/** Makes Podium's topics, and checks those that are there already. Thread-safe. */
public final class TopicSetup {
  private static final String BYTES = "max.message.bytes";

  private TopicSetup() {}

  /**
   * Makes the topics that are missing and checks the others.
   *
   * @throws UserErrorException naming each setting that would lose facts, and the change it needs
   */
  public static void ensure(KafkaSettings settings) {
    try (Admin admin = settings.admin()) {
      Set<String> existing = KafkaErrors.unwrap(settings, admin.listTopics().names());
      List<String> faults = new ArrayList<>();
      for (Map.Entry<String, Map<String, String>> topic :
          new TreeMap<>(Topics.settings()).entrySet()) {
        if (!existing.contains(topic.getKey())) {
          create(settings, admin, topic.getKey(), topic.getValue());
        } else {
          faults.addAll(faults(settings, admin, topic.getKey(), topic.getValue()));
        }
      }
      if (!faults.isEmpty()) {
        throw new UserErrorException(String.join(System.lineSeparator(), faults));
      }
    }
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

  private static List<String> faults(
      KafkaSettings kafka, Admin admin, String topic, Map<String, String> wanted) {
    List<String> faults = new ArrayList<>();
    TopicDescription description =
        KafkaErrors.unwrap(kafka, admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    int partitions = description == null ? 0 : description.partitions().size();
    if (partitions != 1) {
      faults.add(
          "topic %s has %d partitions; Podium needs exactly 1, so delete or rename that topic"
              .formatted(topic, partitions));
    }
    if (topic.equals(Topics.PROGRESS)) {
      return faults;
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        KafkaErrors.unwrap(kafka, admin.describeConfigs(List.of(resource)).all()).get(resource);
    new TreeMap<>(wanted)
        .forEach(
            (name, value) -> {
              String found = found(config, name);
              if (!suffices(name, value, found)) {
                faults.add(
                    ("topic %s has %s=%s and would lose facts; run: kafka-configs.sh"
                            + " --bootstrap-server %s --alter --entity-type topics --entity-name"
                            + " %s --add-config %s=%s")
                        .formatted(
                            topic, name, found, kafka.bootstrapServers(), topic, name, value));
              }
            });
    return faults;
  }

  private static String found(@org.jspecify.annotations.Nullable Config config, String name) {
    return config == null || config.get(name) == null
        ? "unknown"
        : String.valueOf(config.get(name).value());
  }

  private static boolean suffices(String name, String wanted, String found) {
    return name.equals(BYTES)
        ? found.matches("\\d{1,10}") && Long.parseLong(found) >= Long.parseLong(wanted)
        : wanted.equals(found);
  }
}
