package podium.protocol.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.protocol.experiment.Field.Choice;
import podium.protocol.experiment.Field.Decimal;
import podium.protocol.experiment.Field.Flag;
import podium.protocol.experiment.Field.Numbers;
import podium.protocol.experiment.Field.Whole;

/**
 * The table of recipe fields: the one source for validation, the JSON Schema and the documentation.
 */
public final class RecipeFields {
  /** Every field, in the order people read them. */
  public static final List<Field> ALL =
      List.of(
          field("epochs", new Whole(1, 10_000), 10L, "epochs", "passes over the training images"),
          field("batchSize", new Whole(1, 65_536), 128L, "images", "images of one step"),
          field(
              "microBatch",
              new Whole(0, 65_536),
              0L,
              "images",
              "images of a step that are computed at a time; 0 = all"),
          field(
              "optimizer",
              words(Optimizer.values()),
              "adam",
              "",
              "rule that updates the parameters"),
          field(
              "learningRate", new Decimal(1e-9, 100), 1e-3, "", "step size at the schedule's top"),
          field(
              "biasLearningRate",
              new Decimal(0, 1e6),
              0.0,
              "",
              "the same for biases and normalisation; 0 = learningRate"),
          field(
              "headLearningRate",
              new Decimal(0, 1e6),
              0.0,
              "",
              "the same for the last linear layer; 0 = learningRate"),
          field(
              "firstLayerEpochs",
              new Whole(0, 10_000),
              0L,
              "epochs",
              "epochs that train the first layer; 0 = all"),
          field("momentum", new Decimal(0, 0.9999), 0.9, "", "momentum of sgd and muon"),
          field(
              "sgdMomentum",
              new Decimal(0, 0.9999),
              0.9,
              "",
              "momentum of what muon leaves to sgd"),
          field("nesterov", new Flag(), false, "", "look ahead along the momentum (sgd, muon)"),
          field("weightDecay", new Decimal(0, 10), 0.0, "", "pull of the parameters towards zero"),
          field(
              "labelSmoothing",
              new Decimal(0, 0.9999),
              0.0,
              "",
              "share of each target spread over all classes, in training alone"),
          field(
              "clipNorm",
              new Decimal(0, 1e6),
              0.0,
              "",
              "largest norm of all gradients together; 0 = any"),
          field(
              "schedule", words(Schedule.values()), "constant", "", "how the learning rate moves"),
          field(
              "warmupEpochs",
              new Whole(0, 10_000),
              0L,
              "epochs",
              "linear rise before the schedule"),
          field(
              "peakShare",
              new Decimal(0, 0.99),
              0.3,
              "",
              "share of all steps until triangle and onecycle are at the top"),
          field(
              "stepEpochs",
              new Whole(1, 10_000),
              30L,
              "epochs",
              "epochs between the steps of step"),
          field("stepFactor", new Decimal(0, 1), 0.1, "", "factor at each step of step"),
          field(
              "average",
              words(Average.values()),
              "none",
              "",
              "average of the weights that is scored and exported"),
          field(
              "averageDecay",
              new Decimal(0, 0.999999),
              0.99,
              "",
              "share of the average that stays at each update"),
          field(
              "averageEvery",
              new Whole(1, 10_000),
              5L,
              "steps",
              "steps between updates of the average"),
          field(
              "imageSize",
              new Whole(0, 1_024),
              0L,
              "pixels",
              "side of the images; 0 = the data set's"),
          field("cropPadding", new Whole(0, 64), 0L, "pixels", "padding before a random crop"),
          field(
              "paddingMode",
              words(PaddingMode.values()),
              "zeros",
              "",
              "what the padding is filled with"),
          field("horizontalFlip", new Flag(), false, "", "mirror images at random"),
          field(
              "alternatingFlip",
              new Flag(),
              false,
              "",
              "mirror one half in odd epochs, the other in even ones (horizontalFlip)"),
          field(
              "mean",
              new Numbers(3, -10, 10),
              List.of(),
              "",
              "channel means; empty = the data set's"),
          field(
              "std",
              new Numbers(3, 1e-6, 10),
              List.of(),
              "",
              "channel deviations; empty = the data set's"),
          field(
              "validationShare",
              new Decimal(0, 0.5),
              0.0,
              "",
              "share of the training images held out to choose the best epoch by"),
          field(
              "evaluateEvery",
              new Whole(1, 10_000),
              1L,
              "epochs",
              "epochs between evaluations; the last epoch always has one"),
          field(
              "testAugmentation",
              words(TestAugmentation.values()),
              "none",
              "",
              "views of an image whose logits are averaged in evaluations"),
          field(
              "precision",
              words(Precision.values()),
              "fp32",
              "",
              "number format of convolutions and linear layers"));

