package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.SpecFields;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.topic.Topics;

/** The whole system as processes of its own: trained for real, killed for real. */
final class SystemTest {
  private static final int EPOCHS = 4;
  private static final String EXPERIMENT =
      "{\"experiment\":\"kill\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"],\"seed\":[1,2]},"
          + "\"recipe\":{\"epochs\":4,\"batchSize\":64},\"limits\":{\"trainImages\":512}}";

  private final Path dir;
  private final TestSystem system;

  SystemTest(@TempDir Path dir) {
    this.dir = dir;
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  /** Publishes a bare line, as a console client sends it: without a key. */
  private void publishBare(String line) {
    Map<String, Object> client = Map.of("bootstrap.servers", system.kafka());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.REQUESTS, line.getBytes(StandardCharsets.UTF_8)));
      producer.flush();
    }
  }

  private JsonNode rows(String path) {
    return system.board().rows(path);
  }

  private long epochsCounted() {
    return system.events(Event.EpochCompleted.class).size();
  }

  private void awaitEnd(int trials) {
    await()
        .atMost(LogFacts.LONG)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> system.events(Event.TrialEnded.class).size() == trials);
    assertThat(system.events(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
    assertThat(system.epochs().values())
        .hasSize(trials)
        .allSatisfy(
            epochs ->
                assertThat(epochs)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, EPOCHS).boxed().toList()));
    assertThat(system.violations()).isEmpty();
  }

  @Test
  void trainerAndWholeSystemKilled_atRandomMoments_finishesWithEachEpochCountedOnce()
      throws IOException {
    Moments moments = new Moments("SystemTest");
    PodiumProcess first = system.up().ready(system.port());
    system.publish(EXPERIMENT);
    await().atMost(LogFacts.LONG).until(() -> epochsCounted() >= 1);
    moments.pass(Duration.ofMillis(1500));
    first.trainers().forEach(ProcessHandle::destroyForcibly);
    await().atMost(LogFacts.LONG).until(() -> epochsCounted() >= 3);
    moments.pass(Duration.ofMillis(1500));
    first.killAndOutliveTrainers();

    long began = System.nanoTime();
    PodiumProcess second = system.up().ready(system.port());
    Duration ready = Duration.ofNanos(System.nanoTime() - began);
    System.out.println("SystemTest: ready %d ms after kill -9".formatted(ready.toMillis()));
    assertThat(ready).as(moments.toString()).isLessThan(longestStart());
    awaitEnd(2);
    assertThat(system.events(Event.AttemptEnded.class))
        .as("a kill is no failure of code; " + moments)
        .extracting(Event.AttemptEnded::outcome)
        .doesNotContain(Outcome.FAILED_CODE);

    String board = board();
    second.stop();
    Files.walk(system.data().resolve("board")).filter(Files::isRegularFile).forEach(this::delete);
    system.up().ready(system.port());
    assertThat(board()).isEqualTo(board);
  }

  @Test
  void workerKilled_whileItTrainsTwo_anotherOneGoesOn() {
    PodiumProcess rest = system.up("--devices", "none");
    system.awaitNoWorker();
    system.publish(EXPERIMENT);
    PodiumProcess worker = system.worker("a", "--devices", "cpu*2", "--threads", "2");
    await()
        .atMost(LogFacts.LONG)
        .until(
            () ->
                system.epochs().size() == 2
                    && system.epochs().values().stream().noneMatch(List::isEmpty));
    assertThat(system.events(Event.TrialEnded.class)).as("both halves train").isEmpty();
    assertThat(system.events(Event.TrialPlaced.class))
        .extracting(placed -> placed.lead().slot())
        .containsExactly("cpu:0/0", "cpu:0/1");
    assertThat(system.events(Event.TrialStarted.class))
        .extracting(started -> started.start().device())
        .containsOnly("cpu:0");
    worker.kill();
    system.worker("b");
    awaitEnd(2);
    assertThat(system.events(Event.WorkerLost.class)).isNotEmpty();
    assertThat(rest.alive()).isTrue();
  }

  @Test
  void workerKilled_withCheckpointsOfItsOwn_waitedForAndThenTrainedAnewElsewhere()
      throws IOException {
    Path config =
        Files.writeString(
            dir.resolve("c.conf"),
            "podium.scheduler { checkpoint-wait = 15s, readopt-within = 3s }");
    system.up("--devices", "none", "--config", config.toString());
    system.awaitNoWorker();
    system.publish(single("back"));
    PodiumProcess first = system.worker("a", dir.resolve("own-a"));
    await().atMost(LogFacts.LONG).until(() -> epochsCounted() >= 1);
    first.kill();
    system.worker("b", dir.resolve("own-b"));
    PodiumProcess back = system.worker("a", dir.resolve("own-a"));
    awaitEnd(1);
    assertThat(placed("back-1.1"))
        .extracting(placed -> placed.lead().worker())
        .containsExactly("a", "a");
    assertThat(system.events(Event.TrialStarted.class).getLast().start().resumedFromEpoch())
        .isPositive();

    long before = epochsCounted();
    system.publish(single("gone"));
    await().atMost(LogFacts.LONG).until(() -> epochsCounted() > before);
    back.kill();
    awaitEnd(2);
    assertThat(placed("gone-1.1"))
        .extracting(placed -> placed.lead().worker())
        .containsExactly("a", "b");
    assertThat(placed("gone-1.1").getLast().checkpoints()).isEmpty();
    assertThat(system.events(Event.TrialRestarted.class))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.trial()).isEqualTo(new TrialId("gone-1.1"));
              assertThat(fact.fromEpoch()).isZero();
              assertThat(fact.reason().told()).startsWith("waited 15 s for a worker that sees");
            });
  }

  private static String single(String name) {
    return EXPERIMENT.replace("kill", name).replace("[1,2]", "[1]");
  }

  private List<Event.TrialPlaced> placed(String trial) {
    return system.events(Event.TrialPlaced.class).stream()
        .filter(event -> event.trial().equals(new TrialId(trial)))
        .toList();
  }

  @Test
  void nonsense_published_isShownAsRejectedAndTheSystemGoesOn() {
    system.up().ready(system.port());
    List<String> nonsense =
        List.of(
            "not json",
            "",
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet99\"]}}",
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]},\"recipe\":{\"epochs\":-1}}",
            "x".repeat(900 * 1024),
            "{\"experiment\":7,\"dataset\":[],\"matrix\":3,\"recipe\":true,\"limits\":\"\",\"tags\":{}}",
            "null",
            "[1]",
            "{\"request\":\"cancel\",\"experiment\":{}}",
            everyFieldOfAWrongType(),
            aThousandMillionTrials());
    nonsense.forEach(system::publish);
    system.publish(
        "{\"experiment\":\"sound\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},"
            + "\"recipe\":{\"epochs\":1},\"limits\":{\"trainImages\":128}}");
    await()
        .atMost(LogFacts.LONG)
        .until(
            () ->
                rows("/api/leaderboard?experiment=sound")
                    .path(0)
                    .path("status")
                    .asText()
                    .equals("SUCCEEDED"));
    assertThat(rows("/api/rejected")).hasSize(nonsense.size());
    rows("/api/rejected").forEach(row -> assertThat(row.path("reason").asText()).isNotBlank());
    assertThat(reasonFor("1000000000 trials")).contains("allowed: at most 10000");
    String everyField = reasonFor("batchSize");
    RecipeFields.ALL.forEach(field -> assertThat(everyField).contains("recipe." + field.name()));
    SpecFields.LIMIT_NAMES.forEach(name -> assertThat(everyField).contains("limits." + name));
    // why: the first fifty faults are told, and those of exclude and of what follows are behind
    // them
    assertThat(everyField).contains("... and 2 more");
    SpecFields.SUBMIT_NAMES.stream()
        .filter(
            name ->
                !List.of(
                        "recipe",
                        "limits",
                        "resources",
                        "stopping",
                        "request",
                        "exclude",
                        "preempt",
                        "onMemory",
                        "search")
                    .contains(name))
        .forEach(name -> assertThat(everyField).contains(name));
  }

  private String reasonFor(String word) {
    return java.util.stream.StreamSupport.stream(rows("/api/rejected").spliterator(), false)
        .map(row -> row.path("reason").asText() + row.path("reasons"))
        .filter(reason -> reason.contains(word))
        .findFirst()
        .orElse("nothing was rejected because of " + word);
  }

  private static String everyFieldOfAWrongType() {
    String recipe =
        RecipeFields.ALL.stream()
            .map(field -> "\"%s\":{\"a\":1}".formatted(field.name()))
            .collect(java.util.stream.Collectors.joining(","));
    String limits =
        SpecFields.LIMIT_NAMES.stream()
            .map("\"%s\":{}"::formatted)
            .collect(java.util.stream.Collectors.joining(","));
    return "{\"experiment\":{},\"dataset\":{},\"matrix\":{\"model\":{},\"seed\":{}},\"zip\":7,\"exclude\":7,\"include\":7,\"pretrained\":{},"
               + "\"resources\":{\"device\":{}},\"priority\":{},\"owner\":{},\"tags\":{},\"key\":{},\"version\":{},"
        + "\"limits\":{%s},\"recipe\":{%s}}".formatted(limits, recipe);
  }

  private static String aThousandMillionTrials() {
    String thousand =
        IntStream.range(0, 1000)
            .mapToObj(Integer::toString)
            .collect(java.util.stream.Collectors.joining(","));
    String epochs = thousand.substring(2) + ",1000";
    return "{\"experiment\":\"many\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"],"
        + "\"seed\":[%s],\"epochs\":[%s],\"batchSize\":[%s]}}".formatted(thousand, epochs, epochs);
  }

  @Test
  void kafkasFolderDeleted_butNotTheBoards_boardIsEmptyAndTrue() throws IOException {
    PodiumProcess first = system.up().ready(system.port());
    system.publish("not json");
    publishBare(tiny());
    awaitSucceeded("tiny-1");
    first.stop();
    try (var files = Files.walk(system.data().resolve("kafka"))) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(this::delete);
    }

    PodiumProcess second = system.up().ready(system.port());
    assertThat(rows("/api/leaderboard")).isEmpty();
    assertThat(rows("/api/experiments")).isEmpty();
    assertThat(rows("/api/rejected")).isEmpty();
    assertThat(second.output()).contains("the board is of another log");
    system.publish(tiny());
    awaitSucceeded("tiny-1");
    assertThat(rows("/api/leaderboard")).hasSize(1);
  }

  private static String tiny() {
    return "{\"experiment\":\"tiny\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},"
        + "\"recipe\":{\"epochs\":1},\"limits\":{\"trainImages\":128}}";
  }

  private void awaitSucceeded(String experiment) {
    await()
        .atMost(LogFacts.LONG)
        .until(
            () ->
                rows("/api/leaderboard?experiment=" + experiment)
                    .path(0)
                    .path("status")
                    .asText()
                    .equals("SUCCEEDED"));
  }

  private String board() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> rows("/api/leaderboard?experiment=kill").size() == 2);
    return rows("/api/leaderboard?experiment=kill").toString();
  }

  private void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * The target of 15 s; 6 to 7 s were seen with nothing beside it on two processors, 12.6 s beside
   * four busy loops and 20.1 s beside eight, so a machine that is shared so much has twice as long.
   */
  private static Duration longestStart() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    boolean shared = system.getSystemLoadAverage() > 2 * system.getAvailableProcessors();
    return Duration.ofSeconds(shared ? 30 : 15);
  }
}
