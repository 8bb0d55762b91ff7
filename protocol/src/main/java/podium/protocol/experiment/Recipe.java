package podium.protocol.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import podium.protocol.AddedLater;

/**
 * How a trial is trained. Every field is described, with unit, default and range, in {@link
 * RecipeFields}.
 *
 * @param imageSize side of the square images in pixels; 0 means the data set's own, enlarged where
 *     the model needs more
 * @param mean per-channel mean for normalisation in [0, 1]; empty means the data set's own
 * @param std per-channel standard deviation for normalisation; empty means the data set's own
 */
public record Recipe(
    int epochs,
    int batchSize,
    @AddedLater int microBatch,
    Optimizer optimizer,
    double learningRate,
    @AddedLater double biasLearningRate,
    @AddedLater double headLearningRate,
    @AddedLater int firstLayerEpochs,
    double momentum,
    @AddedLater Double sgdMomentum,
    boolean nesterov,
    double weightDecay,
    @AddedLater double labelSmoothing,
    @AddedLater double clipNorm,
    Schedule schedule,
    int warmupEpochs,
    @AddedLater Double peakShare,
    int stepEpochs,
    double stepFactor,
    @AddedLater Average average,
    @AddedLater Double averageDecay,
    @AddedLater Integer averageEvery,
    int imageSize,
    int cropPadding,
    @AddedLater PaddingMode paddingMode,
    boolean horizontalFlip,
    @AddedLater boolean alternatingFlip,
    List<Double> mean,
    List<Double> std,
    @AddedLater double validationShare,
    int evaluateEvery,
    @AddedLater TestAugmentation testAugmentation,
    @AddedLater Precision precision) {

  public Recipe {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    // why: experiments in the log may be older than these fields
    sgdMomentum = Objects.requireNonNullElse(sgdMomentum, 0.9);
    peakShare = Objects.requireNonNullElse(peakShare, 0.3);
    average = Objects.requireNonNullElse(average, Average.NONE);
    averageDecay = Objects.requireNonNullElse(averageDecay, 0.99);
    averageEvery = Objects.requireNonNullElse(averageEvery, 5);
    paddingMode = Objects.requireNonNullElse(paddingMode, PaddingMode.ZEROS);
    testAugmentation = Objects.requireNonNullElse(testAugmentation, TestAugmentation.NONE);
    precision = Objects.requireNonNullElse(precision, Precision.FP32);
  }

  /** The recipe of a spec that says nothing. */
  public static Recipe defaults() {
    return of(Map.of());
  }

  /**
   * The recipe with the given canonical values, defaults elsewhere.
   *
   * @throws IllegalArgumentException naming the field, the value and what is allowed
   */
  public static Recipe of(Map<String, Object> given) {
    Map<String, Object> all = new LinkedHashMap<>();
    RecipeFields.ALL.forEach(field -> all.put(field.name(), field.defaultValue()));
    given.forEach((name, value) -> all.put(name, RecipeFields.accept(name, value)));
    return RecipeFields.build(all);
  }

  /**
   * Does nothing for a recipe that a spec can have.
   *
   * @throws IllegalArgumentException naming the field, the value and what is allowed
   */
  public void check() {
    RecipeFields.values(this).forEach(RecipeFields::accept);
  }

  /** How many images are computed at a time. */
  public int partImages() {
    return microBatch == 0 ? batchSize : microBatch;
  }

  /**
   * The most images that can be computed at a time, and are no more than half of so many: a batch
   * is a multiple of them. A single one where there are no fewer.
   */
  public int halfOf(int images) {
    return IntStream.iterate(images / 2, part -> part > 1, part -> part - 1)
        .filter(part -> batchSize % part == 0)
        .findFirst()
        .orElse(1);
  }

  /** This recipe with one field changed. */
  public Recipe with(String name, Object value) {
    return with(Map.of(name, value));
  }

  /** This recipe with these fields changed. */
  public Recipe with(Map<String, Object> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    Map<String, Object> all = new LinkedHashMap<>(RecipeFields.values(this));
    changes.forEach((name, value) -> all.put(name, RecipeFields.accept(name, value)));
    return RecipeFields.build(all);
  }
}
