package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.SqlAnswer;

/** What may be asked of a log in SQL, and what may not. */
final class SqlTest {
  @TempDir Path folder;
  private FoldedLog log;

  @BeforeEach
  void fold() {
    log = FoldedLog.start(folder);
    List<byte[]> records = Scene.story().log();
    for (int offset = 0; offset < records.size(); offset++) {
      log.take(offset, records.get(offset));
    }
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void question_overGroups_isAnsweredInItsOwnOrder() {
    SqlAnswer answer =
        log.ask("select model, avg(best) as mean from trial group by model order by model", 10);

    assertThat(answer.columns())
        .containsExactly(new SqlAnswer.Column("model", false), new SqlAnswer.Column("mean", true));
    assertThat(answer.rows())
        .hasSize(3)
        .contains(List.of(Optional.of("vgg16"), Optional.of(0.5)))
        .contains(List.of(Optional.of("alexnet"), Optional.empty()));
    assertThat(answer.cut()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"experiment", "trial", "attempt", "epoch", "worker", "request", "event"})
  void views_ofAllKinds_haveRows(String view) {
    SqlAnswer answer = log.ask("select * from " + view, 2);

    assertThat(answer.rows()).isNotEmpty();
    assertThat(answer.columns()).hasSizeGreaterThan(4);
  }

  @Test
  void database_thatIsLeft_isReadByOtherProgramsThroughTheAddressOfTheDocumentation()
      throws Exception {
    log.ask("select 1", 1);
    log.close();
    String address =
        Files.readString(Path.of("..", "docs", "sql.md"))
            .lines()
            .filter(line -> line.startsWith("jdbc:h2:file:"))
            .findFirst()
            .orElseThrow()
            .replace("./friday", folder.toString());
    try (Connection reader = DriverManager.getConnection(address, "podium", "");
        Statement statement = reader.createStatement()) {
      try (ResultSet rows = statement.executeQuery("select count(*) from trial")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(3);
      }
      assertThatThrownBy(() -> statement.executeUpdate("delete from public.trial"))
          .hasMessageContaining("read only");
    }
  }

  @Test
  void values_thatAreJson_areAskedByName() {
    assertThat(log.ask("select (assignment).\"model\" from trial order by trial limit 1", 2).rows())
        .containsExactly(List.of(Optional.of("\"resnet18\"")));
  }

  @Test
  void rows_beyondTheMost_areLeftOutAndThatIsTold() {
    SqlAnswer answer = log.ask("select trial from trial order by trial", 2);

    assertThat(answer.rows()).hasSize(2);
    assertThat(answer.cut()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "selct",
        "select nothing from trial",
        "select * from public.trial",
        "delete from trial",
        "select 1; drop table public.trial",
        "create table mine (a int)",
        "select file_read('/etc/hostname')",
        "select * from csvread('/etc/hostname')",
        "create alias f as 'int f() { return 1; }'",
        "shutdown",
        ""
      })
  void whatIsNoQuestion_isRefusedInALineAndChangesNothing(String sql) {
    assertThatThrownBy(() -> log.ask(sql, 10))
        .isInstanceOf(BadQueryException.class)
        .message()
        .isNotBlank()
        .hasLineCount(1);
    assertThat(log.hash().position().offset()).isEqualTo(Scene.story().log().size());
  }

  @Test
  void files_areNotWritten() {
    Path file = folder.resolve("made");

    assertThatThrownBy(() -> log.ask("call file_write('x', '%s')".formatted(file), 10))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("rights");
    assertThat(Files.exists(file)).isFalse();
  }
}
