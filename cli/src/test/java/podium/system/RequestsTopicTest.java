package podium.system;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.app.Submission;
import podium.cli.config.Settings;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.kafka.TopicSetup;
import podium.cli.node.NodeSettings;
import podium.cli.view.Fact;
import podium.protocol.FreePort;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.topic.Topics;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;

/** What people do to the requests topic, on a real broker: each request leaves exactly one fact. */
final class RequestsTopicTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  /** Facts that the tests before have left. */
  private int before;

  @BeforeAll
  static void begin() {
    kafka = EmbeddedKafka.start(folder, 0);
    TopicSetup.ensureOwn(settings());
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @BeforeEach
  void count() {
    before = events().size();
  }

  private static KafkaSettings settings() {
    return kafka.own();
  }

  private static Scheduler scheduler() {
    Scheduler started =
        Scheduler.start(
            new NodeSettings(Settings.load(Optional.empty()).root())
                .withKafka(kafka.own())
                // why: what people pass on to all clients must not change who reads what
                .with("podium.kafka.\"isolation.level\"", "read_committed")
                .with("podium.cluster.port", FreePort.any())
                .read(SchedulerSettings::from));
    await().atMost(LONG).until(() -> started.status().active());
    return started;
  }

  private static List<Event> events() {
    try (LogReader log = LogReader.open(settings())) {
      return log.toEnd().stream().map(Entry::event).toList();
    }
  }

  private <T extends Event> List<T> facts(Class<T> type) {
    return events().stream().skip(before).filter(type::isInstance).map(type::cast).toList();
  }

  private List<String> accepted() {
    return facts(Event.ExperimentAccepted.class).stream()
        .map(fact -> fact.spec().experiment())
        .toList();
  }

  private static KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.putAll(kafka.own().properties());
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static String request(String name) {
    return "{\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"}}"
        .formatted(name);
  }

  private static ProducerRecord<String, String> record(int partition, String name) {
    return new ProducerRecord<>(Topics.REQUESTS, partition, null, request(name));
  }

  private static void publish(String name, int from, int to) {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      for (int i = from; i < to; i++) {
        producer.send(record(0, name + i));
      }
      producer.flush();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.<String, Object>copyOf(kafka.own().properties()));
  }

  private static void delete() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(Topics.REQUESTS)).all().get();
    }
  }

  private static void make() throws Exception {
    try (Admin admin = admin()) {
      NewTopic anew = new NewTopic(Topics.REQUESTS, Optional.of(1), Optional.empty());
      admin.createTopics(List.of(anew.configs(Topics.settings().get(Topics.REQUESTS)))).all().get();
    }
  }

  private void checkAllFollowed(String name, int count) {
    await().atMost(LONG).until(() -> accepted().containsAll(names(name, count)));
    assertThat(accepted()).filteredOn(it -> it.startsWith(name)).hasSize(count);
    assertThat(
            facts(Event.ExperimentAccepted.class).stream()
                .filter(fact -> fact.spec().experiment().startsWith(name))
                .map(Event.ExperimentAccepted::source)
                .map(Source::offset))
        .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
  }

  private static List<String> names(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }

  @Test
  void transaction_abortedLeavesNoFact_committedOneDoes_andTheirEndsAreNoLoss() {
    try (KafkaProducer<String, String> unitOfWork =
            producer(Map.of("transactional.id", "requests"));
        KafkaProducer<String, String> foreign = producer(Map.of("transactional.id", "foreign"))) {
      foreign.initTransactions();
      foreign.beginTransaction();
      // why: an open transaction on the event log must not hold up those who read it
      foreign.send(new ProducerRecord<>(Topics.EVENTS, 0, null, "of somebody else"));
      foreign.flush();
      try (Scheduler first = scheduler()) {
        unitOfWork.initTransactions();
        unitOfWork.beginTransaction();
        unitOfWork.send(record(0, "aborted"));
        unitOfWork.flush();
        unitOfWork.abortTransaction();
        unitOfWork.beginTransaction();
        unitOfWork.send(record(0, "committed"));
        unitOfWork.commitTransaction();
        await().atMost(LONG).until(() -> accepted().contains("committed"));
        assertThat(first.status().active()).isTrue();
      }
      foreign.abortTransaction();
      try (Scheduler second = scheduler()) {
        assertThat(Submission.send(settings(), request("after"), LONG))
            .isInstanceOf(Fact.Accepted.class);
        assertThat(second.status().active()).isTrue();
      }
    }
    assertThat(accepted()).containsExactly("committed", "after");
    assertThat(facts(Event.RequestsLost.class)).isEmpty();
  }

  @Test
  void partitions_addedWhileItRuns_areFollowedAndGoOnAfterARestart() throws Exception {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      try (Scheduler first = scheduler()) {
        try (Admin admin = admin()) {
          admin.createPartitions(Map.of(Topics.REQUESTS, NewPartitions.increaseTo(3))).all().get();
        }
        for (int partition = 0; partition < 3; partition++) {
          String name = "running" + partition;
          await()
              .ignoreExceptions()
              .atMost(LONG)
              .until(() -> producer.partitionsFor(Topics.REQUESTS).size() == 3);
          producer.send(record(partition, name)).get();
        }
        await().atMost(LONG).until(() -> accepted().size() == 3);
        for (int i = 0; i < 3; i++) {
          // why: its key is drawn by chance, and so is the partition
          assertThat(Submission.send(settings(), request("submitted"), LONG))
              .isInstanceOf(Fact.Accepted.class);
        }
        assertThat(first.status().active()).isTrue();
      }
      TopicSetup.ensureOwn(settings());
      for (int partition = 0; partition < 3; partition++) {
        producer.send(record(partition, "away" + partition)).get();
      }
      try (Scheduler second = scheduler()) {
        await().atMost(LONG).until(() -> accepted().size() >= 9);
        Submission.send(settings(), request("last"), LONG);
        assertThat(second.status().active()).isTrue();
      }
    }
    assertThat(accepted())
        .containsExactlyInAnyOrder(
            "running0",
            "running1",
            "running2",
            "submitted",
            "submitted",
            "submitted",
            "away0",
            "away1",
            "away2",
            "last");
    assertThat(facts(Event.RequestsLost.class)).isEmpty();
  }

  @Test
  void topic_madeAnewWhileNobodyReads_isReadFromItsStartAndTheLossIsTold() throws Exception {
    try (Scheduler first = scheduler()) {
      publish("old", 0, 6);
      await().atMost(LONG).until(() -> accepted().size() == 6);
      assertThat(first.status().active()).isTrue();
    }
    delete();
    make();
    publish("new", 0, 16);
    try (Scheduler second = scheduler()) {
      checkAllFollowed("new", 16);
      assertThat(second.status().active()).isTrue();
    }
    assertLossTold();
    try (Scheduler third = scheduler()) {
      assertThat(Submission.send(settings(), request("later"), LONG))
          .isInstanceOf(Fact.Accepted.class);
      assertThat(third.status().active()).isTrue();
    }
    assertThat(accepted()).hasSize(6 + 16 + 1);
  }

  @Test
  void topic_madeAnewWhileItRuns_isReadFromItsStartAndTheLossIsTold() throws Exception {
    try (Scheduler scheduler = scheduler()) {
      publish("former", 0, 1);
      await().atMost(LONG).until(() -> accepted().size() == 1);
      delete();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(scheduler.status().active()).as("reigns without it").isTrue());
      make();
      // why: at once, so that the offset that was reached lies within the new topic, too
      publish("newer", 0, 16);
      checkAllFollowed("newer", 16);
      assertThat(scheduler.status().active()).isTrue();
    }
    assertLossTold();
  }

  @Test
  void topic_lostItsTail_goesOnAtItsEndAndTrainsNothingTwice() throws Exception {
    long end;
    try (Scheduler first = scheduler()) {
      end = requests();
      for (int i = 0; i < 5; i++) {
        publish("kept", i, i + 1); // why: a batch each, as a torn one is lost as a whole
      }
      await().atMost(LONG).until(() -> accepted().size() == 5);
      assertThat(first.status().active()).isTrue();
    }
    kafka.close();
    loseLastRecord(folder.resolve("logs").resolve(Topics.REQUESTS + "-0"));
    kafka = EmbeddedKafka.start(folder, 0);
    assertThat(requests()).isEqualTo(end + 4);
    try (Scheduler second = scheduler()) {
      assertThat(Submission.send(settings(), request("anew"), LONG))
          .isEqualTo(
              new Fact.Accepted(
                  "submit", new ExperimentId("anew-1"), List.of(new TrialId("anew-1.1")), 0));
      assertThat(second.status().active()).isTrue();
    }
    assertThat(accepted()).containsExactly("kept0", "kept1", "kept2", "kept3", "kept4", "anew");
    assertThat(facts(Event.RequestsLost.class))
        .containsExactly(new Event.RequestsLost(Topics.REQUESTS, 0, end + 5, end + 4, ""));
  }

  private static long requests() throws Exception {
    TopicPartition partition = new TopicPartition(Topics.REQUESTS, 0);
    try (Admin admin = admin()) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  /** As after a power cut: the last record's bytes never came to the disk. */
  private static void loseLastRecord(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      Path segment =
          files.filter(file -> file.toString().endsWith(".log")).max(naturalOrder()).orElseThrow();
      try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - 1);
      }
    }
    // why: without it the broker looks through the segment and finds that the record is torn
    Files.delete(log.resolveSibling(".kafka_cleanshutdown"));
  }

  private void assertLossTold() {
    List<String> topics =
        facts(Event.SchedulerStarted.class).stream()
            .map(Event.SchedulerStarted::requestsTopic)
            .distinct()
            .toList();
    assertThat(topics).hasSize(2).doesNotContain("");
    assertThat(facts(Event.RequestsLost.class))
        .isNotEmpty()
        .allSatisfy(
            lost -> {
              assertThat(lost.replaced()).isEqualTo(topics.getFirst());
              assertThat(lost.to()).isZero();
              assertThat(lost.told()).contains("was made anew");
            })
        .anySatisfy(lost -> assertThat(lost.from()).isPositive());
  }
}
