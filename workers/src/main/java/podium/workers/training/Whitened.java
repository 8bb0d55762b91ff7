package podium.workers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import podium.workers.training.data.Batches;
import podium.workers.training.data.EpochPlan;
import podium.workers.training.data.ImageSet;
import podium.workers.training.script.Kernels;

/** What a network learns from its images before it is trained; stateless. */
final class Whitened {
  private static final int IMAGES = 5000;
  private static final long PIXELS_AT_ONCE = 1 << 19;

  private Whitened() {}

  /** Lets a whitening layer learn from images as they are trained on, not augmented. */
  static void learn(Workbench bench, Kernels kernels) {
    if (!bench.network().isWhitened()) {
      return;
    }
    int together =
        (int) Math.max(2, PIXELS_AT_ONCE / ((long) bench.imageSize() * bench.imageSize()));
    EpochPlan sample = bench.split().sample(IMAGES, together);
    ImageSet images = bench.dataset().train();
    NDManager manager = bench.manager();
    Batches batches = bench.batches();
    try (NDManager own = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray products = own.zeros(new Shape(12, 12), DataType.FLOAT64);
      for (int step = 0; step < sample.steps(); step++) {
        try (NDManager one = own.newSubManager()) {
          Batches.Batch batch = batches.evaluation(one, images, sample, step);
          double share = (double) batch.count() / sample.images();
          products.addi(kernels.patchProducts(batch.images()).mul(share));
        }
      }
      bench.network().whiten(kernels.whitening(products));
    }
  }
}
