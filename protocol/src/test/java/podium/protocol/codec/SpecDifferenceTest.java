package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

final class SpecDifferenceTest {
  private static ExperimentSpec spec(String more) {
    String json =
        "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}%s}"
            .formatted(more);
    return read(json, Optional.empty());
  }

  private static ExperimentSpec read(String json, Optional<String> key) {
    Reading reading = RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), key);
    assertThat(reading).isInstanceOf(Reading.Understood.class);
    return ((Request.Submit) ((Reading.Understood) reading).request()).spec();
  }

  private static String seeds(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  @Test
  void between_otherWordsForTheSame_none() {
    ExperimentSpec first =
        read(
            "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\",\"learningRate\":[1]}}",
            Optional.of("record key"));
    ExperimentSpec second =
        read(
            "{\"matrix\":{\"learningRate\":[1.0],\"model\":[\"resnet18\"]},\"recipe\":{\"epochs\":10},"
                + "\"dataset\":\"digits\",\"experiment\":\"mine\",\"key\":\"field\",\"priority\":0}",
            Optional.empty());
    assertThat(SpecDifference.between(first, second)).isEmpty();
  }

  @Test
  void between_otherValues_eachByItsPathWithWhatItIsAndWas() {
    assertThat(
            SpecDifference.between(
                spec(",\"tags\":[\"a\"],\"recipe\":{\"epochs\":1}"),
                spec(
                    ",\"tags\":[\"a\",\"b\"],\"owner\":\"ada\",\"limits\":{\"trainImages\":5},\"recipe\":{\"epochs\":3}")))
        .containsExactly(
            "limits.trainImages is 5, was 0",
            "owner is ada, was \"\"",
            "recipe.epochs is 3, was 1",
            "tags is [\"a\",\"b\"], was [\"a\"]");
  }

  @Test
  void between_axisThatOneLacks_saysSo() {
    String bare =
        "{\"experiment\":\"m\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"vgg16\"]%s}}";
    ExperimentSpec without = read(bare.formatted(""), Optional.empty());
    ExperimentSpec with = read(bare.formatted(",\"seed\":[1,2]"), Optional.empty());
    assertThat(SpecDifference.between(without, with))
        .containsExactly("matrix.seed is [1,2], was not given");
    assertThat(SpecDifference.between(with, without))
        .containsExactly("matrix.seed is not given, was [1,2]");
  }

  @Test
  void between_longLists_tellsTheirLengthsOrTheElementsThatDiffer() {
    String bare =
        "{\"experiment\":\"m\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"vgg16\"],\"seed\":[%s]}}";
    ExperimentSpec hundred = read(bare.formatted(seeds(0, 100)), Optional.empty());
    assertThat(
            SpecDifference.between(hundred, read(bare.formatted(seeds(0, 101)), Optional.empty())))
        .containsExactly("matrix.seed has 101 values, had 100");
    assertThat(
            SpecDifference.between(
                hundred, read(bare.formatted(seeds(0, 99) + ",700"), Optional.empty())))
        .containsExactly("matrix.seed[99] is 700, was 99");
  }
}
