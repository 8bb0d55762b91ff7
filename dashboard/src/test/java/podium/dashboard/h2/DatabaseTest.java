package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.domain.TrialData;
import podium.dashboard.domain.TrialRow;

final class DatabaseTest {
  @TempDir private Path directory;

  @Test
  void close_fileWithMuchThatIsGone_writesItAnewAndKeepsTheRest() {
    BoardFiles files = new BoardFiles(directory, "file:");
    Database before = Database.open(files);
    try {
      Jdbi jdbi = before.jdbi();
      jdbi.useHandle(handle -> handle.execute("CREATE TABLE words (number INT, text VARCHAR)"));
      for (int i = 0; i < 20; i++) {
        int number = i;
        jdbi.useHandle(
            handle -> {
              handle.execute("DELETE FROM words");
              handle.execute(
                  "INSERT INTO words SELECT x, ? || RANDOM_UUID() FROM SYSTEM_RANGE(1, 30000)",
                  number);
              handle.execute("CHECKPOINT SYNC");
            });
      }
    } finally {
      before.close();
    }
    long grown = files.bytes();
    Database.open(files).closeCompacted();
    assertThat(files.bytes()).isLessThan(grown / 2);
    try (Database database = Database.open(files)) {
      int left =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT COUNT(*) FROM words WHERE text LIKE '19%'")
                          .mapTo(Integer.class)
                          .one());
      assertThat(left).isEqualTo(30_000);
    }
  }

  @Test
  void open_boardOfAnEarlierVersion_keepsItsTrials() {
    String url = "jdbc:h2:file:" + directory.resolve("board").toAbsolutePath();
    Flyway.configure()
        .dataSource(url, "podium", "")
        .locations("classpath:podium/dashboard/h2")
        .target("1")
        .load()
        .migrate();
    Jdbi.create(url, "podium", "")
        .useHandle(
            handle ->
                handle.execute(
                    """
                    INSERT INTO trial VALUES ('a-1.1', 'a-1', 'a', 1, 'resnet18', 'digits', 1, 5,
                      '{"model":"resnet18"}', TIMESTAMP WITH TIME ZONE '2026-11-24 01:02:03+00', 7,
                      'SUCCEEDED', 9, 1, NULL, NULL, NULL, NULL, NULL, 5, 0.9, 5, 0.1, 0.9, 0.2,
                      0.9, 12.5, 11181642, 32, 9)\
                    """));

    try (Database database = Database.open(new BoardFiles(directory, "file:"))) {
      List<TrialRow> trials =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT * FROM trial")
                          .map((row, context) -> RowReader.trial(row))
                          .list());
      assertThat(trials)
          .singleElement()
          .satisfies(row -> assertThat(row.data()).isEqualTo(TrialData.NONE))
          .extracting(TrialRow::learning)
          .satisfies(
              learning -> {
                assertThat(learning.parameters()).contains(11_181_642L);
                assertThat(learning.multiplyAdds()).isEmpty();
                assertThat(learning.imageSize()).contains(32);
              });
    }
  }
}
