package podium.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.topic.Topics;

/** What a client without credentials may do, and what it may not. */
final class EmbeddedKafkaDoorsTest {
  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder, 0);
    TopicSetup.ensureOwn(kafka.own());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static KafkaSettings anybody() {
    return KafkaSettings.at(kafka.bootstrapServers());
  }

  @Test
  void anybody_submitsAndReads() throws Exception {
    EmbeddedKafkaTest.publish(anybody(), 2);
    try (LogReader log = LogReader.open(anybody())) {
      assertThat(log.toEnd()).isEmpty();
    }
    assertThat(RequestPublisher.topicId(anybody())).isNotBlank();
    TopicSetup.ensure(anybody());
    assertThat(polled("somebody")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {Topics.EVENTS, Topics.PROGRESS, "__consumer_offsets", "podium.snapshots"})
  void anybody_cannotWrite(String topic) {
    try (KafkaProducer<byte[], byte[]> producer = anybody().producer()) {
      assertThatThrownBy(
              () -> producer.send(new ProducerRecord<>(topic, 0, null, bytes("{}"))).get())
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void anybody_cannotAdminister() throws Exception {
    ConfigResource events = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
    AlterConfigOp shorter =
        new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
    try (Admin admin = anybody().admin()) {
      for (String topic : Topics.settings().keySet()) {
        assertRefused(admin.deleteTopics(List.of(topic)).all());
      }
      assertRefused(admin.incrementalAlterConfigs(Map.of(events, List.of(shorter))).all());
      assertRefused(
          admin
              .deleteRecords(
                  Map.of(new TopicPartition(Topics.EVENTS, 0), RecordsToDelete.beforeOffset(0)))
              .all());
      assertRefused(admin.createTopics(List.of(new NewTopic("more", 1, (short) 1))).all());
      assertRefused(admin.createAcls(TopicAcls.all()).all());
      assertRefused(admin.deleteConsumerGroups(List.of(Topics.SCHEDULERS)).all());
      assertThat(admin.listTopics().names().get()).containsAll(Topics.settings().keySet());
    }
  }

  @Test
  void anybody_cannotJoinTheSchedulers() {
    assertThatThrownBy(() -> polled(Topics.SCHEDULERS))
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void wrongPassword_isNotLetIn() {
    Map<String, String> wrong = new java.util.HashMap<>(kafka.own().properties());
    wrong.computeIfPresent(
        "sasl.jaas.config",
        (name, login) ->
            login.replaceAll("password=\".*\"", "password=\"" + BrokerKey.newPassword() + "\""));
    try (Admin admin = new KafkaSettings(wrong).admin()) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void podium_writesTheLogAndJoinsTheSchedulers() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = kafka.own().producer()) {
      producer.send(new ProducerRecord<>(Topics.PROGRESS, 0, null, bytes("{}"))).get();
    }
    Map<String, Object> settings = new java.util.HashMap<>(kafka.own().properties());
    settings.put("group.id", Topics.SCHEDULERS);
    assertThat(polled(settings)).isNotNegative();
  }

  @Test
  void key_isForItsOwnerAloneAndStaysWithTheFolder(@TempDir Path other) throws Exception {
    Path file = other.resolve("podium.properties");
    KafkaSettings first;
    try (EmbeddedKafka one = EmbeddedKafka.start(other, 0)) {
      first = one.own();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (EmbeddedKafka again = EmbeddedKafka.start(other, 0)) {
      assertThat(again.own()).isEqualTo(first);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    Files.writeString(file, "nonsense");
    try (EmbeddedKafka anew = EmbeddedKafka.start(other, 0)) {
      assertThat(anew.own()).isNotEqualTo(first);
      TopicSetup.ensureOwn(anew.own());
    }
  }

  /** As the broker was before it had a second door. */
  private static void publishWithoutGuards(Path data) throws Exception {
    Map<String, String> settings =
        new java.util.HashMap<>(
            BrokerSettings.of(data.resolve("logs"), BrokerPorts.choose(0, 0), "none"));
    settings.keySet().removeIf(name -> name.matches("(listener\\.name|sasl)\\..*"));
    settings.keySet().removeAll(List.of("authorizer.class.name", "super.users"));
    settings.replaceAll((name, value) -> value.replace("SASL_PLAINTEXT", "PLAINTEXT"));
    try (BrokerFolder opened = BrokerFolder.open(data)) {
      opened.format();
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
      KafkaSettings anybody =
          KafkaSettings.at(settings.getOrDefault("advertised.listeners", "").split("[/,]+")[1]);
      TopicSetup.ensure(anybody);
      EmbeddedKafkaTest.publish(anybody, 3);
      server.shutdown();
      server.awaitShutdown();
    }
  }

  @Test
  void folder_ofAnEarlierVersion_goesOnAndIsClosed(@TempDir Path old) throws Exception {
    publishWithoutGuards(old);
    try (EmbeddedKafka now = EmbeddedKafka.start(old, 0)) {
      TopicSetup.ensureOwn(now.own());
      TopicSetup.requireWriter(now.own());
      assertThat(polled(Map.of("bootstrap.servers", now.bootstrapServers(), "group.id", "g")))
          .isEqualTo(3);
      try (Admin admin = KafkaSettings.at(now.bootstrapServers()).admin()) {
        assertRefused(admin.deleteTopics(List.of(Topics.EVENTS)).all());
      }
    }
  }

  @Test
  void log_thatAnAclOpensToEverybody_isWarnedOf() throws Exception {
    AclBinding open =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "podium.", PatternType.PREFIXED),
            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.ALLOW));
    try (Admin admin = kafka.own().admin()) {
      assertThat(OpenLog.told(kafka.own(), admin)).isEmpty();
      admin.createAcls(List.of(open)).all().get();
      try {
        assertThat(OpenLog.told(kafka.own(), admin).orElseThrow()).contains("its ACLs allow it");
      } finally {
        admin.deleteAcls(List.of(open.toFilter())).all().get();
      }
    }
  }

  private static int polled(String group) {
    return polled(Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", group));
  }

  private static int polled(Map<String, Object> given) {
    Map<String, Object> settings = new java.util.HashMap<>(given);
    settings.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.REQUESTS));
      int records = 0;
      long begun = System.nanoTime();
      while (records == 0 && System.nanoTime() - begun < Duration.ofSeconds(10).toNanos()) {
        records += consumer.poll(Duration.ofMillis(200)).count();
      }
      return records;
    }
  }

  private static void assertRefused(KafkaFuture<?> answer) {
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AuthorizationException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
