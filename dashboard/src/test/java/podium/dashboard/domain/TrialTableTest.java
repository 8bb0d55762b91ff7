package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.dashboard.domain.Position.LogId;
import podium.engine.log.LogCursor;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Score;

final class TrialTableTest {
  private static final int TRIALS = 1_000;
  private static final Position AT =
      new Position("g", LogId.NONE, 7, Optional.empty(), LogCursor.Place.START, Totals.NONE);

  private final TrialTable table = new TrialTable(AT);
  private final List<TrialRow> rows = new ArrayList<>();

  private static TrialRow row(int number, Random chance) {
    boolean begun = chance.nextInt(4) > 0;
    Learning learning =
        begun
            ? Learning.NONE.plus(
                new Mark(
                    1,
                    1,
                    new Score(1, 0, 50),
                    Optional.of(new Score(1, chance.nextInt(50), 50)),
                    Optional.empty(),
                    chance.nextInt(9)))
            : Learning.NONE;
    Standing queued = Standing.queued(3);
    TrialIdentity identity =
        new TrialIdentity(
            new TrialId("e-%d.%d".formatted(number % 3 + 1, number + 1)),
            new ExperimentId("e-" + (number % 3 + 1)),
            "e",
            number,
            "model" + chance.nextInt(5),
            "digits",
            chance.nextInt(10),
            2,
            Map.of(),
            Optional.empty(),
            Instant.EPOCH,
            number % 3);
    return new TrialRow(
        identity,
        begun ? queued.placed(4, 1, "w", "cpu:0", "") : queued,
        learning,
        TrialData.NONE,
        5);
  }

  @BeforeEach
  void fill() {
    Random chance = new Random(20261125);
    IntStream.range(0, TRIALS).forEach(i -> rows.add(row(i, chance)));
    table.begin(AT, rows, List.of());
  }

  private List<TrialRow> page(ListQuery query) {
    return table.page(query).rows();
  }

  @ParameterizedTest
  @CsvSource({"20,0", "20,3", "500,0", "500,1", "20,49"})
  void page_byTwoColumns_isThatPartOfTheWholeOrder(int limit, int number) {
    Comparator<TrialRow> bestFirst =
        Comparator.comparing(
            row -> row.learning().bestTestAccuracy().orElse(Double.NEGATIVE_INFINITY),
            Comparator.reverseOrder());
    List<TrialRow> whole =
        rows.stream()
            .sorted(
                bestFirst
                    .thenComparing(row -> row.identity().model())
                    .thenComparing(row -> row.identity().accepted())
                    .thenComparing(row -> row.identity().number()))
            .toList();
    ListQuery query =
        new ListQuery(
            Map.of(),
            List.of(
                new ListQuery.SortBy("bestTestAccuracy", true),
                new ListQuery.SortBy("model", false)),
            limit,
            number);
    int from = Math.min(limit * number, TRIALS);
    assertThat(page(query)).isEqualTo(whole.subList(from, Math.min(from + limit, TRIALS)));
  }

  @Test
  void page_beyondTheLast_isEmptyAndTellsTheTotal() {
    Board.Page<TrialRow> page = table.page(new ListQuery(Map.of(), List.of(), 200, 1_000_000));
    assertThat(page.rows()).isEmpty();
    assertThat(page.total()).isEqualTo(TRIALS);
    assertThat(page.offset()).isEqualTo(7);
  }

  @Test
  void page_withoutAValue_standsLastBothWays() {
    for (boolean descending : List.of(true, false)) {
      List<TrialRow> sorted =
          page(
              new ListQuery(
                  Map.of(),
                  List.of(new ListQuery.SortBy("bestTestAccuracy", descending)),
                  TRIALS,
                  0));
      assertThat(sorted.getFirst().learning().bestTestAccuracy()).isPresent();
      assertThat(sorted.getLast().learning().bestTestAccuracy()).isEmpty();
    }
  }

  @Test
  void page_filtered_allConditionsHold() {
    Map<String, String> filters =
        Map.of("experiment", "e-1", "model", "model0,model1", "status", "RUNNING", "worker", "w");
    assertThat(page(new ListQuery(filters, List.of(), 1_000, 0)))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.identity().experiment()).isEqualTo(new ExperimentId("e-1"));
              assertThat(row.identity().model()).isIn("model0", "model1");
              assertThat(row.standing().status()).isEqualTo(TrialStatus.RUNNING);
            });
    assertThat(table.page(new ListQuery(Map.of("experiment", "e"), List.of(), 1, 0)).total())
        .as("a name means all its experiments")
        .isEqualTo(TRIALS);
  }

  @Test
  void put_changedRow_takesItsPlaceAndMovesInTheOrder() {
    TrialRow before = rows.getFirst();
    TrialRow best =
        new TrialRow(
            before.identity(),
            before.standing(),
            Learning.NONE.plus(
                new Mark(
                    1,
                    1,
                    new Score(1, 0, 50),
                    Optional.of(new Score(0, 50, 50)),
                    Optional.empty(),
                    1)),
            before.data(),
            9);
    table.put(
        List.of(best),
        List.of(),
        new Position("g", LogId.NONE, 10, Optional.empty(), LogCursor.Place.START, Totals.NONE));
    ListQuery query =
        new ListQuery(Map.of(), List.of(new ListQuery.SortBy("bestTestAccuracy", true)), 1, 0);
    assertThat(page(query)).containsExactly(best);
    assertThat(table.page(query).total()).isEqualTo(TRIALS);
    assertThat(table.page(query).offset()).isEqualTo(10);
  }

  @Test
  void page_ofAFilterInWords_isThoseRowsInTheirOrder() {
    ListQuery query =
        new ListQuery(
            Map.of("filter", "bestTestAccuracy > 50% and not model in (model0, model1)"),
            List.of(new ListQuery.SortBy("bestTestAccuracy", true)),
            20,
            1);
    List<TrialRow> wanted =
        rows.stream()
            .filter(row -> row.learning().bestTestAccuracy().orElse(0.0) > 0.5)
            .filter(row -> !row.identity().model().matches("model[01]"))
            .toList();
    assertThat(table.page(query).total()).isEqualTo(wanted.size());
    assertThat(page(query)).hasSize(20).allMatch(wanted::contains);
  }

  @Test
  void page_unknownFilterOrColumn_namesTheKnown() {
    assertThatThrownBy(() -> page(new ListQuery(Map.of("colour", "red"), List.of(), 1, 0)))
        .hasMessageContaining(
            "colour is no filter here; known: [archived, dataset, experiment, filter");
    assertThatThrownBy(
            () ->
                page(new ListQuery(Map.of(), List.of(new ListQuery.SortBy("colour", true)), 1, 0)))
        .hasMessageContaining("cannot sort by colour; known: [accepted");
  }
}
