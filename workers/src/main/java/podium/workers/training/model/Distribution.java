package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import podium.workers.training.random.Draws;

/** The distribution from which a parameter's first values are drawn; immutable. */
public sealed interface Distribution {

  /** The same value everywhere. */
  record Constant(double value) implements Distribution {
    @Override
    public void next(Draws draws, float[] values) {
      Arrays.fill(values, (float) value);
    }
  }

  /** Uniform in [-bound, bound). */
  record Uniform(double bound) implements Distribution {
    @Override
    public void next(Draws draws, float[] values) {
      draws.uniform((float) bound, values);
    }
  }

  /** Normal with mean 0. */
  record Normal(double deviation) implements Distribution {
    @Override
    public void next(Draws draws, float[] values) {
      draws.normal((float) deviation, values);
    }
  }

  /** The next {@link Draws#COUNT} values of this distribution. */
  void next(Draws draws, float[] values);

  /** He et al. 2015 as torch's {@code kaiming_normal_(mode="fan_out", nonlinearity="relu")}. */
  static Distribution kaimingNormalFanOut(Shape weight) {
    double fanOut = (double) weight.get(0) * weight.size() / (weight.get(0) * weight.get(1));
    return new Normal(Math.sqrt(2 / fanOut));
  }

  /** He et al. 2015 as torch's {@code kaiming_normal_(mode="fan_in", nonlinearity="relu")}. */
  static Distribution kaimingNormalFanIn(Shape weight) {
    double fanIn = (double) weight.size() / weight.get(0);
    return new Normal(Math.sqrt(2 / fanIn));
  }

  /** What torch's Conv2d and Linear draw by default: {@code kaiming_uniform_(a=sqrt(5))}. */
  static Distribution torchDefault(Shape weight) {
    return new Uniform(1 / Math.sqrt((double) weight.size() / weight.get(0)));
  }
}
