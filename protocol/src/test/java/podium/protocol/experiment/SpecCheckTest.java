package podium.protocol.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.codec.RequestFile;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

final class SpecCheckTest {
  private static final String TWINS =
      "matrix: {model: m, optimizer: [adam, sgd], momentum: [0.5, 0.9]}\n";

  @Test
  void zip_isVariedTogetherAndCrossedWithTheMatrix() {
    String zip = "zip: {learningRate: [0.1, 0.01], recipe.batchSize: [128, 32]}\n";
    List<Map<String, Object>> expected =
        List.of(
            Map.of("model", "m", "seed", 1L, "learningRate", 0.1, "batchSize", 128L),
            Map.of("model", "m", "seed", 1L, "learningRate", 0.01, "batchSize", 32L),
            Map.of("model", "m", "seed", 2L, "learningRate", 0.1, "batchSize", 128L),
            Map.of("model", "m", "seed", 2L, "learningRate", 0.01, "batchSize", 32L));
    assertThat(spec("matrix: {model: m, seed: [1, 2]}\n" + zip).assignments())
        .containsExactlyElementsOf(expected);
    assertThat(
            spec("zip: [{model: [m, n], seed: [1, 2]}, {mean: [[0, 0, 0], [1, 1, 1]]}]")
                .trialCount())
        .isEqualTo(4);
  }

  @Test
  void exclude_leavesOutWhatHasAllItsValues() {
    ExperimentSpec spec =
        spec(TWINS + "exclude: [{optimizer: adam, recipe.momentum: 0.5}]\nzip: {seed: [1, 2]}\n");
    assertThat(spec.assignments())
        .hasSize(6)
        .noneMatch(one -> ExperimentSpec.has(one, Map.of("optimizer", "adam", "momentum", 0.5)));
    assertThat(spec.trialCount()).isEqualTo(6);
  }

  @Test
  void include_addsTrialsOfTheRecipeWithWhatTheyName() {
    ExperimentSpec spec =
        spec(
            """
            matrix: {model: [m], learningRate: [0.1, 0.2]}
            recipe: {epochs: 5}
            include: [{seed: 7, recipe.epochs: 3}, {model: n}]
            """);
    assertThat(spec.assignments())
        .endsWith(Map.of("model", "m", "seed", 7L, "epochs", 3L), Map.of("model", "n"))
        .hasSize(4);
    TrialSpec third = spec.trial(spec.assignments().get(2));
    assertThat(third.seed()).isEqualTo(7);
    assertThat(third.recipe().epochs()).isEqualTo(3);
    assertThat(third.recipe().learningRate()).isEqualTo(0.001);
  }

  @Test
  void include_alone_needsNoMatrix() {
    assertThat(spec("include: [{model: m}, {model: n, seed: 2}]").assignments())
        .containsExactly(Map.of("model", "m"), Map.of("model", "n", "seed", 2L));
    assertThat(reasons("include: [{seed: 2}]"))
        .containsExactly(
            "include[0].model is missing; give it, since the matrix does not have exactly one"
                + " model");
    assertThat(reasons("include: []"))
        .containsExactly("matrix.model is missing; give a list of model names such as [resnet18]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zip: {learningRate: [1, 2], batchSize: [1]}; zip varies axes together, but their lists"
            + " differ in length: learningRate 2, batchSize 1",
        "zip: {momentum: [0.1]}; zip.momentum is an axis already",
        "zip: [{seed: [1]}, {seed: [2]}]; zip[1].seed is an axis already",
        "zip: {seed: [1, 1.0], epochs: [2, 2]}; zip has the same values twice",
        "zip: {colour: [1]}; zip.colour is not a field",
        "zip: {seed: []}; zip.seed is empty",
        "zip: [7]; zip[0] is 7",
        "zip: {}; zip has no axis",
        "exclude: [{seed: 1}]; exclude[0].seed is no axis",
        "exclude: [{optimizer: adm, momentum: 0.5}]; exclude[0].optimizer is \"adm\"",
        "exclude: [{optimizer: adamw}]; exclude[0].optimizer is adamw, which its axis does not"
            + " have",
        "exclude: [{momentum: 0.7}]; exclude[0].momentum is 0.7, which its axis does not have",
        "exclude: [{}]; exclude[0] is empty",
        "exclude: [{model: m}]; exclude leaves nothing of the matrix",
        "exclude: [null]; exclude[0] is null",
        "exclude: {momentun: 0.9}; exclude.momentun is not a field",
        "include: [{optimizer: sgd, momentum: 0.9}]; include[0] is equal to trial 4 of the matrix",
        "include: [{model: n}, {model: n}]; include[1] is equal to include[0]",
        "include: [{model: n}, {model: n, momentum: 0.1}]; include[1] is equal to include[0], since"
            + " momentum makes no difference where optimizer is adam",
        "include: [{}]; include[0] is empty",
        "include: [{model: n, warmupEpochs: 11}]; include[0].warmupEpochs is 11, longer than the"
            + " training of 10 epochs",
        "seed: 3; seed is not a field; it stands at matrix.seed. Known here: ",
        "recipe: {trainImages: 3}; recipe.trainImages is not a field; it stands at"
            + " limits.trainImages. Known"
      })
  void variation_wrong_isToldInWords(String yaml, String told) {
    assertThat(reasons(TWINS + yaml))
        .anySatisfy(reason -> assertThat(reason).startsWith(told.strip()));
  }

