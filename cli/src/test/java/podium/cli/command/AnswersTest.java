package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.cli.view.Fact;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

final class AnswersTest {
  @Test
  void cancelled_manyTrials_areCountedAndTwentyAreNamed() {
    List<TrialId> trials =
        IntStream.rangeClosed(1, 250_000).mapToObj(i -> new TrialId("mine-1." + i)).toList();
    List<String> lines = Answers.lines(new Fact.Asked(new Action.Cancel("mine-1"), trials));
    assertThat(lines).hasSize(22);
    assertThat(lines.getFirst()).isEqualTo("cancelling mine-1: 250000 trials");
    assertThat(lines.get(1)).isEqualTo("  mine-1.1");
    assertThat(lines.getLast()).isEqualTo("  ... and 249980 more");
  }

  private static List<String> accepted(int trials, int toCome) {
    ExperimentId experiment = new ExperimentId("mine-1");
    List<TrialId> ids = IntStream.rangeClosed(1, trials).mapToObj(experiment::trial).toList();
    return Answers.lines(new Fact.Accepted("submit", experiment, ids, toCome));
  }

  @Test
  void accepted_search_tellsHowManyTrialsThereWillBe() {
    assertThat(accepted(1, 0)).containsExactly("accepted as mine-1 with 1 trial", "  mine-1.1");
    assertThat(accepted(12, 0)).first().isEqualTo("accepted as mine-1 with 12 trials");
    assertThat(accepted(10, 30))
        .hasSize(11)
        .first()
        .isEqualTo(
            "accepted as mine-1 with 40 trials; these 10 now, and 30 that its search suggests as"
                + " they end");
  }
}
