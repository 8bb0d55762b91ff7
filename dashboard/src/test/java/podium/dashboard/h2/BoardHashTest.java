package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.FoldedLog;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.protocol.event.TrialStatus;

final class BoardHashTest {
  /** What differs between two boards of one log. */
  private static final Set<String> OF_THIS_BOARD =
      Set.of(
          "only_one",
          "generation",
          "cluster_id",
          "topic_id",
          "last_offset",
          "last_sha256",
          "format",
          "incarnation",
          "next_index",
          "head");

  @TempDir private Path directory;

  /** Rows in every table; the second attempt's epoch takes the place of the first one's. */
  private static Story story(double accuracy) {
    return Story.begun()
        .rejected("{}", "experiment is missing")
        .lost("mine-1.1", 1)
        .placed("mine-1.1", 2, "cuda:1")
        .started("mine-1.1", 2, 0, 5)
        .epoch("mine-1.1", 2, 1, accuracy, 2)
        .epoch("mine-1.1", 2, 9, 0.5, 2)
        .placed("mine-1.2", 1, "cuda:0")
        .suspected(Story.WORKER)
        .ended("mine-1.2", TrialStatus.FAILED);
  }

  private H2Board board(String name) {
    return H2Board.open(directory.resolve(name));
  }

  @Test
  void hash_inWhateverStepsTheLogWasRead_isTheSame() {
    Story story = story(0.6);
    try (H2Board atOnce = board("once");
        H2Board stepwise = board("steps")) {
      new Telling(atOnce).tell(story);
      Telling telling = new Telling(stepwise);
      List<String> seen = new ArrayList<>();
      for (int offset = 1; offset <= story.log().size(); offset++) {
        telling.tell(story, offset);
        seen.add(stepwise.hash().sha256());
        assertThat(stepwise.hash().position().offset()).isEqualTo(offset);
      }
      assertThat(seen).doesNotHaveDuplicates().last().isEqualTo(atOnce.hash().sha256());
    }
    try (H2Board again = board("steps");
        FoldedLog folded = FoldedLog.start(directory.resolve("folded"))) {
      for (int offset = 0; offset < story.log().size(); offset++) {
        folded.take(offset, story.log().get(offset));
      }
      assertThat(folded.hash().sha256()).isEqualTo(again.hash().sha256());
      again.rebuild(again.position().log());
      assertThat(again.hash().sha256()).isNotEqualTo(folded.hash().sha256());
    }
  }

  @Test
  void hash_oneEpochOfTheLogIsOther_isOther() {
    try (H2Board one = board("one");
        H2Board other = board("other")) {
      new Telling(one).tell(story(0.6));
      new Telling(other).tell(story(0.61));
      assertThat(one.hash().sha256()).isNotEqualTo(other.hash().sha256());
    }
  }

  @Test
  void hash_anyValueOfAnyTableIsOther_isOther() {
    try (H2Board board = board("changed")) {
      new Telling(board).tell(story(0.6));
      String before = board.hash().sha256();
      List<String> same =
          board.read(
              handle -> columns(handle).stream().filter(it -> change(handle, it, before)).toList());
      assertThat(same).isEmpty();
    }
  }

  private static List<String> columns(Handle handle) {
    return handle
        .createQuery(
            "SELECT LOWER(table_name) AS t, LOWER(column_name) AS c, data_type AS d FROM"
                + " information_schema.columns WHERE table_schema = 'PUBLIC' AND table_name <>"
                + " 'flyway_schema_history'")
        .mapToMap()
        .map(it -> "%s %s %s".formatted(it.get("t"), it.get("c"), it.get("d")))
        .filter(it -> !it.startsWith("position ") || !OF_THIS_BOARD.contains(it.split(" ")[1]))
        .list();
  }

  /** Whether another value in one row leaves the hash as it was. */
  private static boolean change(Handle handle, String column, String before) {
    String[] parts = column.split(" ", 3);
    Map<String, String> others =
        Map.of(
            "CHARACTER VARYING",
            "COALESCE(%1$s, '') || 'x'",
            "TIMESTAMP WITH TIME ZONE",
            "DATEADD(NANOSECOND, 1, COALESCE(%1$s, TIMESTAMP WITH TIME ZONE '2026-01-01"
                + " 00:00:00Z'))");
    String other = others.getOrDefault(parts[2], "COALESCE(%1$s, 0) + 100").formatted(parts[1]);
    handle.savepoint("before");
    int rows =
        handle.execute(
            "UPDATE %s SET %s = %s WHERE _ROWID_ = (SELECT MIN(_ROWID_) FROM %s)"
                .formatted(parts[0], parts[1], other, parts[0]));
    assertThat(rows).as(column).isOne();
    String after = new BoardHasher().of(handle).sha256();
    handle.rollbackToSavepoint("before");
    return after.equals(before);
  }
}
