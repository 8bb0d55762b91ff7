package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.id.TrialId;

/**
 * Of the four trials of {@link ResultTableTest}: two models with two seeds, the last one failed.
 */
final class ReportCheckTest {
  private static final Map<TrialId, TrialRow> TRIALS =
      ResultTableTest.trials().stream().collect(Collectors.toMap(TrialRow::trial, row -> row));

  private static ReportCheck check(String text) {
    return ReportCheck.of(text, id -> Optional.ofNullable(TRIALS.get(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "| resnet18 | 2 | 3.5 ± 0.0 <!-- podium seconds mine-1.1@5 mine-1.2@9 --> | 52.50 ± 3.54"
            + " <!-- podium accuracy mine-1.1@5 mine-1.2@9 --> |",
        "| **52.50 ± 3.54** <!-- podium accuracy mine-1.1@5 mine-1.2@9 -->",
        "  & 52.50 $\\pm$ 3.54 % podium accuracy mine-1.1@5 mine-1.2@9",
        "  & \\textbf{52.5} % podium accuracy mine-1.1@5 mine-1.2@9",
        "Accuracy was 75 % <!-- podium accuracy mine-1.3@5 -->"
      })
  void figures_asTheLogHasThem_areFresh_howeverTheyAreSetOff(String text) {
    assertThat(check(text).stale()).isEmpty();
    assertThat(check(text).figures()).isPositive();
  }

  @Test
  void figures_thatAreNoLongerSo_areToldByLine_withWhatTheyWouldBe() {
    assertThat(
            check(
                    """
                    | vgg | 50.01 ± 3.54 <!-- podium accuracy mine-1.1@5 mine-1.2@9 --> |
                    | vgg | 52.50 ± 3.60 <!-- podium accuracy mine-1.1@5 mine-1.2@9 --> |
                    | vgg | 2.50 <!-- podium accuracy mine-1.4@5 --> |
                    | vgg | 2.50 <!-- podium seconds other-1.1@5 --> |
                    | vgg | none <!-- podium seconds mine-1.1@5 --> |
                    """)
                .stale())
        .containsExactly(
            "line 1: accuracy is 50.01 ± 3.54, and would be 52.50 ± 3.54 now",
            "line 2: accuracy is 52.50 ± 3.60, and would be 52.50 ± 3.54 now",
            "line 3: mine-1.4 is failed now, and has no such figure",
            "line 4: the log knows no trial other-1.1",
            "line 5: a comment names trials, and no figure stands before it");
  }

  @Test
  void text_withoutSuchComments_hasNoFigure() {
    assertThat(check("| 52.50 <!-- of last week --> | 7 % podium is a scheduler").figures())
        .isZero();
  }
}