  @Test
  void exclude_valuesThatZipNeverHasTogether_isRefused() {
    assertThat(
            reasons(
                "matrix: {model: m}\n"
                    + "zip: {seed: [1, 2], epochs: [3, 4]}\n"
                    + "exclude: [{seed: 1, epochs: 4}]"))
        .containsExactly("exclude[0] matches no combination: zip never has these values together");
  }

  @Test
  void trials_equalInEffect_areRefusedWithTheLineToPaste() {
    assertThat(reasons(TWINS))
        .containsExactly(
            "trials 1 and 2 are equal: momentum makes no difference where optimizer is adam; train"
                + " each once: write exclude: [{optimizer: adam, momentum: 0.9}]");
    assertThat(spec(TWINS + "exclude: [{optimizer: adam, momentum: 0.9}]").trialCount())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "matrix: {model: m, momentum: [0.5, 0.9]}; [{momentum: 0.9}]",
        "matrix: {model: m, optimizer: [adam, adamw]}; [{optimizer: adamw}]",
        "matrix: {model: m, optimizer: [adam, adamw, sgd], momentum: [0, 0.5]}; [{optimizer: adam,"
            + " momentum: 0.5}, {optimizer: adamw}]",
        "matrix: {model: m, optimizer: [adam, adamw], weightDecay: [0, 0.1]}; [{optimizer: adamw,"
            + " weightDecay: 0.0}]",
        "matrix: {model: [m, n], schedule: [cosine, step], stepEpochs: [1, 2]}; [{schedule: cosine,"
            + " stepEpochs: 2}]",
        "matrix: {model: m, schedule: [constant, step], stepFactor: [0.1, 0.2], seed: [1, 2]};"
            + " [{schedule: constant, stepFactor: 0.2}]",
        "matrix: {model: m, optimizer: [sgd], momentum: [0, 0.9], nesterov: [false, true]};"
            + " [{optimizer: sgd, momentum: 0.0, nesterov: true}]",
        "zip: {model: [m, m], momentum: [0.5, 0.9]}; [{momentum: 0.9}]"
      })
  void equalTrials_asToldToExclude_areEachTrainedOnce(String yaml, String exclude) {
    assertThat(reasons(yaml)).singleElement().asString().endsWith("write exclude: " + exclude);
    assertThat(SpecCheck.faults(spec(yaml + "\nexclude: " + exclude))).isEmpty();
  }

  @Test
  void equalTrials_besideAnExclude_areToldToAddExactlyWhatIsEqual() {
    String given =
        "matrix: {model: m, optimizer: [adam, sgd], momentum: [0.5, 0.9], seed: [1, 2]}\n";
    String own = "{optimizer: adam, momentum: 0.5, seed: 1}";
    assertThat(reasons(given + "exclude: [" + own + "]"))
        .singleElement()
        .asString()
        .endsWith("add to exclude: [{model: m, optimizer: adam, momentum: 0.9, seed: 2}]");
  }

  @Test
  void optimizers_thatDiffer_areNotEqual() {
    assertThat(spec("matrix: {model: m, optimizer: [adam, adamw], weightDecay: 0.1}").trialCount())
        .isEqualTo(2);
    assertThat(
            spec("matrix: {model: m, momentum: [0.5, 0.9]}\nrecipe: {optimizer: sgd}").trialCount())
        .isEqualTo(2);
  }

  @Test
  void warmup_longerThanTheTraining_isRefused() {
    assertThat(reasons("matrix: {model: m}\nrecipe: {epochs: 2, warmupEpochs: 10}"))
        .containsExactly(
            "recipe.warmupEpochs is 10, longer than the training of 2 epochs; allowed: at most"
                + " epochs");
    assertThat(reasons("matrix: {model: m, epochs: [1, 5, 9]}\nrecipe: {warmupEpochs: 5}"))
        .containsExactly(
            "recipe.warmupEpochs is 5, longer than the training of 1 epoch; allowed: at most"
                + " epochs");
    assertThat(spec("matrix: {model: m}\nrecipe: {epochs: 2, warmupEpochs: 2}").trialCount())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{schedule: onecycle, warmupEpochs: 2} | recipe.warmupEpochs is 2, but onecycle has a rise"
            + " of its own; set peakShare instead",
        "{schedule: linear, warmupEpochs: 2} | recipe.warmupEpochs is 2, but linear falls from the"
            + " first step on; take schedule triangle with peakShare instead",
        "{epochs: 3, firstLayerEpochs: 4} | recipe.firstLayerEpochs is 4, longer than the training"
            + " of 3 epochs; allowed: at most epochs",
        "{batchSize: 100, microBatch: 30} | recipe.microBatch is 30, but batchSize 100 is no"
            + " multiple of it; allowed: 0 or what divides batchSize",
        "{batchSize: 100, microBatch: 200} | recipe.microBatch is 200, but batchSize 100 is no"
            + " multiple of it; allowed: 0 or what divides batchSize",
        "{average: ema, averageDecay: 0} | recipe.averageDecay is 0.0, so the average would be the"
            + " weights as they are; raise it, or leave average out",
        "{average: lookahead, averageEvery: 1} | recipe.averageEvery is 1, but lookahead after"
            + " every step only makes the steps smaller; allowed with it: 2 or more"
      })
  void recipe_withFieldsThatMeanNothingTogether_isRefused(String recipe, String told) {
    assertThat(reasons("matrix: {model: m}\nrecipe: " + recipe)).containsExactly(told.strip());
  }

  @Test
  void recipe_ofARecord_isUnderstood() {
    String fields =
        "{epochs: 8, batchSize: 2000, microBatch: 500, optimizer: muon, biasLearningRate: 106,"
            + " headLearningRate: 1340, firstLayerEpochs: 3, sgdMomentum: 0.85, schedule: linear,"
            + " average: ema, averageDecay: 0.9, averageEvery: 3, cropPadding: 2, paddingMode:"
            + " reflect, horizontalFlip: true, alternatingFlip: true, testAugmentation:"
            + " mirror-shift}";
    Recipe recipe = spec("matrix: {model: m}\nrecipe: " + fields).recipe();
    assertThat(recipe.optimizer()).isEqualTo(Optimizer.MUON);
    assertThat(recipe.testAugmentation()).isEqualTo(TestAugmentation.MIRROR_SHIFT);
    assertThat(recipe.paddingMode()).isEqualTo(PaddingMode.REFLECT);
    assertThat(recipe.average()).isEqualTo(Average.EMA);
    assertThat(recipe.partImages()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sgdMomentum: [0.1, 0.2]; {}",
        "peakShare: [0.1, 0.2]; {schedule: linear}",
        "averageDecay: [0.1, 0.2]; {}",
        "averageEvery: [3, 4]; {}",
        "paddingMode: [zeros, reflect]; {}",
        "alternatingFlip: [true, false]; {}",
        "microBatch: [0, 128]; {}",
        "headLearningRate: [0, 0.001]; {}",
        "firstLayerEpochs: [0, 10]; {}"
      })
  void axis_ofAFieldWithoutEffect_makesEqualTrials(String axis, String recipe) {
    assertThat(reasons("matrix: {model: m, " + axis + "}\nrecipe: " + recipe))
        .singleElement()
        .asString()
        .contains("trials 1 and 2 are equal", "makes no difference where");
  }

  @Test
  void wholeNumbers_writtenAsDecimals_areWhole() {
    ExperimentSpec spec =
        spec(
            "matrix: {model: m, seed: [1.0, 2e1]}\nrecipe: {epochs: 3.0, batchSize: 1e2}\n"
                + "priority: -5.0\nlimits: {trainImages: 60.0}");
    assertThat(spec.matrix()).containsEntry("seed", List.of(1L, 20L));
    assertThat(spec.recipe().epochs()).isEqualTo(3);
    assertThat(spec.recipe().batchSize()).isEqualTo(100);
    assertThat(spec.priority()).isEqualTo(-5);
    assertThat(spec.limits().trainImages()).isEqualTo(60);
    assertThat(reasons("matrix: {model: m, seed: [1, 1.0]}"))
        .containsExactly("matrix.seed names a value twice; each value once");
    assertThat(reasons("matrix: {model: m}\nrecipe: {epochs: '2.0'}"))
        .containsExactly("recipe.epochs is \"2.0\"; allowed: a whole number from 1 to 10000");
    assertThat(new Field.Whole(Long.MIN_VALUE, Long.MAX_VALUE).accept(1e300)).isEmpty();
  }

  @Test
  void hugeMatrix_withAnExclude_isRefusedUnexpanded() {
    String values =
        IntStream.range(1, 1_001).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String huge =
        "matrix: {model: m, seed: [%s], epochs: [%s], batchSize: [%s]}\nexclude: [{seed: 1}]"
            .formatted(values, values, values);
    assertThat(reasons(huge))
        .containsExactly(
            "matrix makes 1000000000 combinations before exclude; allowed: at most 100000; publish"
                + " it in parts");
    String large = "matrix: {model: m, seed: [%s], epochs: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}\n";
    assertThat(reasons(large.formatted(values)))
        .containsExactly("matrix makes 11000 trials; allowed: at most 10000; publish it in parts");
    assertThat(spec(large.formatted(values) + "exclude: [{epochs: 3}]").trialCount())
        .isEqualTo(10_000);
    assertThat(reasons(large.formatted(values) + "exclude: [{epochs: 3}]\ninclude: {model: n}"))
        .containsExactly("matrix makes 10001 trials; allowed: at most 10000; publish it in parts");
  }

  @ParameterizedTest
  @CsvSource({
    "epoch, epochs",
    "Epochs, epochs",
    "leraningRate, learningRate",
    "learning_rate, learningRate",
    "optimiser, optimizer",
    "resent18, ''",
    "lr, ''",
    "colour, ''"
  })
  void word_nearAKnownOne_isAskedAbout(String word, String meant) {
    List<String> known = RecipeFields.ALL.stream().map(Field::name).toList();
    assertThat(Spelling.nearest(word, known).orElse("")).isEqualTo(meant);
  }

  @Test
  void word_withAnotherNumber_isNotMeant() {
    List<String> models = Catalog.BUILT_IN.models().stream().map(Catalog.Model::name).toList();
    assertThat(Spelling.nearest("resnet99", models)).isEmpty();
    assertThat(Spelling.nearest("cifar100", List.of("cifar10", "digits"))).isEmpty();
    assertThat(Spelling.nearest("inceptionv3", models)).contains("inception_v3");
    assertThat(Spelling.nearest("vgg16-bn", models)).contains("vgg16_bn");
    assertThat(Spelling.nearest("x".repeat(100_000), models)).isEmpty();
  }

  private static ExperimentSpec spec(String yaml) {
    return ((Request.Submit) ((Reading.Understood) read(yaml)).request()).spec();
  }

  private static List<String> reasons(String yaml) {
    return ((Reading.Refused) read(yaml)).reasons();
  }

  private static Reading read(String yaml) {
    String text = "experiment: mine\ndataset: digits\n" + yaml;
    return RequestFile.read(text, List.of()).parts().getFirst().reading();
  }
}
