package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

final class ModelReaderTest {
  private static final String ALLOWED =
      "; allowed: a model's name, such as resnet18, or with options as in"
          + " mobilenet_v2(widthMultiplier=1.4),"
          + " or an object such as {name: mobilenet_v2, widthMultiplier: 1.4}";

  @Test
  void model_byNameLabelOrObject_isOneLabel() {
    assertThat(
            models(
                """
                [resnet18, {name: inception_v3, batchNorm: false},
                 {name: inception_v3, batchNorm: true}, {widthMultiplier: 1.4, name: mobilenet_v2},
                 mobilenet_v2(widthMultiplier=1)]\
                """))
        .containsExactly(
            "resnet18",
            "inception_v3(batchNorm=false)",
            "inception_v3",
            "mobilenet_v2(widthMultiplier=1.4)",
            "mobilenet_v2");
  }

  @Test
  void model_loneObject_isAListOfOne() {
    assertThat(models("{name: inception_v3, batchNorm: false}"))
        .containsExactly("inception_v3(batchNorm=false)");
  }

  @Test
  void model_setOnTheCommandLine_isInEveryAssignment() {
    String setting =
        "matrix.model=[mobilenet_v2(widthMultiplier=0.5), {name: inception_v3, batchNorm: false}]";
    assertThat(spec("[alexnet]", setting).assignments())
        .extracting(assignment -> assignment.get("model"))
        .containsExactly("mobilenet_v2(widthMultiplier=0.5)", "inception_v3(batchNorm=false)");
  }

  @Test
  void model_ofAnotherWorker_isLeftToTheScheduler() {
    assertThat(models("[{name: my_net, width: 2, kind: wide, deep: true}]"))
        .containsExactly("my_net(deep=true;kind=wide;width=2)");
  }

  @Test
  void model_wrong_isToldWithEverythingElseThatIs() {
    assertThat(
            reasons(
                """
                [7, {batchNorm: false}, {name: 'A b', x: 1}, {name: resnet18, depth: 3},
                 {name: inception_v3, batchNorm: 'no', width: 2},
                 {name: mobilenet_v2, widthMultiplier: 40},
                 {name: mobilenet_v2, widthMultiplier: [1]},
                 'mobilenet_v2(width=1)', 'vgg16(', {name: m, a-b: 1}]\
                """,
                "recipe.epochs=0"))
        .containsExactly(
            "recipe.epochs is 0; allowed: a whole number from 1 to 10000",
            "matrix.model[0] is 7" + ALLOWED,
            "matrix.model[1].name is missing;"
                + " give an object such as {name: mobilenet_v2, widthMultiplier: 1.4}",
            "matrix.model[2].name is \"A b\"; allowed: a model's name, such as resnet18",
            "matrix.model[3].depth is not an option of resnet18; it has none",
            "matrix.model[4].batchNorm is no; allowed: true or false",
            "matrix.model[4].width is not an option of inception_v3; it has batchNorm",
            "matrix.model[5].widthMultiplier is 40; allowed: a number from 0.1 to 4.0",
            "matrix.model[6].widthMultiplier is [1]; allowed: true, false, a number or a word",
            "matrix.model[7].width is not an option of mobilenet_v2; it has widthMultiplier",
            "matrix.model[8] is \"vgg16(\"" + ALLOWED,
            "matrix.model[9].a-b is not an option; an option's name is of letters and digits");
  }

  @Test
  void model_twiceUnderTwoNames_isTold() {
    assertThat(reasons("[mobilenet_v2, {name: mobilenet_v2, widthMultiplier: 1.0}]"))
        .containsExactly("matrix.model names a value twice; each value once");
  }

  private static List<Object> models(String yaml) {
    return spec(yaml).matrix().getOrDefault("model", List.of());
  }

  private static ExperimentSpec spec(String yaml, String... settings) {
    assertThat(read(yaml, settings)).isInstanceOf(Reading.Understood.class);
    return ((Request.Submit) ((Reading.Understood) read(yaml, settings)).request()).spec();
  }

  private static List<String> reasons(String yaml, String... settings) {
    return ((Reading.Refused) read(yaml, settings)).reasons();
  }

  private static Reading read(String yaml, String... settings) {
    String text = "{experiment: mine, dataset: digits, matrix: {model: " + yaml + "}}";
    return RequestFile.read(text, List.of(settings)).parts().getFirst().reading();
  }
}
