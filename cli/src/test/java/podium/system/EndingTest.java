package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.command.ExitCodes;
import podium.cli.config.Settings;
import podium.cli.kafka.BrokerChild;
import podium.cli.node.DashboardParts;
import podium.cli.node.NodeSettings;
import podium.dashboard.Dashboard;
import podium.protocol.FreePort;

/** A part that cannot live ends its process, with a code and a sentence. */
final class EndingTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path dir;

  private PodiumProcess up(String shell, String... jvm) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", shell + " exec \"$@\"", "up"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvm));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "podium.cli.Podium"));
    command.addAll(List.of("up", "--devices", "none", "--kafka-port", "" + FreePort.any()));
    command.addAll(List.of("--port", "" + FreePort.any()));
    command.addAll(List.of("--cluster-port", "" + FreePort.any()));
    return PodiumProcess.start(dir, "up", new ProcessBuilder(command));
  }

  private static String sentence(PodiumProcess process) {
    List<String> told =
        process.output().lines().filter(line -> line.startsWith("podium: ")).toList();
    assertThat(told).as(process::output).hasSize(1);
    assertThat(process.output()).doesNotContain("\tat ");
    return told.getFirst();
  }

  @Test
  void up_tooFewOpenFiles_saysHowManyItNeeds() {
    try (PodiumProcess up = up("ulimit -n 256;")) {
      assertThat(up.exitCode(LONG)).isEqualTo(ExitCodes.FAILED);
      assertThat(sentence(up)).contains("256", "ulimit -n 1024");
    }
  }

  @Test
  void up_tooLittleMemory_saysHowToGiveMore() {
    try (PodiumProcess up = up("", "-Xmx48m")) {
      assertThat(up.exitCode(LONG)).isEqualTo(ExitCodes.FAILED);
      assertThat(sentence(up)).contains("48 MB", "PODIUM_JAVA_OPTS=-Xmx512m");
    }
  }

  @Test
  void up_kafkasFolderDeleted_endsAndNamesItAndTheLogKeepsTheDetails() throws IOException {
    Path data = dir.resolve("podium-data");
    try (PodiumProcess up = up("")) {
      await().atMost(LONG).until(() -> up.output().contains("Podium starts."));
      delete(data.resolve("kafka"));
      assertThat(up.exitCode(LONG)).isEqualTo(ExitCodes.ENDED);
      assertThat(sentence(up))
          .contains("the embedded Kafka gave up", data.resolve("kafka") + " is gone", "podium.log");
      assertThat(Files.readString(data.resolve("log").resolve("podium.log"))).contains("\tat ");
    }
  }

  @Test
  void scheduler_typedASecondTime_standsByAndReignsAtOnceWhenTheFirstIsStopped() throws Exception {
    Process broker = BrokerChild.spawn(dir.resolve("kafka"), 0);
    try {
      assertThat(BrokerChild.bootstrapServers(broker)).isNotBlank();
      try (PodiumProcess first = scheduler()) {
        awaitReign(first);
        try (PodiumProcess second = scheduler()) {
          await().atMost(LONG).until(() -> second.output().contains("standing by; scheduler"));
          assertThat(first.alive()).isTrue();
          first.stop();
          awaitReign(second);
          assertThat(second.output()).contains("scheduler active, term 2");
        }
      }
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  @Test
  void dashboard_anotherUsesTheBoard_namesItsFolder() throws Exception {
    Process broker = BrokerChild.spawn(dir.resolve("kafka"), 0);
    try {
      String kafka = BrokerChild.bootstrapServers(broker);
      Path data = dir.resolve("shared");
      NodeSettings settings =
          new NodeSettings(Settings.load(Optional.empty()).root())
              .withDataDir(data)
              .with("podium.dashboard.port", FreePort.any())
              .with("podium.kafka.bootstrap-servers", kafka);
      try (Dashboard first = DashboardParts.start(settings, Optional.empty());
          PodiumProcess second =
              PodiumProcess.start(
                  dir, "dashboard", "--kafka", kafka, "--data-dir", data.toString())) {
        assertThat(second.exitCode(LONG)).isEqualTo(ExitCodes.FAILED);
        assertThat(sentence(second)).contains("another dashboard uses " + data + "/board; stop it");
        assertThat(first.port()).isPositive();
      }
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private PodiumProcess scheduler() {
    return PodiumProcess.start(
        dir,
        "scheduler",
        "--kafka-properties",
        dir.resolve("kafka").resolve("podium.properties").toString(),
        "--cluster-port",
        "" + FreePort.any());
  }

  private static void awaitReign(PodiumProcess scheduler) {
    await()
        .atMost(LONG)
        .until(() -> scheduler.output().contains("podium.requests-0 is read from offset"));
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
