package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.ModelChoice;

final class ModelCostTest {

  /** Millions of parameters and billions of multiply-adds as published, for 1000 classes. */
  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "alexnet, 224, 61.10, 0.71",
    "vgg11, 224, 132.86, 7.61",
    "vgg13, 224, 133.05, 11.31",
    "vgg16, 224, 138.36, 15.47",
    "vgg19, 224, 143.67, 19.63",
    "vgg11_bn, 224, 132.87, 7.61",
    "vgg16_bn, 224, 138.37, 15.47",
    "vgg19_bn, 224, 143.68, 19.63",
    "googlenet, 224, 6.62, 1.50",
    "inception_v3, 299, 23.83, 5.71",
    "resnet18, 224, 11.69, 1.81",
    "resnet34, 224, 21.80, 3.66",
    "resnet50, 224, 25.56, 4.09",
    "resnet101, 224, 44.55, 7.80",
    "resnet152, 224, 60.19, 11.51",
    "mobilenet_v2, 224, 3.50, 0.30",
    "mobilenet_v2(widthMultiplier=1.4), 224, 6.11, 0.58",
    "mobilenet_v2(widthMultiplier=0.75), 224, 2.64, 0.21",
    "mobilenet_v2(widthMultiplier=0.35), 224, 1.68, 0.06"
  })
  void cost_ofAPublishedModel_isThePublishedFigure(
      String label, int size, String millions, String billions) {
    ModelCost cost = cost(label, size, 1000);
    assertThat(format(cost.parameters() / 1e6)).isEqualTo(millions);
    assertThat(format(cost.multiplyAdds() / 1e9)).isEqualTo(billions);
  }

  /** Of the CIFAR variants: parameters as in the golden files, multiply-adds counted in PyTorch. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "airbench, 32, 1971352, 118147360",
    "resnet18_cifar, 32, 11173962, 555422720",
    "vgg19_bn_cifar, 32, 20040522, 398136320",
    "mobilenet_v2_cifar, 32, 2296922, 91154944",
    "resnet18, 32, 11181642, 37016576"
  })
  void cost_ofSmallImages_isExact(String label, int size, long parameters, long multiplyAdds) {
    assertThat(cost(label, size, 10)).isEqualTo(new ModelCost(parameters, multiplyAdds));
  }

  @ParameterizedTest
  @CsvSource({"inception_v3, inception_v3(batchNorm=false), 96"})
  void cost_withoutBatchNorm_hasAsManyMultiplyAddsAndFewerParameters(
      String with, String without, int size) {
    assertThat(cost(without, size, 5).multiplyAdds()).isEqualTo(cost(with, size, 5).multiplyAdds());
    assertThat(cost(without, size, 5).parameters()).isLessThan(cost(with, size, 5).parameters());
  }

  @ParameterizedTest
  @CsvSource({"my_net, 16"})
  void cost_ofAForeignBlock_hasParametersAndUnknownMultiplyAdds(String label, int size) {
    // convolution 3x3x3x8 + 8, batch norm 8 + 8, linear 8x10 + 10
    assertThat(cost(label, size, 10)).isEqualTo(new ModelCost(216 + 8 + 16 + 90, 0));
  }

  private static ModelCost cost(String label, int size, int classes) {
    ModelChoice choice = ModelChoice.of(label);
    ModelDefinition model = ModelCatalog.load().find(choice.name()).orElseThrow();
    return ModelCost.of(model, ModelOptions.of(model, choice, classes, true), size);
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
