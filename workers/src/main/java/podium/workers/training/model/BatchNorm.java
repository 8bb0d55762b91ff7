package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;

/** torch's BatchNorm2d (Ioffe and Szegedy 2015), N,C,H,W. */
final class BatchNorm extends TorchBlock {
  private static final double MOMENTUM = 0.1;

  private final double epsilon;
  private final double momentum;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;

  BatchNorm(int channels, double epsilon) {
    this(channels, epsilon, MOMENTUM, true);
  }

  /**
   * One with another momentum.
   *
   * @param momentum what a batch counts in the running statistics, as torch has it
   * @param scaled whether the weight is trained; otherwise it stays 1
   */
  BatchNorm(int channels, double epsilon, double momentum, boolean scaled) {
    this.epsilon = epsilon;
    this.momentum = momentum;
    Shape shape = new Shape(channels);
    Distribution one = new Distribution.Constant(1);
    Distribution zero = new Distribution.Constant(0);
    this.weight = parameter("weight", Parameter.Type.GAMMA, shape, scaled, one);
    this.bias = parameter("bias", Parameter.Type.BETA, shape, true, zero);
    this.mean = parameter("running_mean", Parameter.Type.RUNNING_MEAN, shape, false, zero);
    this.variance = parameter("running_var", Parameter.Type.RUNNING_VAR, shape, false, one);
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    // why: DJL's public call narrows epsilon to float, which double precision then shows
    return JniUtils.batchNorm(
        Layers.engineArray(input),
        Layers.engineArray(pass.value(input, mean)),
        Layers.engineArray(pass.value(input, variance)),
        Layers.engineArray(pass.value(input, weight)),
        Layers.engineArray(pass.value(input, bias)),
        pass.training(),
        momentum,
        epsilon);
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return input;
  }
}
