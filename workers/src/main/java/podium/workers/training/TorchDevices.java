package podium.workers.training;

import ai.djl.engine.Engine;

/** What libtorch can compute on; stateless. */
public final class TorchDevices {
  private TorchDevices() {}

  /** How many CUDA GPUs libtorch sees; 0 with a libtorch for processors. */
  public static int gpus() {
    return Engine.getEngine("PyTorch").getGpuCount();
  }
}
