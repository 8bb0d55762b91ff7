package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** torch's BatchNorm2d (Ioffe and Szegedy 2015), momentum 0.1, N,C,H,W. */
final class BatchNorm extends TorchBlock {
  // why: DJL's momentum is the share kept, torch's the share replaced
  private static final float KEPT = 0.9f;

  private final float epsilon;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;

  BatchNorm(int channels, float epsilon) {
    this.epsilon = epsilon;
    Shape shape = new Shape(channels);
    Filling one = new Filling.Constant(1);
    Filling zero = new Filling.Constant(0);
    this.weight = parameter("weight", Parameter.Type.GAMMA, shape, true, one);
    this.bias = parameter("bias", Parameter.Type.BETA, shape, true, zero);
    this.mean = parameter("running_mean", Parameter.Type.RUNNING_MEAN, shape, false, zero);
    this.variance = parameter("running_var", Parameter.Type.RUNNING_VAR, shape, false, one);
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    // why: axis -1 is DJL's way to torch's own call; any other axis swaps axes around it
    return ai.djl.nn.norm.BatchNorm.batchNorm(
            input,
            pass.value(input, mean),
            pass.value(input, variance),
            pass.value(input, weight),
            pass.value(input, bias),
            -1,
            KEPT,
            epsilon,
            pass.training())
        .head();
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return input;
  }
}
