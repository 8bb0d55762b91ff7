package podium.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"mine-1.1", "a-1.10000", "4_models-2-17.999999999", "mine-1-1.1"})
  void trialId_ofATrial_isPlainTextInMessages(String text) throws JsonProcessingException {
    TrialId id = new TrialId(text);
    assertThat(id).hasToString(text);
    assertThat(JSON.writeValueAsString(id)).isEqualTo('"' + text + '"');
    assertThat(JSON.readValue('"' + text + '"', TrialId.class)).isEqualTo(id);
    assertThat(TrialId.parse(text)).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mine",
        "mine-1",
        "mine.1",
        "mine-1.",
        "mine-1.0",
        "mine-1.01",
        "mine-0.1",
        "mine-01.1",
        "mine-1.1.1",
        "mine-1.-1",
        "mine-1.1234567890",
        "-1.1",
        "Mine-1.1",
        "mine-1.1 ",
        "mine-1.1\n",
        "\nmine-1.1",
        "mine-١.1",
        "../mine-1.1",
        "../../outside/evil.1",
        "mine-1.1/../../evil",
        "mine\\..-1.1",
        "m\0ine-1.1"
      })
  void trialId_ofAnythingElse_cannotExist(String text) {
    assertThatThrownBy(() -> new TrialId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no id; a trial's id is its experiment's and a number");
    assertThatThrownBy(() -> JSON.readValue(JSON.writeValueAsBytes(text), TrialId.class))
        .isInstanceOf(ValueInstantiationException.class);
    assertThat(TrialId.parse(text)).isEmpty();
  }

  @Test
  void experimentId_ofANameAndANumber_namesItsTrials() throws JsonProcessingException {
    ExperimentId id = ExperimentId.of("mine", 3);
    assertThat(id).isEqualTo(new ExperimentId("mine-3"));
    assertThat(id.trial(7)).isEqualTo(new TrialId("mine-3.7"));
    assertThat(JSON.writeValueAsString(id)).isEqualTo("\"mine-3\"");
    assertThat(JSON.readValue("\"mine-3\"", ExperimentId.class)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mine", "mine-0", "mine-1.1", "mine-1/..", "../mine-1", "mine-1\n"})
  void experimentId_ofAnythingElse_cannotExist(String text) {
    assertThatThrownBy(() -> new ExperimentId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no id; an experiment's id is its name and number");
    assertThat(ExperimentId.parse(text)).isEmpty();
  }

  @Test
  void message_ofWhatIsNoId_quotesItWithoutHarm() {
    String text = "\u001b[2J\r\n" + "x".repeat(5_000);
    assertThatThrownBy(() -> new TrialId(text))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith("'?[2J??xxx")
                    .hasSizeLessThan(200)
                    .doesNotContain("\u001b", "\r", "\n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void attemptId_ofNoAttempt_cannotExist(int attempt) {
    assertThatThrownBy(() -> new AttemptId(new TrialId("mine-1.1"), attempt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("counted from 1");
  }

  @Test
  void attemptId_asText_isTheNameOfItsFile() {
    assertThat(new AttemptId(new TrialId("mine-1.2"), 3)).hasToString("mine-1.2.3");
  }
}
