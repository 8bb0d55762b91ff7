package podium.workers.trainer;

import podium.workers.training.TrainingSettings;

/**
 * How a trainer process is started; immutable.
 *
 * @param training handed to the process
 * @param visibleDevices the value of CUDA_VISIBLE_DEVICES; empty hides every GPU
 * @param heapMegabytes the Java heap's bound; tensors lie outside of it
 */
public record ProcessSettings(TrainingSettings training, String visibleDevices, int heapMegabytes) {
  public ProcessSettings {
    if (heapMegabytes < 128) {
      throw new IllegalArgumentException(
          "heapMegabytes is " + heapMegabytes + "; it must be at least 128");
    }
  }
}
