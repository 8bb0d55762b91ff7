package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Event;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.ExperimentId;

/** Three models with three seeds each: one far ahead, two side by side. */
final class ComparisonViewTest {
  private static final List<String> MODELS = List.of("resnet18", "googlenet", "alexnet");
  private static final int[] CORRECT = {350, 351, 349, 200, 240, 220, 214, 226, 235};

  private static List<TrialRow> trials() {
    ExperimentSpec spec =
        new ExperimentSpec(
            "mine",
            Optional.empty(),
            "digits",
            Map.of("model", List.copyOf(MODELS), "seed", List.of(1L, 2L, 3L)),
            Recipe.of(Map.of("epochs", 1)),
            "none",
            Resources.ANY,
            0,
            "",
            Limits.NONE,
            List.of());
    ExperimentId id = new ExperimentId("mine-1");
    List<TrialEntry> entries =
        IntStream.range(0, 9)
            .mapToObj(
                i ->
                    new TrialEntry(
                        id.trial(i + 1), Map.of("model", MODELS.get(i / 3), "seed", i % 3 + 1L)))
            .toList();
    LogView view = new LogView();
    view.apply(
        Story.entry(0, "", new Event.ExperimentAccepted(Story.source(0), id, spec, entries)));
    for (int i = 0; i < 9; i++) {
      String trial = id.trial(i + 1).value();
      for (Event event :
          List.of(
              Story.placed(trial, 1),
              Story.started(trial, 1),
              Story.epoch(trial, 1, 1, CORRECT[i]),
              Story.ended(trial, TrialStatus.SUCCEEDED))) {
        view.apply(Story.entry(0, "", event));
      }
    }
    return view.trialsOf(id);
  }

  private static ComparisonView view(boolean all) {
    return new ComparisonView(ComparisonView.alike(Map.of("mine-1", trials())), 0.95, 0.01, all);
  }

  @Test
  void lines_rankGroups_andSayWhatIsShownAndWhatIsNot() {
    List<String> lines = view(true).lines();
    assertThat(lines.get(1)).matches(" +1  resnet18 +3  97\\.22 %  96\\.94 %  97\\.50 %");
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "resnet18 over alexnet: shown, \\+34\\.\\d points .*by 3 seeds, paired;"
                        + " chance alone sets them as far apart 1 time in 4, .*"))
        .anyMatch(
            line ->
                line.matches(
                    "alexnet over googlenet: not shown, -\\d+\\.\\d to \\+\\d+\\.\\d points by 3"
                        + " seeds, paired; about \\d+ more seeds of each would settle 1.0 points"))
        .last()
        .asString()
        .isEqualTo("95.0 % certainty for all 3 comparisons of these groups together");
  }

  @Test
  void json_ofTheBest_hasTheScoresAndTheVerdicts() {
    JsonNode json = view(false).json();
    assertThat(json.get("verdicts")).hasSize(2);
    assertThat(json.get("verdicts").get(0).get("shown").asBoolean()).isTrue();
    assertThat(json.get("groups").get(0).get("scores")).hasSize(3);
    assertThat(json.get("comparisons").asInt()).isEqualTo(3);
  }

  @Test
  void alike_severalIds_areNotPutTogether() {
    assertThat(
            ComparisonView.alike(
                    Map.of("mine-1.1", trials().subList(0, 1), "mine-1.2", trials().subList(1, 2)))
                .keySet())
        .containsExactlyInAnyOrder("mine-1.1 resnet18", "mine-1.2 resnet18");
  }
}
