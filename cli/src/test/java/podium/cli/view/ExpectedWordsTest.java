package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.forecast.Expected;
import podium.engine.forecast.Workshop;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** When something is expected, in words and for programs. */
final class ExpectedWordsTest {
  private static final String SPAN = "in [0-9:]+ to [0-9:]+";

  private final Workshop workshop = new Workshop(7, "cpu:0");

  private Expected expected() {
    return Expected.of(workshop.given.state, workshop.given.now());
  }

  private ExpectedWords words() {
    return new ExpectedWords(expected());
  }

  private void learn() {
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("seen", 1), 20));
    workshop.finish();
  }

  @Test
  void waiting_startsAndEndsInASpan_running_onlyEnds() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 2), 10));
    assertThat(words().starts(new TrialId("e-1.2"))).matches(SPAN);
    assertThat(words().ends(new TrialId("e-1.2"))).matches(SPAN);
    assertThat(words().starts(new TrialId("e-1.1"))).isEmpty();
    assertThat(words().ends(new TrialId("e-1.1"))).matches(SPAN);
    assertThat(words().ends(new ExperimentId("e-1"))).matches(SPAN);
  }

  @Test
  void neverSeen_saysThat() {
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 1), 10));
    assertThat(words().ends(new TrialId("e-1.1")))
        .isEqualTo("unknown: no epoch of its model was seen yet");
    assertThat(words().calibration()).isEmpty();
  }

  @Test
  void calibration_isASentence() {
    learn();
    for (int i = 0; i < 4; i++) {
      workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 1), 10));
      workshop.finish();
    }
    assertThat(words().calibration().orElseThrow())
        .matches(
            "[0-4] of 4 experiments ended when they were expected to: .* %, where 80 % should");
  }

  @Test
  void status_ofPrograms_hasTimesAndWhyTheyAreUnknown() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 2), 10));
    LogView view = new LogView();
    view.explain(expected());
    JsonNode trials = AnswerJson.status(view, List.of()).get("expected").get("trials");
    assertThat(trials.get("e-1.2").get("start").get("likely").asText()).isNotEmpty();
    assertThat(trials.get("e-1.1").get("end").get("latest").asText()).isNotEmpty();
    assertThat(trials.get("e-1.1").has("start")).isFalse();
  }
}
