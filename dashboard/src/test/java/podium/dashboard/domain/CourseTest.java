package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.dashboard.domain.Position.LogId;
import podium.engine.log.LogCursor;

final class CourseTest {
  private static final LogId LOG = new LogId("cluster", "topic");
  private static final LastRecord READ = record(9, "as it was");

  private static LastRecord record(long offset, String value) {
    return LastRecord.of(offset, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Position board(LogId log, long offset, Optional<LastRecord> last) {
    Totals totals = new Totals(1, 0, 0, 0, 0, 0, 0, Optional.of(Instant.EPOCH));
    return new Position("g", log, offset, last, LogCursor.Place.START, totals);
  }

  private static Course course(Position board, long first, long end, Optional<LastRecord> found) {
    return Course.of(board, new Course.Log(LOG, first, end, found));
  }

  @Test
  void sameRecordAtTheLastOffset_goesOn() {
    assertThat(course(board(LOG, 10, Optional.of(READ)), 0, 12, Optional.of(READ)))
        .isEqualTo(new Course.GoOn(Optional.empty()));
  }

  @Test
  void tailLostAndLogWentOn_builtAgainAndFormerKept() {
    Position board = board(LOG, 10, Optional.of(READ));

    assertThat(course(board, 0, 30, Optional.of(record(9, "another"))))
        .isInstanceOfSatisfying(
            Course.Rebuild.class,
            rebuild -> {
              assertThat(rebuild.keep()).isTrue();
              assertThat(rebuild.why()).contains("offset 9").contains("lost its tail");
            });
    assertThat(course(board, 0, 30, Optional.of(record(11, "behind a gap"))))
        .isInstanceOf(Course.Rebuild.class);
    assertThat(course(board, 0, 9, Optional.empty())).isInstanceOf(Course.Rebuild.class);
  }

  @Test
  void boardOfAnEarlierVersion_withoutHash_goesOn() {
    assertThat(course(board(LOG, 10, Optional.empty()), 0, 12, Optional.empty()))
        .isEqualTo(new Course.GoOn(Optional.empty()));
  }

  @Test
  void anotherLog_builtAgain_keptOnlyWhereItHasSomething() {
    Position other = board(new LogId("cluster", "older"), 10, Optional.of(READ));

    assertThat(course(other, 0, 0, Optional.empty()))
        .isEqualTo(new Course.Rebuild("the board is of another log", true));
    assertThat(course(Position.begin("g", LogId.NONE), 0, 5, Optional.empty()))
        .isEqualTo(new Course.Rebuild("the board is empty", false));
  }

  @Test
  void beginningGone_boardBehindIt_goesOnAndSaysSo() {
    assertThat(course(board(LOG, 10, Optional.of(READ)), 9, 12, Optional.of(READ)))
        .isInstanceOfSatisfying(
            Course.GoOn.class,
            on -> assertThat(on.remark().orElseThrow()).contains("gone, up to offset 8"));
    assertThat(course(board(LOG, 10, Optional.of(READ)), 10, 12, Optional.empty()))
        .isInstanceOf(Course.GoOn.class);
  }

  @Test
  void beginningGone_boardBeforeItOrNoBoard_stands() {
    assertThat(course(board(LOG, 10, Optional.of(READ)), 11, 12, Optional.empty()))
        .isInstanceOfSatisfying(
            Course.Stand.class,
            stand ->
                assertThat(stand.why())
                    .contains("gone, up to offset 10")
                    .contains("had read up to offset 10"));
    assertThat(course(Position.begin("g", LogId.NONE), 5, 12, Optional.empty()))
        .isInstanceOf(Course.Stand.class);
    assertThat(course(board(LOG, 10, Optional.of(READ)), 5, 9, Optional.empty()))
        .isInstanceOf(Course.Stand.class);
  }
}
