package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.PaddingMode;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.Score;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.EpochPlan;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.View;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;

/** What recipes say of a step and of an evaluation, seen on the smallest networks. */
final class EpochLoopTest {
  private static final int SIZE = 32;

  @Test
  void step_inParts_isTheStepOfAllItsImages() {
    Map<String, Object> recipe = Map.of("batchSize", 20L, "optimizer", "sgd", "learningRate", 0.1);
    Map<String, Object> parts = new HashMap<>(recipe);
    parts.put("microBatch", 4L);
    try (Workbench whole = linear(recipe);
        Workbench inParts = linear(parts)) {
      Score score = loop(whole).train(1);
      Score same = loop(inParts).train(1);
      assertThat(inParts.updater().steps()).isEqualTo(whole.updater().steps()).isEqualTo(3);
      assertThat(weights(inParts)).containsExactly(weights(whole), within(1e-5f));
      assertThat(same.loss()).isCloseTo(score.loss(), within(1e-4));
      assertThat(same.images()).isEqualTo(score.images());
    }
  }

  @Test
  void evaluation_takesTwiceTheImages_butNotMoreThanTorchCountsOnAGpu() {
    assertThat(EpochLoop.evaluationBatch(16, 32)).isEqualTo(256);
    assertThat(EpochLoop.evaluationBatch(512, 128)).isEqualTo(1024);
    assertThat(EpochLoop.evaluationBatch(600, 128)).isEqualTo(1024);
    // 8,192 images of 128 x 128 are 2^31 values behind the first pooling of VGG
    assertThat(EpochLoop.evaluationBatch(4096, 128)).isEqualTo(4096);
  }

  @Test
  void evaluation_ofMirrorAndShift_averagesTheLogitsOfSixViews() {
    try (Workbench bench = linear(Map.of("testAugmentation", "mirror-shift"))) {
      NDArray logits = logits(bench, 0, false).mul(2).add(logits(bench, 0, true).mul(2));
      for (int along : new int[] {-1, 1}) {
        logits = logits.add(logits(bench, along, false)).add(logits(bench, along, true));
      }
      logits = logits.div(8);
      NDArray labels = bench.manager().create(new long[] {0, 1, 2, 0, 1, 2, 0, 1}).reshape(8, 1);
      double loss = -logits.logSoftmax(1).gather(labels, 1).mean().getFloat();
      assertThat(loop(bench).test(1).loss()).isCloseTo(loss, within(1e-5));
      try (Workbench plain = linear(Map.of())) {
        assertThat(loop(plain).test(1).loss()).isNotCloseTo(loss, within(1e-5));
      }
    }
  }

  private static NDArray logits(Workbench bench, int along, boolean mirrored) {
    View view = new View(along, along, mirrored, PaddingMode.REFLECT);
    EpochPlan all = EpochPlan.inOrder(8, 8);
    NDManager manager = bench.manager();
    return bench
        .network()
        .forward(
            bench.batches().evaluation(manager, bench.dataset().test(), all, 0, view).images(),
            false);
  }

  @Test
  void evaluation_withAnAverage_scoresItAndTrainsOnWhatItWas() {
    Map<String, Object> recipe =
        Map.of(
            "optimizer",
            "sgd",
            "learningRate",
            0.5,
            "batchSize",
            8L,
            "average",
            "ema",
            "averageEvery",
            2L,
            "averageDecay",
            0.9);
    try (Workbench bench = linear(recipe)) {
      EpochLoop loop = loop(bench);
      loop.train(1);
      float[] live = weights(bench);
      Score scored = loop.test(1);
      assertThat(weights(bench)).containsExactly(live);
      Score average = bench.averaged(() -> withoutAverage(bench));
      assertThat(scored.loss()).isEqualTo(average.loss());
      assertThat(withoutAverage(bench).loss()).isNotEqualTo(scored.loss());
    }
  }

  /** What the weights score as they are now. */
  private static Score withoutAverage(Workbench bench) {
    Tally tally = new Tally(bench.manager());
    NDArray logits = logits(bench, 0, false);
    NDArray labels = bench.manager().create(new long[] {0, 1, 2, 0, 1, 2, 0, 1});
    tally.add(CrossEntropy.PLAIN.of(logits, labels), logits, labels);
    return tally.score();
  }

