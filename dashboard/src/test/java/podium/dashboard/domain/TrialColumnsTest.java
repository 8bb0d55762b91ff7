package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.dashboard.domain.Position.LogId;
import podium.engine.log.LogCursor;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** Columns that only some trials have: what experiments vary. */
final class TrialColumnsTest {
  private static final Position AT =
      new Position("g", LogId.NONE, 7, Optional.empty(), LogCursor.Place.START, Totals.NONE);

  private static TrialTable table(List<Map<String, Object>> assignments) {
    TrialTable table = new TrialTable(AT);
    List<TrialRow> rows =
        IntStream.range(0, assignments.size())
            .mapToObj(i -> row(i + 1, assignments.get(i)))
            .toList();
    table.begin(AT, rows, List.of());
    return table;
  }

  private static TrialRow row(int number, Map<String, Object> assignment) {
    TrialIdentity identity =
        new TrialIdentity(
            new TrialId("e-1." + number),
            new ExperimentId("e-1"),
            "e",
            number,
            "resnet18",
            "digits",
            1,
            2,
            assignment,
            Optional.empty(),
            Instant.EPOCH,
            3);
    return new TrialRow(identity, Standing.queued(3), Learning.NONE, TrialData.NONE, 5);
  }

  private static ListQuery by(String column, boolean descending) {
    return new ListQuery(Map.of(), List.of(new ListQuery.SortBy(column, descending)), 200, 0);
  }

  private static List<Integer> numbers(TrialTable table, ListQuery query) {
    return table.page(query).rows().stream().map(row -> row.identity().number()).toList();
  }

  @Test
  void list_sortedByWhatVaries_hasNumbersBeforeWords_andNothingLast() {
    TrialTable table =
        table(
            List.of(
                Map.of("warmup", "none"),
                Map.of(),
                Map.of("warmup", 10),
                Map.of("warmup", 9.5),
                Map.of("warmup", "linear")));
    assertThat(numbers(table, by("warmup", false))).containsExactly(4, 3, 5, 1, 2);
    assertThat(numbers(table, by("warmup", true))).containsExactly(1, 5, 3, 4, 2);
    assertThatThrownBy(() -> table.page(by("warmpu", false)))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContainingAll("cannot sort by warmpu", "warmup", "bestTestAccuracy");
  }

  @Test
  void sheet_hasEveryColumnThatAnyOfItsTrialsHas_andEveryRow() {
    TrialTable table =
        table(List.of(Map.of("model", "resnet18", "warmup", 3), Map.of("optimizer", "muon")));
    ListQuery query = new ListQuery(Map.of("filter", "number < 3"), List.of(), 1, 0);
    Sheet sheet = table.sheet(query);
    assertThat(sheet.columns())
        .endsWith("fingerprint", "tags", "optimizer", "warmup")
        .doesNotHaveDuplicates();
    int warmup = sheet.columns().indexOf("warmup");
    assertThat(sheet.rows().map(cells -> cells.get(warmup)).toList())
        .containsExactly(Optional.of("3"), Optional.empty());
  }

  @Test
  void column_hasANameAndAMeaning_ofItsOwn() {
    assertThat(TrialColumn.ALL).extracting(TrialColumn::name).doesNotHaveDuplicates();
    assertThat(TrialColumn.ALL).allMatch(column -> column.meaning().length() > 3);
  }
}
