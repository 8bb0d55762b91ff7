package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Event;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.ExperimentId;

/** Tables for reports: two models with two seeds each, of which one trial failed. */
final class ResultTableTest {
  private static final List<Integer> CORRECT = List.of(180, 198, 270, 9);

  static List<TrialRow> trials() {
    ExperimentSpec spec =
        new ExperimentSpec(
            "mine",
            Optional.empty(),
            "digits",
            Map.of("model", List.of("resnet18", "inception_v3"), "seed", List.of(1L, 2L)),
            Recipe.of(Map.of("epochs", 1)),
            "none",
            Resources.ANY,
            0,
            "",
            Limits.NONE,
            List.of());
    ExperimentId id = new ExperimentId("mine-1");
    List<TrialEntry> entries =
        IntStream.rangeClosed(1, 4)
            .mapToObj(
                number ->
                    new TrialEntry(
                        id.trial(number),
                        Map.of(
                            "model",
                            number <= 2 ? "resnet18" : "inception_v3",
                            "seed",
                            (long) (number + 1) % 2 + 1)))
            .toList();
    LogView view = new LogView();
    take(view, new Event.ExperimentAccepted(Story.source(0), id, spec, entries));
    for (int number = 1; number <= 4; number++) {
      String trial = id.trial(number).value();
      take(view, Story.placed(trial, 1));
      take(view, Story.started(trial, 1));
      take(view, Story.epoch(trial, 1, 1, CORRECT.get(number - 1)));
      take(view, Story.ended(trial, number < 4 ? TrialStatus.SUCCEEDED : TrialStatus.FAILED));
    }
    return view.trialsOf(id);
  }

  private static void take(LogView view, Event event) {
    view.apply(Story.entry(0, "", event));
  }

  @Test
  void ofTrials_values_areThoseOfTheLogInFull() {
    Map<String, Object> first = ResultTable.ofTrials(trials()).values().getFirst();
    assertThat(first)
        .containsEntry("trial", "mine-1.1")
        .containsEntry("model", "resnet18")
        .containsEntry("seed", 1L)
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("parameters", 11_181_642L)
        .containsEntry("seconds", 3.5)
        .containsEntry("testAccuracy", 0.5);
  }

  @Test
  void overSeeds_meanAndDeviation_areOfThoseThatSucceeded() {
    List<Map<String, Object>> rows = ResultTable.overSeeds(trials()).values();
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst()).doesNotContainKey("seed").containsEntry("succeeded", 2L);
    assertThat(rows.getFirst().get("testAccuracy"))
        .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
        .isCloseTo(0.525, within(1e-12));
    assertThat(rows.getFirst().get("deviation"))
        .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
        .isCloseTo(0.05 / Math.sqrt(2), within(1e-12));
    assertThat(rows.getLast())
        .containsEntry("trials", 2L)
        .containsEntry("succeeded", 1L)
        .containsEntry("testAccuracy", 0.75)
        .doesNotContainKey("deviation");
  }

  @Test
  void csv_ofTrials_hasALineOfNamesAndNothingRounded() {
    List<String> lines = ResultFormats.csv(ResultTable.ofTrials(trials())).lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst()).startsWith("trial,model,").endsWith(",testAccuracy");
    assertThat(lines.get(1)).contains("mine-1.1,resnet18", ",0.9742519137091162,0.5");
  }

  @Test
  void markdownAndLatex_ofSeeds_areWhatAReportTakes() {
    ResultTable table = ResultTable.overSeeds(trials());
    assertThat(ResultFormats.markdown(table))
        .contains(
            "| model | trials | succeeded | seconds | testAccuracy | deviation |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            "| resnet18 | 2 | 2 | 3.5 | 52.50 % | 3.54 % |");
    assertThat(ResultFormats.latex(table))
        .startsWith("\\begin{tabular}{lrrrrr}")
        .contains("inception\\_v3 & 2 & 1 & 3.5 & 75.00 \\% & - \\\\")
        .endsWith("\\end{tabular}");
  }
}
