package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Optimizer;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.SpecFields;
import podium.protocol.request.Action;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

final class RequestCodecTest {
  private static final String LINE =
      "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}";

  private static Reading read(String json) {
    return RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  private static ExperimentSpec spec(String json) {
    Reading reading = read(json);
    assertThat(reading).isInstanceOf(Reading.Understood.class);
    return ((Request.Submit) ((Reading.Understood) reading).request()).spec();
  }

  private static List<String> reasons(String json) {
    Reading reading = read(json);
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused) reading).reasons();
  }

  @Test
  void read_bareLine_isAnExperimentWithDefaults() {
    ExperimentSpec spec =
        spec(
            "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}");
    assertThat(spec.experiment()).isEqualTo("mine");
    assertThat(spec.recipe().epochs()).isEqualTo(10);
    assertThat(spec.recipe().optimizer()).isEqualTo(Optimizer.ADAM);
    assertThat(spec.assignments()).hasSize(1);
    assertThat(spec.key()).isEmpty();
  }

  @Test
  void read_jsonBehindASchemasId_saysWhatItIsAndWhatToPublish() {
    byte[] json = LINE.getBytes(StandardCharsets.UTF_8);
    byte[] framed = new byte[5 + json.length];
    framed[4] = 7;
    System.arraycopy(json, 0, framed, 5, json.length);
    assertThat(RequestCodec.read(framed, Optional.empty()))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.reasons())
                    .singleElement()
                    .asString()
                    .contains("byte 0 and a schema's id", "publish the JSON alone"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-32BE"})
  void read_otherEncodings_areUnderstoodAndTheirFaultsStayFaultsOfJson(String charset) {
    var encoding = java.nio.charset.Charset.forName(charset);
    assertThat(RequestCodec.read(LINE.getBytes(encoding), Optional.empty()))
        .isInstanceOf(Reading.Understood.class);
    assertThat(RequestCodec.read((LINE + "}").getBytes(encoding), Optional.empty()))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused -> assertThat(refused.reasons().getFirst()).startsWith("not JSON"));
  }

  @Test
  void read_matrixOfThreeAxes_everyCombinationOnce() {
    ExperimentSpec spec =
        spec(
            "{\"experiment\":\"m\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\",\"vgg16\"],"
                + "\"seed\":[1,2,3],\"recipe.learningRate\":[0.1,0.01]},\"recipe\":{\"epochs\":2}}");
    assertThat(spec.trialCount()).isEqualTo(12);
    assertThat(spec.assignments()).hasSize(12).doesNotHaveDuplicates();
    assertThat(spec.trial(spec.assignments().get(11)).recipe().learningRate()).isEqualTo(0.01);
    assertThat(spec.trial(spec.assignments().get(11)).seed()).isEqualTo(3);
  }

  @Test
  void read_manyErrors_allToldAtOnceWithPathValueAndAllowed() {
    assertThat(
            reasons(
                "{\"experiment\":\"Not A"
                    + " Name\",\"matrix\":{\"model\":[\"resnet18\"],\"colour\":[1]},"
                    + "\"recipe\":{\"epochs\":-3,\"epoch\":2,\"optimizer\":\"sdg\"},\"priority\":\"high\"}"))
        .anySatisfy(r -> assertThat(r).contains("experiment is \"Not A Name\"", "allowed"))
        .anySatisfy(r -> assertThat(r).contains("dataset is missing"))
        .anySatisfy(r -> assertThat(r).contains("matrix.colour is not a field", "model, seed"))
        .anySatisfy(r -> assertThat(r).contains("recipe.epochs is -3", "from 1 to 10000"))
        .anySatisfy(r -> assertThat(r).contains("recipe.epoch is not a field", "epochs"))
        .anySatisfy(r -> assertThat(r).contains("recipe.optimizer is \"sdg\"", "sgd, adam, adamw"))
        .anySatisfy(r -> assertThat(r).contains("priority is \"high\""))
        .hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "42",
        "null",
        "\"text\"",
        "{",
        "{\"a\":1}{\"b\":2}",
        "{\"experiment\":\"a\",\"experiment\":\"b\"}"
      })
  void read_nonsense_refusedWithReason(String text) {
    assertThat(reasons(text)).isNotEmpty().allSatisfy(r -> assertThat(r).isNotBlank());
  }

  @Test
  void read_secondValue_refusedInWords() {
    String one =
        "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}";
    assertThat(reasons(one + "\n" + one))
        .containsExactly(
            "not one JSON object: a second value begins (line 2, column 1); publish each request as"
                + " a message of its own");
  }

  @Test
  void read_utf16_isRead() {
    String json =
        "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}";
    for (java.nio.charset.Charset charset :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(RequestCodec.read(json.getBytes(charset), Optional.empty()))
          .isInstanceOf(Reading.Understood.class);
    }
  }

  @Test
  void read_longText_refused() {
    assertThat(reasons("x".repeat(900_000))).hasSize(1);
    assertThat(reasons("{\"experiment\":\"" + "x".repeat(900_000) + "\"}"))
        .allSatisfy(r -> assertThat(r.length()).isLessThan(400));
  }

  @Test
  void read_deepNesting_refused() {
    assertThat(reasons("{\"a\":".repeat(500) + "1" + "}".repeat(500))).hasSize(1);
  }

  @Test
  void read_billionTrials_refusedWithTheNumber() {
    String axis =
        "["
            + String.join(
                ",", java.util.stream.IntStream.range(0, 1000).mapToObj(Integer::toString).toList())
            + "]";
    String json =
        "{\"experiment\":\"big\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"],\"seed\":%s,\"imageSize\":%s,\"epochs\":%s}}"
            .formatted(axis, axis, axis.replace("[0,", "[1000,"));
    assertThat(reasons(json)).singleElement().asString().contains("1000000000 trials", "10000");
  }

  static List<String> everyField() {
    return java.util.stream.Stream.concat(
            SpecFields.SUBMIT_NAMES.stream(),
            RecipeFields.ALL.stream().map(field -> "recipe." + field.name()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyField")
  void read_wrongTypeInAnyField_refusedNamingIt(String field) {
    String wrong = "{\"wrong\":[{\"type\":1}]}";
    String name = field.startsWith("recipe.") ? "recipe" : field;
    String value =
        field.startsWith("recipe.")
            ? "{\"%s\":%s}".formatted(field.substring("recipe.".length()), wrong)
            : wrong;
    java.util.Map<String, String> fields =
        new java.util.LinkedHashMap<>(
            java.util.Map.of(
                "experiment", "\"a\"",
                "dataset", "\"digits\"",
                "matrix", "{\"model\":[\"resnet18\"]}"));
    fields.put(name, value);
    String json =
        fields.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
            .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    assertThat(reasons(json))
        .anySatisfy(
            r ->
                assertThat(r)
                    .contains(
                        field.equals("matrix")
                            ? "matrix."
                            : field.equals("resources") || field.equals("limits")
                                ? field + "."
                                : field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "recipe.labelSmoothing; 1; a number from 0.0 to 0.9999",
        "recipe.labelSmoothing; -0.1; a number from 0.0 to 0.9999",
        "recipe.clipNorm; -1; a number from 0.0 to 1000000.0",
        "recipe.clipNorm; \"off\"; a number from 0.0 to 1000000.0",
        "recipe.validationShare; 0.51; a number from 0.0 to 0.5",
        "recipe.validationShare; true; a number from 0.0 to 0.5",
        "limits.epochSeconds; -5; a whole number from 0 to 31536000",
        "limits.epochSeconds; 1.5; a whole number from 0 to 31536000",
        "limits.wallSeconds; \"1h\"; a whole number from 0 to 31536000",
        "limits.trainImages; -1; a whole number from 0 to 100000000"
      })
  void read_badValue_refusedWithPathValueAndWhatIsAllowed(
      String path, String value, String allowed) {
    String[] names = path.split("\\.");
    assertThat(
            reasons(
                "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},"
                    + "\"%s\":{\"%s\":%s}}".formatted(names[0], names[1], value)))
        .containsExactly(path + " is " + value + "; allowed: " + allowed);
  }

  private static String withResources(String resources, String limits) {
    return LINE.substring(0, LINE.length() - 1)
        + ",\"resources\":"
        + resources
        + ",\"limits\":"
        + limits
        + "}";
  }

  @Test
  void read_severalSlots_taken() {
    assertThat(spec(withResources("{\"slots\":4}", "{}")).resources())
        .isEqualTo(new Resources(Device.ANY, 4));
    assertThat(spec(withResources("{\"slots\":4}", "{\"slots\":4}")).resources().sort())
        .isEqualTo(Device.CPU);
    assertThat(spec(LINE).resources()).isEqualTo(new Resources(Device.ANY, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"slots\":0}; {}; resources.slots is 0",
        "{\"slots\":65}; {}; resources.slots is 65",
        "{\"slots\":\"all\"}; {}; resources.slots is \"all\"",
        "{\"slots\":2,\"device\":\"cuda\"}; {}; set it to 1, or resources.device to cpu",
        "{\"slots\":4}; {\"slots\":3}; raise limits.slots, or ask for fewer"
      })
  void read_slotsThatNobodyCouldGive_saysWhatToDo(String resources, String limits, String told) {
    assertThat(reasons(withResources(resources, limits))).singleElement().asString().contains(told);
  }

  @Test
  void read_limits_allTaken() {
    String limits = "{\"trainImages\":7,\"wallSeconds\":8,\"epochSeconds\":9}";
    assertThat(
            spec("{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"limits\":"
                    + limits
                    + "}")
                .limits())
        .isEqualTo(new Limits(7, 8, 9, 0));
  }

  @Test
  void read_nullFields_countAsAbsent() {
    assertThat(
            spec("{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"recipe\":null,\"tags\":null}")
                .recipe())
        .isEqualTo(podium.protocol.experiment.Recipe.defaults());
  }

  @Test
  void read_recordKey_standsInForTheField() {
    Reading reading =
        RequestCodec.read(
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"}}"
                .getBytes(StandardCharsets.UTF_8),
            Optional.of("k1"));
    assertThat(((Reading.Understood) reading).request().key()).contains("k1");
  }

  @Test
  void read_cancel_namesItsTarget() {
    assertThat(read("{\"request\":\"cancel\",\"experiment\":\"mine-1\"}"))
        .isEqualTo(
            new Reading.Understood(new Request.Act(Optional.empty(), new Action.Cancel("mine-1"))));
    assertThat(reasons("{\"request\":\"cancel\"}")).hasSize(1);
  }

  @Test
  void read_cancelOfExperimentAndTrial_refusedSayingWhichToKeep() {
    assertThat(reasons("{\"request\":\"cancel\",\"experiment\":\"mine-1\",\"trial\":\"mine-1.2\"}"))
        .singleElement()
        .asString()
        .contains("keep trial to cancel that one, experiment to cancel all");
  }

  @Test
  void read_manyUnknownFields_refusedWithFiftyReasonsAndTheNumberOfOthers() {
    String fields =
        java.util.stream.IntStream.range(0, 70)
            .mapToObj("\"field%d\":1"::formatted)
            .collect(java.util.stream.Collectors.joining(","));
    Reading reading =
        read(
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},"
                + fields
                + "}");
    assertThat(((Reading.Refused) reading).told(List.of())).hasSize(51).endsWith("... and 20 more");
  }

  @Test
  void read_faultsHereAndThere_refusedWithWhatCouldBeReadForTheNextToJudge() {
    Reading reading =
        read(
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"pretrained\":\"imagenet\",\"matrix\":"
                + "{\"model\":[\"alexnet\",7],\"imageSize\":[16,\"x\"]},\"recipe\":{\"epochs\":-1}}");
    assertThat(((Reading.Refused) reading).reasons()).hasSize(3);
    assertThat(((Reading.Refused) reading).needs())
        .isEqualTo(
            new Request.Needs(
                Optional.of("digits"),
                "imagenet",
                List.of(new Request.Needs.Use("matrix.model[0]", "alexnet", 16))));
  }
}
