package podium.workers.training;

import java.nio.file.Path;
import java.util.List;
import podium.protocol.event.Slot;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.pretrained.WeightsSettings;

/**
 * What a worker tells its trainers; immutable.
 *
 * @param checkpoints the home of checkpoints, shared when there is more than one machine
 * @param cache a folder for downloads and decoded images; made when missing
 * @param datasets the data sets this worker has besides those of jars on its class path
 * @param weights the weights to begin with that this worker has
 * @param threads processor threads of one trainer; 0 leaves the choice to torch
 * @param slot such as {@code cpu:0} or {@code cuda:1/0}; a CUDA trainer uses the first GPU its
 *     process can see
 */
public record TrainingSettings(
    Path checkpoints,
    Path cache,
    List<DatasetSettings> datasets,
    List<WeightsSettings> weights,
    int threads,
    String slot) {
  public TrainingSettings {
    datasets = List.copyOf(datasets);
    weights = List.copyOf(weights);
    if (threads < 0) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be 0 or more");
    }
    if (!slot.matches("(cpu|cuda):[0-9]+(/[0-9]+)?")) {
      throw new IllegalArgumentException(
          "slot is '" + slot + "'; it must be like cpu:0 or cuda:0/1");
    }
  }

  /** Settings without weights. */
  public TrainingSettings(
      Path checkpoints, Path cache, List<DatasetSettings> datasets, int threads, String slot) {
    this(checkpoints, cache, datasets, List.of(), threads, slot);
  }

  /** The same with other threads. */
  public TrainingSettings withThreads(int other) {
    return new TrainingSettings(checkpoints, cache, datasets, weights, other, slot);
  }

  /** The device that the slot is on, such as {@code cuda:1}. */
  String device() {
    return Slot.device(slot);
  }

  boolean onGpu() {
    return slot.startsWith("cuda");
  }
}
