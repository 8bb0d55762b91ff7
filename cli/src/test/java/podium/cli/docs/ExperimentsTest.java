package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.cli.app.DemoExperiment;
import podium.cli.app.ExperimentFile;
import podium.protocol.codec.RequestFile;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Optimizer;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Schedule;
import podium.protocol.request.Request;

final class ExperimentsTest {
  private static final String SCHEMA = "# yaml-language-server: $schema=";

  @ParameterizedTest
  @CsvSource({
    "digits-demo,4",
    "digits-rates,9",
    "r1-cifar10,4",
    "r2-cifar10,3",
    "r2-short,3",
    "r4-flowers,3",
    "record-94,3",
    "digits-search,8",
    "asha-cifar10,27"
  })
  void template_read_isUnderstoodWithItsTrials(String name, int trials) {
    ExperimentSpec spec = spec(name);
    assertThat(spec.experiment()).isEqualTo(name);
    assertThat(spec.trialCount()).isEqualTo(trials);
    assertThat(spec.matrix().getOrDefault("model", List.of()))
        .allSatisfy(model -> assertThat(Catalog.BUILT_IN.offers((String) model)).isTrue());
  }

  @Test
  void r4_models_areInceptionWithoutAndWithBatchNormAndResNet50() {
    assertThat(spec("r4-flowers").matrix().getOrDefault("model", List.of()))
        .containsExactly("inception_v3(batchNorm=false)", "inception_v3", "resnet50");
  }

  @Test
  void r2_recipe_isTheReports() {
    ExperimentSpec spec = spec("r2-cifar10");
    assertThat(spec.recipe().optimizer()).isEqualTo(Optimizer.SGD);
    assertThat(spec.recipe().schedule()).isEqualTo(Schedule.COSINE);
    assertThat(spec.recipe().learningRate()).isEqualTo(0.1);
    assertThat(spec.recipe().weightDecay()).isEqualTo(5e-4);
    assertThat(spec.recipe().epochs()).isEqualTo(200);
    assertThat(spec.recipe().mean()).containsExactly(0.4914, 0.4822, 0.4465);
  }

  @Test
  void record_recipe_isTheSources() {
    Recipe recipe = spec("record-94").recipe();
    assertThat(recipe.optimizer()).isEqualTo(Optimizer.MUON);
    assertThat(recipe.schedule()).isEqualTo(Schedule.LINEAR);
    assertThat(recipe.biasLearningRate() / recipe.batchSize()).isCloseTo(0.053, within(1e-9));
    assertThat(recipe.headLearningRate() / recipe.batchSize()).isCloseTo(0.67, within(1e-9));
    assertThat(recipe.learningRate() * recipe.weightDecay())
        .isCloseTo(2e-6 * recipe.batchSize(), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "digits-demo",
        "digits-rates",
        "digits-search",
        "asha-cifar10",
        "r1-cifar10",
        "r2-cifar10",
        "r2-short",
        "r4-flowers",
        "record-94"
      })
  void template_firstLine_namesTheSchemaForEditors(String name) throws IOException {
    Path file = Home.path("experiments/" + name + ".yaml");
    String first = Files.readAllLines(file).getFirst();
    assertThat(first).startsWith(SCHEMA);
    Path schema = file.resolveSibling(first.substring(SCHEMA.length())).normalize();
    assertThat(schema).isEqualTo(Home.path("docs/experiment.schema.json").normalize());
    assertThat(schema).exists();
  }

  @Test
  void templates_all_areTestedHere() throws IOException {
    try (Stream<Path> files = Files.list(Home.path("experiments"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "asha-cifar10.yaml",
              "digits-demo.yaml",
              "digits-rates.yaml",
              "digits-search.yaml",
              "r1-cifar10.yaml",
              "r2-cifar10.yaml",
              "r2-short.yaml",
              "r4-flowers.yaml",
              "record-94.yaml");
    }
  }

  @Test
  void demo_withChanges_isReady() {
    List<String> changes =
        List.of("dataset=cifar10", "recipe.epochs=1", "matrix.model=[resnet18, vgg16]");
    ExperimentFile file = DemoExperiment.file(changes);
    assertThat(file.faults(Optional.of(Catalog.BUILT_IN))).isEmpty();
    assertThat(file.requests())
        .singleElement()
        .asString()
        .contains("cifar10", "[\"resnet18\",\"vgg16\"]", "\"epochs\":1");
  }

  private static ExperimentSpec spec(String name) {
    Request.Reading reading =
        RequestFile.read(Home.read("experiments/" + name + ".yaml"), List.of())
            .parts()
            .getFirst()
            .reading();
    assertThat(reading).isInstanceOf(Request.Reading.Understood.class);
    return ((Request.Submit) ((Request.Reading.Understood) reading).request()).spec();
  }
}
