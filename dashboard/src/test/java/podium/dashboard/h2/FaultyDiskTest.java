package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.EmbeddedBroker;
import podium.dashboard.KafkaLog;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardListener;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.Position;
import podium.dashboard.kafka.LogProjector;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/** Disks and memory that fail, and come back: no board is lost, and nobody need do anything. */
final class FaultyDiskTest {
  private static final BoardListener NOBODY =
      new BoardListener() {
        @Override
        public void began(Position position) {}

        @Override
        public void changed(Position after, Batch batch) {}

        @Override
        public void progressed(Progress progress) {}

        @Override
        public void heard(WorkerCapacity capacity) {}
      };

  @TempDir private Path directory;

  @AfterEach
  void sound() throws Exception {
    FaultyDisk.is(FaultyDisk.Fault.NONE);
  }

  @Test
  void diskFullUntilThereIsRoom_saysSo_thenFollowsByItself() throws Exception {
    BoardFiles files = FaultyDisk.files(directory.resolve("h2"));
    Story story = Story.begun();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
        KafkaLog log = new KafkaLog(broker.address())) {
      log.append(story);
      String generation = followed(broker, files);
      try (H2Board board = H2Board.open(files);
          LogProjector projector = projector(broker, board)) {
        await().atMost(Duration.ofSeconds(20)).until(projector::ready);

        FaultyDisk.is(FaultyDisk.Fault.NO_ROOM);
        List<String> told = new ArrayList<>();
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  log.append(story.suspected(Story.WORKER));
                  projector.failure().filter(words -> !told.contains(words)).ifPresent(told::add);
                  return told.stream().anyMatch(words -> words.contains("cannot be written"));
                });
        assertThat(told.getLast()).contains("No space left on device");
        assertThat(projector.ready()).isFalse();
        assertThat(board.table().row(new TrialId("mine-1.1"))).as("lists stay").isPresent();

        FaultyDisk.is(FaultyDisk.Fault.NONE);
        log.append(story.succeeded("mine-1.1", 1));
        await()
            .atMost(Duration.ofSeconds(90))
            .until(
                () -> projector.ready() && board.board().position().offset() == story.log().size());
        assertThat(board.table().row(new TrialId("mine-1.1")).orElseThrow().standing().status())
            .isEqualTo(TrialStatus.SUCCEEDED);
        assertThat(board.position().generation()).as("not built again").isEqualTo(generation);
      }
    }
  }

  private static LogProjector projector(EmbeddedBroker broker, H2Board board) {
    return LogProjector.start(Map.of("bootstrap.servers", broker.address()), 1000, board, NOBODY);
  }

  /** The generation of a board that followed the log and was closed. */
  private static String followed(EmbeddedBroker broker, BoardFiles files) {
    try (H2Board board = H2Board.open(files);
        LogProjector projector = projector(broker, board)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> projector.ready() && board.table().row(new TrialId("mine-1.1")).isPresent());
      return board.position().generation();
    }
  }

  @Test
  void diskFullWhileTheBoardIsClosed_isNoDamage() throws Exception {
    BoardFiles files = FaultyDisk.files(directory);
    Story story = Story.begun();
    String generation;
    try (H2Board board = H2Board.open(files)) {
      new Telling(board).tell(story);
      generation = board.position().generation();
    }
    try (H2Board board = H2Board.open(files)) {
      assertThat(board.position().offset()).isEqualTo(story.log().size());
      FaultyDisk.is(FaultyDisk.Fault.NO_ROOM);
    }
    FaultyDisk.is(FaultyDisk.Fault.NONE);
    try (H2Board board = H2Board.open(files)) {
      assertThat(board.position().offset()).isEqualTo(story.log().size());
      assertThat(board.position().generation()).as("not built again").isEqualTo(generation);
    }
  }

  @Test
  void noMemoryWhileTheBoardOpens_isNotTakenForDamage() throws Exception {
    BoardFiles files = FaultyDisk.files(directory);
    Story story = Story.begun();
    try (H2Board board = H2Board.open(files)) {
      new Telling(board).tell(story);
    }
    FaultyDisk.is(FaultyDisk.Fault.NO_MEMORY);
    try (H2Board board = H2Board.open(files)) {
      assertThat(directory.resolve("board.mv.db")).exists();
      assertThatThrownBy(board::position)
          .isInstanceOf(BoardUnavailableException.class)
          .hasMessageContaining("is not open");

      FaultyDisk.is(FaultyDisk.Fault.NONE);
      board.reopen();
      assertThat(board.position().offset()).isEqualTo(story.log().size());
      assertThat(board.table().row(new TrialId("mine-1.1"))).isPresent();
    }
  }

  @Test
  void boardsSetAside_theTwoLatestStay() throws Exception {
    BoardFiles files = new BoardFiles(directory, "file:");
    for (int time = 0; time < 4; time++) {
      try (H2Board board = H2Board.open(files)) {
        new Telling(board).tell(Story.begun());
        assertThat(board.replace(new Position.LogId("c", "t" + time)).map(Path::of))
            .hasValueSatisfying(
                aside -> {
                  assertThat(aside.getFileName().toString()).matches("board-\\d{4}-.*\\.mv\\.db");
                  assertThat(aside).isRegularFile();
                });
        assertThat(board.position().offset()).isZero();
      }
    }
    try (var kept = Files.list(directory)) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("board-"))
          .hasSize(2);
    }
  }
}