  private static final Map<String, Field> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Field::name, field -> field));

  private RecipeFields() {}

  /** The field of that name, if there is one. */
  public static Optional<Field> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  static Object accept(String name, Object value) {
    Field field =
        find(name).orElseThrow(() -> new IllegalArgumentException("unknown recipe field " + name));
    return field
        .kind()
        .accept(Values.canonical(value))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is " + value + "; allowed: " + field.kind().allowed()));
  }

  /** A recipe's fields by name, in canonical form. */
  public static Map<String, Object> values(Recipe recipe) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("epochs", (long) recipe.epochs());
    values.put("batchSize", (long) recipe.batchSize());
    values.put("microBatch", (long) recipe.microBatch());
    values.put("optimizer", recipe.optimizer().word());
    values.put("learningRate", recipe.learningRate());
    values.put("biasLearningRate", recipe.biasLearningRate());
    values.put("headLearningRate", recipe.headLearningRate());
    values.put("firstLayerEpochs", (long) recipe.firstLayerEpochs());
    values.put("momentum", recipe.momentum());
    values.put("sgdMomentum", recipe.sgdMomentum());
    values.put("nesterov", recipe.nesterov());
    values.put("weightDecay", recipe.weightDecay());
    values.put("labelSmoothing", recipe.labelSmoothing());
    values.put("clipNorm", recipe.clipNorm());
    values.put("schedule", recipe.schedule().word());
    values.put("warmupEpochs", (long) recipe.warmupEpochs());
    values.put("peakShare", recipe.peakShare());
    values.put("stepEpochs", (long) recipe.stepEpochs());
    values.put("stepFactor", recipe.stepFactor());
    values.put("average", recipe.average().word());
    values.put("averageDecay", recipe.averageDecay());
    values.put("averageEvery", (long) recipe.averageEvery());
    values.put("imageSize", (long) recipe.imageSize());
    values.put("cropPadding", (long) recipe.cropPadding());
    values.put("paddingMode", recipe.paddingMode().word());
    values.put("horizontalFlip", recipe.horizontalFlip());
    values.put("alternatingFlip", recipe.alternatingFlip());
    values.put("mean", recipe.mean());
    values.put("std", recipe.std());
    values.put("validationShare", recipe.validationShare());
    values.put("evaluateEvery", (long) recipe.evaluateEvery());
    values.put("testAugmentation", recipe.testAugmentation().word());
    values.put("precision", recipe.precision().word());
    return values;
  }

  static Recipe build(Map<String, Object> all) {
    return new Recipe(
        whole(all, "epochs"),
        whole(all, "batchSize"),
        whole(all, "microBatch"),
        Optimizer.valueOf(word(all, "optimizer")),
        decimal(all, "learningRate"),
        decimal(all, "biasLearningRate"),
        decimal(all, "headLearningRate"),
        whole(all, "firstLayerEpochs"),
        decimal(all, "momentum"),
        decimal(all, "sgdMomentum"),
        flag(all, "nesterov"),
        decimal(all, "weightDecay"),
        decimal(all, "labelSmoothing"),
        decimal(all, "clipNorm"),
        Schedule.valueOf(word(all, "schedule")),
        whole(all, "warmupEpochs"),
        decimal(all, "peakShare"),
        whole(all, "stepEpochs"),
        decimal(all, "stepFactor"),
        Average.valueOf(word(all, "average")),
        decimal(all, "averageDecay"),
        whole(all, "averageEvery"),
        whole(all, "imageSize"),
        whole(all, "cropPadding"),
        PaddingMode.valueOf(word(all, "paddingMode")),
        flag(all, "horizontalFlip"),
        flag(all, "alternatingFlip"),
        numbers(all, "mean"),
        numbers(all, "std"),
        decimal(all, "validationShare"),
        whole(all, "evaluateEvery"),
        TestAugmentation.valueOf(word(all, "testAugmentation")),
        Precision.valueOf(word(all, "precision")));
  }

  private static Object value(Map<String, Object> all, String name) {
    return Optional.ofNullable(all.get(name)).orElseThrow();
  }

  private static int whole(Map<String, Object> all, String name) {
    return Math.toIntExact((Long) value(all, name));
  }

  private static double decimal(Map<String, Object> all, String name) {
    return (Double) value(all, name);
  }

  private static boolean flag(Map<String, Object> all, String name) {
    return (Boolean) value(all, name);
  }

  private static String word(Map<String, Object> all, String name) {
    return EnumWords.constant((String) value(all, name));
  }

  private static List<Double> numbers(Map<String, Object> all, String name) {
    return ((List<?>) value(all, name)).stream().map(Double.class::cast).toList();
  }

  private static Field field(
      String name, Field.Kind kind, Object defaultValue, String unit, String meaning) {
    return new Field(name, kind, defaultValue, unit, meaning);
  }

  private static Choice words(Enum<?>[] values) {
    return new Choice(Stream.of(values).map(EnumWords::of).toList());
  }
}
