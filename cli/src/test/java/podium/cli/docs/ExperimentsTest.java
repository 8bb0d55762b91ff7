package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.cli.app.DemoExperiment;
import podium.cli.app.Submission.Draft;
import podium.protocol.codec.RequestCodec;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Optimizer;
import podium.protocol.experiment.Schedule;
import podium.protocol.request.Request;

final class ExperimentsTest {
  @ParameterizedTest
  @CsvSource({"digits-demo,4", "r1-cifar10,4", "r2-cifar10,3", "r4-flowers,3"})
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
  void demo_withChanges_isReady() {
    List<String> changes =
        List.of("dataset=cifar10", "recipe.epochs=1", "matrix.model=[resnet18, vgg16]");
    Draft draft = DemoExperiment.draft(changes);
    assertThat(draft)
        .asInstanceOf(type(Draft.Ready.class))
        .extracting(Draft.Ready::json)
        .asString()
        .contains("cifar10", "[\"resnet18\",\"vgg16\"]", "\"epochs\":1");
  }

  private static ExperimentSpec spec(String name) {
    Request.Reading reading =
        RequestCodec.readFile(Home.read("experiments/" + name + ".yaml"), List.of());
    assertThat(reading).isInstanceOf(Request.Reading.Understood.class);
    return ((Request.Submit) ((Request.Reading.Understood) reading).request()).spec();
  }
}
