package podium.workers.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.Recipe;
import podium.workers.training.torch.Torch;

/** Against ConstantLR, StepLR, CosineAnnealingLR, LinearLR, OneCycleLR and SequentialLR. */
final class LearningRatesTest {
  static Stream<Arguments> recipes() throws IOException {
    return StreamSupport.stream(Torch.golden("schedules").spliterator(), false)
        .map(golden -> Arguments.of(golden.get("recipe"), golden.get("rates")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void rates_ofEveryEpoch_equalTorchs(JsonNode fields, JsonNode rates) {
    Recipe recipe = Torch.recipe(fields);
    assertThat(
            IntStream.rangeClosed(1, recipe.epochs())
                .mapToDouble(epoch -> LearningRates.at(recipe, epoch, 1))
                .toArray())
        .containsExactly(Torch.numbers(rates), within(1e-12));
  }

  static Stream<Arguments> withinEpochs() throws IOException {
    return StreamSupport.stream(Torch.golden("within").spliterator(), false)
        .map(
            golden ->
                Arguments.of(
                    golden.get("recipe"), golden.get("steps").asInt(), golden.get("rates")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withinEpochs")
  void rates_ofEveryStep_equalTorchs(JsonNode fields, int steps, JsonNode rates) {
    Recipe recipe = Torch.recipe(fields);
    assertThat(
            IntStream.range(0, recipe.epochs() * steps)
                .mapToObj(at -> LearningRates.at(recipe, at / steps + 1, at % steps, steps))
                .mapToDouble(Rates::learningRate)
                .toArray())
        .containsExactly(Torch.numbers(rates), within(1e-12));
  }

  @Test
  void firstLayer_hasTheScheduleOfItsOwnEpochsAndThenNone() {
    Map<String, Object> fields = Map.of("epochs", 4L, "schedule", "linear", "learningRate", 0.8);
    Recipe recipe = Recipe.of(fields).with("firstLayerEpochs", 2L);
    assertThat(
            IntStream.range(0, 8)
                .mapToObj(at -> LearningRates.at(recipe, at / 2 + 1, at % 2, 2))
                .mapToDouble(Rates::firstLayer)
                .toArray())
        .containsExactly(new double[] {0.8, 0.6, 0.4, 0.2, 0, 0, 0, 0}, within(1e-12));
    assertThat(LearningRates.at(recipe, 4, 1, 2).learningRate()).isCloseTo(0.1, within(1e-12));
    assertThat(LearningRates.at(Recipe.of(fields), 4, 1, 2).firstLayer())
        .isCloseTo(0.1, within(1e-12));
  }
}
