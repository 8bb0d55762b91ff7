package podium.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.cli.proof.ResumedRun.Trained;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/** What is shown of a killed trial; {@code ProveCommandTest} has one trained and killed. */
final class ResumedRunTest {
  private static Trained trained(int epoch, String state, int attempt) {
    Score score = new Score(0.5, 5, 10);
    return new Trained(
        new EpochResult(
            epoch,
            score,
            Optional.of(score),
            Optional.empty(),
            1e-3,
            1.0,
            10.0,
            0,
            new CheckpointRef(epoch, "a/" + epoch, "sha", 1),
            state),
        attempt);
  }

  private static final List<Trained> ALONE = List.of(trained(1, "aa", 1), trained(2, "bb", 1));

  @Test
  void shown_sameStates_isHeld() {
    Proof.Shown shown = ResumedRun.shown(ALONE, List.of(trained(1, "aa", 1), trained(2, "bb", 2)));
    assertThat(shown.held()).isTrue();
    assertThat(shown.why()).startsWith("2 of 2 epochs have the same SHA-256, 1 of them by");
  }

  @Test
  void shown_anotherState_isNotHeld() {
    Proof.Shown shown = ResumedRun.shown(ALONE, List.of(trained(1, "aa", 1), trained(2, "bc", 2)));
    assertThat(shown.held()).isFalse();
    assertThat(shown.lines().getLast()).contains("bb", "bc");
  }

  @Test
  void shown_nobodyWentOn_isNotHeld() {
    assertThat(ResumedRun.shown(ALONE, ALONE).held()).isFalse();
  }
}
