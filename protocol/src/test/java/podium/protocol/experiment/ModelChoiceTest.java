package podium.protocol.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelChoiceTest {
  private static final Catalog.Model MINE =
      new Catalog.Model(
          "mine",
          8,
          16,
          List.of(
              new Field("depth", new Field.Whole(1, 9), 3L, "", ""),
              new Field("head", new Field.Choice(List.of("max", "mean")), "mean", "", ""),
              new Field("norm", new Field.Flag(), true, "", ""),
              new Field("width", new Field.Decimal(0.5, 2), 1.0, "", "")));

  @ParameterizedTest
  @CsvSource({
    "resnet18, resnet18",
    "resnet18(), resnet18",
    "inception_v3(batchNorm=false), inception_v3(batchNorm=false)",
    "mobilenet_v2( widthMultiplier = 1.40 ), mobilenet_v2(widthMultiplier=1.4)",
    "mine (width=2e0; depth=7;head=max), mine(depth=7;head=max;width=2.0)",
    "'mine(width=0.5,norm=false)', mine(norm=false;width=0.5)"
  })
  void parse_label_isWrittenInOneWay(String given, String label) {
    ModelChoice choice = ModelChoice.of(given);
    assertThat(choice.label()).isEqualTo(label);
    assertThat(ModelChoice.of(label)).isEqualTo(choice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ResNet",
        "a(",
        "a)",
        "a(b)",
        "a(b=)",
        "a(=1)",
        "a(b=1)c",
        "a(b=1;b=2)",
        "a(b=1;;c=2)",
        "a(b=[1])",
        "a(b=1e999)",
        "a b",
        "a(b=1)(c=2)"
      })
  void parse_otherText_isNoLabel(String text) {
    assertThat(ModelChoice.parse(text)).isEmpty();
    assertThatThrownBy(() -> ModelChoice.of(text)).hasMessageContaining("allowed: a model's name");
  }

  @Test
  void reasons_everyWrongOption_isNamedWithWhatIsAllowed() {
    ModelChoice choice =
        new ModelChoice("mine", Map.of("depth", 10L, "head", "sum", "norm", 1L, "size", 3L));
    assertThat(choice.reasonsAgainst("matrix.model[2]", MINE))
        .containsExactly(
            "matrix.model[2].depth is 10; allowed: a whole number from 1 to 9",
            "matrix.model[2].head is sum; allowed: one of max, mean",
            "matrix.model[2].norm is 1; allowed: true or false",
            "matrix.model[2].size is not an option of mine; it has depth, head, norm, width");
    assertThat(
            ModelChoice.of("vgg16(depth=3)")
                .reasonsAgainst("m", new Catalog.Model("vgg16", 32, 32)))
        .containsExactly("m.depth is not an option of vgg16; it has none");
  }

  @Test
  void choice_ofDefaults_isThePlainName() {
    ModelChoice choice = ModelChoice.of("mine(depth=3;head=mean;norm=true;width=1)");
    assertThat(choice.of(MINE).label()).isEqualTo("mine");
    assertThat(ModelChoice.of("mine(width=2;depth=3)").of(MINE).label())
        .isEqualTo("mine(width=2.0)");
  }

  @ParameterizedTest
  @CsvSource({
    "inception_v3(batchNorm=false), true",
    "mobilenet_v2(widthMultiplier=1.4), true",
    "mobilenet_v2(widthMultiplier=40), false",
    "mobilenet_v2(width=1), false",
    "resnet18(depth=2), false",
    "nobody, false",
    "'', false"
  })
  void catalog_ofALabel_offersTheModelWithItsOptions(String label, boolean offered) {
    assertThat(Catalog.BUILT_IN.offers(label)).isEqualTo(offered);
  }
}
