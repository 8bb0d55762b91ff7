package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Stopping;
import podium.protocol.experiment.Stopping.Rule;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** {@code stopping} as people write it. */
final class StoppingReaderTest {
  @Test
  void read_noStopping_trainsAllToTheEnd() {
    assertThat(read("")).isEqualTo(Stopping.NONE);
    assertThat(read(",\"stopping\":{}")).isEqualTo(Stopping.NONE);
    assertThat(read(",\"stopping\":{\"rule\":\"none\"}")).isEqualTo(Stopping.NONE);
  }

  @Test
  void read_ruleAlone_hasItsDefaults() {
    assertThat(read(",\"stopping\":{\"rule\":\"median\"}"))
        .isEqualTo(new Stopping(Rule.MEDIAN, 1, 3, 3, 0));
    assertThat(read(",\"stopping\":{\"rule\":\"asha\"}"))
        .isEqualTo(new Stopping(Rule.ASHA, 1, 3, 3, 0));
  }

  @Test
  void read_everyField_isTaken() {
    assertThat(read(",\"stopping\":{\"rule\":\"median\",\"minEpochs\":5,\"minTrials\":7}"))
        .isEqualTo(new Stopping(Rule.MEDIAN, 5, 7, 3, 0));
    assertThat(read(",\"stopping\":{\"rule\":\"asha\",\"minEpochs\":2,\"eta\":4,\"maxEpochs\":32}"))
        .isEqualTo(new Stopping(Rule.ASHA, 2, 3, 4, 32));
  }

  @Test
  void read_fieldOfAnotherRule_isRefusedNamingBoth() {
    assertThat(reasons(",\"stopping\":{\"rule\":\"median\",\"eta\":3}"))
        .singleElement()
        .asString()
        .contains("stopping.eta", "median");
    assertThat(reasons(",\"stopping\":{\"rule\":\"asha\",\"minTrials\":3}"))
        .singleElement()
        .asString()
        .contains("stopping.minTrials", "asha");
    assertThat(reasons(",\"stopping\":{\"minEpochs\":3}"))
        .singleElement()
        .asString()
        .contains("stopping.minEpochs", "none");
  }

  @Test
  void read_wrongValues_areRefusedWithWhatIsAllowed() {
    assertThat(reasons(",\"stopping\":{\"rule\":\"hyperband\"}"))
        .singleElement()
        .asString()
        .contains("stopping.rule", "none, median, asha");
    assertThat(reasons(",\"stopping\":{\"rule\":\"asha\",\"eta\":1}"))
        .singleElement()
        .asString()
        .contains("stopping.eta is 1", "from 2 to 100");
    assertThat(reasons(",\"eta\":2")).singleElement().asString().contains("stopping.eta");
  }

  private static Stopping read(String more) {
    return reading(more) instanceof Reading.Understood understood
            && understood.request() instanceof Request.Submit submit
        ? submit.spec().stopping()
        : Stopping.NONE;
  }

  private static List<String> reasons(String more) {
    return reading(more) instanceof Reading.Refused refused ? refused.told(List.of()) : List.of();
  }

  private static Reading reading(String more) {
    String json =
        "{\"experiment\":\"e\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}"
            + more
            + "}";
    return RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }
}
