package podium.workers.training;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** What libtorch can compute on; stateless. */
public final class TorchDevices {
  private TorchDevices() {}

  /** How many CUDA GPUs libtorch sees; 0 with a libtorch for processors. */
  public static int gpus() {
    return Engine.getEngine("PyTorch").getGpuCount();
  }

  /**
   * Hands the memory of GPUs back that torch keeps for this process after its arrays are closed:
   * other trainers, of other slots on the GPU too, would find it taken.
   */
  public static void handBack() {
    if (gpus() > 0) {
      JniUtils.emptyCudaCache();
    }
  }
}
