package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.LongStream;

/** Cuts tensors into flat views small enough for a processor's cache; stateless. */
final class Slices {
  // why: an update passes over its tensors a dozen times; 256 KB of each stay in the cache
  private static final long ELEMENTS = 1 << 16;

  private Slices() {}

  /** Views of a contiguous tensor; a GPU's tensor stays whole, where small operations cost more. */
  static List<NDArray> of(NDArray array) {
    long size = array.size();
    if (size <= ELEMENTS || array.getDevice().isGpu()) {
      return List.of(array);
    }
    long[] cuts = LongStream.iterate(ELEMENTS, cut -> cut < size, cut -> cut + ELEMENTS).toArray();
    try (NDArray flat = array.reshape(-1)) {
      NDList views = flat.split(cuts);
      return List.copyOf(views);
    }
  }
}
