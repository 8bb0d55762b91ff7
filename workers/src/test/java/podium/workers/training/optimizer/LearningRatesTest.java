package podium.workers.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.Recipe;
import podium.workers.training.torch.Torch;

/** Against ConstantLR, StepLR, CosineAnnealingLR, LinearLR and SequentialLR. */
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
                .mapToDouble(epoch -> LearningRates.at(recipe, epoch))
                .toArray())
        .containsExactly(Torch.numbers(rates), within(1e-12));
  }
}
