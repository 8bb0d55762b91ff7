package podium.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The recorded run that comes with the program. */
final class RecordedRunTest {
  @Test
  void show_theRun_everyDecisionFollows() {
    Proof.Shown shown = new RecordedRun().show();
    assertThat(shown.why())
        .isEqualTo("79 entries, 0 voided; 32 of 32 decisions reproduced (100.0 %)");
    assertThat(shown.held()).isTrue();
    assertThat(shown.lines()).contains("TrialPlaced          9 of 9");
  }
}