  @Test
  void firstLayer_ofAirbench_whitensTheDataAndIsLeftAlone() {
    ModelDefinition airbench = ModelCatalog.load().find("airbench").orElseThrow();
    Map<String, Object> recipe =
        Map.of(
            "epochs", 2L,
            "batchSize", 20L,
            "optimizer", "muon",
            "firstLayerEpochs", 1L,
            "weightDecay", 0.1);
    try (Workbench bench = bench("airbench(widthMultiplier=0.125)", airbench, recipe, 1);
        Workbench other = bench("airbench(widthMultiplier=0.125)", airbench, recipe, 2)) {
      float[] kernels = state(bench, "whiten.weight");
      float[] bias = state(bench, "whiten.bias");
      float[] filters = state(bench, "layers.1.conv1.weight");
      assertThat(kernels).containsExactly(state(other, "whiten.weight"));
      for (int i = 0; i < kernels.length / 2; i++) {
        assertThat(kernels[kernels.length / 2 + i]).isEqualTo(-kernels[i]);
      }
      EpochLoop loop = loop(bench);
      loop.train(1);
      float[] trained = state(bench, "whiten.bias");
      assertThat(trained).isNotEqualTo(bias);
      loop.train(2);
      assertThat(state(bench, "whiten.bias")).containsExactly(trained);
      assertThat(state(bench, "whiten.weight")).containsExactly(kernels);
      assertThat(state(bench, "layers.1.conv1.weight")).isNotEqualTo(filters);
      assertThat(state(bench, "layers.1.norm1.weight")).containsOnly(1);
    }
  }

  @Test
  void kernels_ofAirbench_handTheirInputsOn() {
    ModelDefinition airbench = ModelCatalog.load().find("airbench").orElseThrow();
    try (Workbench bench = bench("airbench", airbench, Map.of(), 1)) {
      float[] kernel = state(bench, "layers.1.conv1.weight");
      for (int filter = 0; filter < 64; filter++) {
        float[] own = Arrays.copyOfRange(kernel, filter * 24 * 9, (filter + 1) * 24 * 9);
        if (filter < 24) {
          float[] one = new float[24 * 9];
          one[filter * 9 + 4] = 1;
          assertThat(own).as("filter %d", filter).containsExactly(one);
        } else {
          assertThat(own).as("filter %d", filter).doesNotContain(0, 1);
        }
      }
    }
  }

  private static float[] state(Workbench bench, String name) {
    return bench.network().state().stream()
        .filter(entry -> entry.name().equals(name))
        .map(entry -> entry.parameter().getArray().toFloatArray())
        .findFirst()
        .orElseThrow();
  }

  private static float[] weights(Workbench bench) {
    return bench.network().state().getFirst().parameter().getArray().toFloatArray();
  }

  private static EpochLoop loop(Workbench bench) {
    return new EpochLoop(
        bench, new StopSignal(System::nanoTime), event -> {}, System::nanoTime, () -> {});
  }

  private static Workbench linear(Map<String, Object> recipe) {
    ModelDefinition linear =
        new ModelDefinition(
            "linear",
            SIZE,
            SIZE,
            options ->
                new SequentialBlock()
                    .add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(options.classes()).build()));
    return bench("linear", linear, recipe, 1);
  }

  private static Workbench bench(
      String label, ModelDefinition model, Map<String, Object> recipe, long seed) {
    TrialSpec spec = new TrialSpec(label, seed, "noise", "none", Recipe.of(recipe), Limits.NONE);
    List<Double> half = Dataset.HALF;
    Dataset noise = new Dataset(images(57), images(8), List.of("a", "b", "c"), half, half);
    return Workbench.set(spec, model, noise, SIZE, Device.cpu());
  }

  private static ImageSet images(int count) {
    byte[] pixels = new byte[count * SIZE * SIZE * ImageSet.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (127 + 120 * Math.sin(0.0003 * i * (i % 8191)));
    }
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 3);
    return new ImageSet(SIZE, pixels, labels);
  }
}
