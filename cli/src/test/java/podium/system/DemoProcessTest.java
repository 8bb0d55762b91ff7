package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.protocol.FreePort;

/** The demo as people start it: what it prints, its exit code, and what it leaves behind. */
final class DemoProcessTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path dir;

  private final int port = FreePort.any();
  private final List<PodiumProcess> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(PodiumProcess::close);
  }

  @Test
  void demo_oneModelAndEpoch_printsAddressEpochAndTable() throws IOException {
    PodiumProcess demo = demo("--models", "resnet18", "--epochs", "1");
    assertThat(demo.exitCode(LONG)).as(demo::output).isZero();
    assertThat(demo.output())
        .contains("http://127.0.0.1:" + port, "digits-demo-1.1 resnet18  epoch 1/1")
        .containsSubsequence("epoch 1/1", "* best")
        .doesNotContain("stop in order");
    assertThat(folders()).isEmpty();
  }

  @Test
  void demo_unknownDataset_saysWhichThereAreAndExitsWithTwo() throws IOException {
    PodiumProcess demo = demo("--dataset", "flowers");
    assertThat(demo.exitCode(LONG)).as(demo::output).isEqualTo(2);
    assertThat(demo.output().lines())
        .anySatisfy(line -> assertThat(line).contains("flowers", "digits"));
    assertThat(folders()).isEmpty();
  }

  @Test
  void demo_sigtermWhileItTrains_leavesNoFolderBehind() throws IOException {
    PodiumProcess demo = demo("--models", "resnet18", "--epochs", "50");
    await()
        .atMost(LONG)
        .until(() -> PodiumProcess.get(port, "/api/leaderboard").contains("\"RUNNING\""));
    assertThat(folders()).hasSize(1);
    List<ProcessHandle> trainers = demo.trainers();
    assertThat(trainers).isNotEmpty();
    demo.stop();
    assertThat(folders()).as(demo::output).isEmpty();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> trainers.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void demo_trainerKilledAtARandomMoment_comesToItsTableWithEachEpochOnce() {
    Moments moments = new Moments("DemoProcessTest");
    Path data = dir.resolve("kept");
    PodiumProcess demo =
        demo("--models", "mobilenet_v2,resnet18", "--epochs", "2", "--data-dir", data.toString());
    await()
        .atMost(LONG)
        .until(() -> PodiumProcess.get(port, "/api/leaderboard").contains("\"RUNNING\""));
    moments.pass(Duration.ofSeconds(6));
    List<ProcessHandle> trainers = demo.trainers();
    assertThat(trainers).as(moments.toString()).isNotEmpty();
    trainers.forEach(ProcessHandle::destroyForcibly);

    assertThat(demo.exitCode(LONG)).as(moments + ": " + demo.output()).isZero();
    assertThat(demo.output()).as(moments.toString()).contains("waits for another attempt");
    for (String trial : List.of("digits-demo-1.1 mobilenet_v2", "digits-demo-1.2 resnet18")) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        assertThat(demo.output())
            .as(moments.toString())
            .containsOnlyOnce(trial + "  epoch " + epoch + "/2");
      }
    }
    int kafkaPort = FreePort.any();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"), kafkaPort)) {
      assertThat(LogFacts.epochs(kafkaPort))
          .as(moments + " on " + kafka.bootstrapServers())
          .isEqualTo(Map.of("digits-demo-1.1", List.of(1, 2), "digits-demo-1.2", List.of(1, 2)));
    }
  }

  private PodiumProcess demo(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("demo", "--devices", "cpu", "--port", Integer.toString(port)));
    arguments.addAll(List.of(more));
    PodiumProcess process = PodiumProcess.start(dir, arguments.toArray(String[]::new));
    started.add(process);
    return process;
  }

  private List<Path> folders() throws IOException {
    try (var files = Files.list(dir)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("podium-demo-"))
          .toList();
    }
  }
}
