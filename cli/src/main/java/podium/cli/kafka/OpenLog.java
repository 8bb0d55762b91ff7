package podium.cli.kafka;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import podium.protocol.topic.Topics;

/** Whether everybody may write the event log, where Kafka tells. Stateless. */
final class OpenLog {
  private static final Set<String> EVERYBODY = Set.of("User:*", "User:ANONYMOUS");
  private static final Set<AclOperation> WRITING =
      Set.of(AclOperation.ALL, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

  private OpenLog() {}

  /** A warning in a sentence, or nothing when it is closed or Kafka does not tell. */
  static Optional<String> told(KafkaSettings settings, Admin admin) {
    try {
      return admin.describeAcls(onEvents()).values().get().stream().anyMatch(OpenLog::isOpen)
          ? Optional.of(warning(settings, "its ACLs allow it"))
          : Optional.empty();
    } catch (ExecutionException e) {
      return e.getCause() instanceof SecurityDisabledException
          ? Optional.of(warning(settings, "it has no authorizer"))
          : Optional.empty();
    } catch (InterruptedException e) {
      throw KafkaErrors.interrupted(e);
    }
  }

  private static AclBindingFilter onEvents() {
    return new AclBindingFilter(
        new ResourcePatternFilter(ResourceType.TOPIC, Topics.EVENTS, PatternType.MATCH),
        AccessControlEntryFilter.ANY);
  }

  private static boolean isOpen(AclBinding binding) {
    return binding.entry().permissionType() == AclPermissionType.ALLOW
        && EVERYBODY.contains(binding.entry().principal())
        && WRITING.contains(binding.entry().operation());
  }

  private static String warning(KafkaSettings settings, String why) {
    return "everybody who reaches Kafka at %s may write and delete %s, which is the truth about every trial: %s; docs/kafka.md says how to close it"
        .formatted(settings.bootstrapServers(), Topics.EVENTS, why);
  }
}
