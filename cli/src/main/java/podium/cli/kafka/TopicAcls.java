package podium.cli.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import podium.protocol.topic.Topics;

/**
 * Who may do what: everybody writes requests and reads, and all else is left to Podium. Stateless.
 */
public final class TopicAcls {
  private static final String EVERYBODY = "User:*";
  private static final String ANYTHING = "*";

  private TopicAcls() {}

  /**
   * Makes them; those that are there already stay.
   *
   * @throws podium.cli.error.UserErrorException when Kafka has no authorizer, or refuses
   */
  public static void ensure(KafkaSettings settings) {
    try (Admin admin = settings.admin()) {
      KafkaErrors.unwrap(settings, admin.createAcls(all()).all());
    }
  }

  static List<AclBinding> all() {
    List<AclBinding> all = new ArrayList<>();
    for (String topic : new TreeSet<>(Topics.settings().keySet())) {
      all.add(allowed(ResourceType.TOPIC, topic, AclOperation.READ));
      all.add(allowed(ResourceType.TOPIC, topic, AclOperation.DESCRIBE_CONFIGS));
    }
    all.add(allowed(ResourceType.TOPIC, Topics.REQUESTS, AclOperation.WRITE));
    all.add(allowed(ResourceType.TRANSACTIONAL_ID, ANYTHING, AclOperation.WRITE));
    all.add(allowed(ResourceType.GROUP, ANYTHING, AclOperation.READ));
    all.add(
        binding(ResourceType.GROUP, Topics.SCHEDULERS, AclOperation.ALL, AclPermissionType.DENY));
    return all;
  }

  private static AclBinding allowed(ResourceType type, String name, AclOperation operation) {
    return binding(type, name, operation, AclPermissionType.ALLOW);
  }

  private static AclBinding binding(
      ResourceType type, String name, AclOperation operation, AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry(EVERYBODY, ANYTHING, operation, permission));
  }
}
