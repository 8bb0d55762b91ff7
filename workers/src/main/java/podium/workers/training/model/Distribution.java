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

  /**
   * A kernel that hands its inputs on: each of the first filters has a single 1, in the middle of
   * its own input's window, as torch's {@code dirac_} makes it; further filters are as torch draws
   * them.
   *
   * @param weight outputs, inputs, height and width
   */
  record Dirac(Shape weight) implements Distribution {
    @Override
    public void next(Draws draws, float[] values) {
      torchDefault(weight).next(draws, values);
    }

    @Override
    public void settle(long first, float[] values) {
      long inputs = weight.get(1);
      long window = weight.get(2) * weight.get(3);
      long middle = weight.get(2) / 2 * weight.get(3) + weight.get(3) / 2;
      for (int i = 0; i < values.length; i++) {
        long filter = (first + i) / (inputs * window);
        if (filter < inputs) {
          values[i] = (first + i) % (inputs * window) == filter * window + middle ? 1 : 0;
        }
      }
    }
  }

  /** The next {@link Draws#COUNT} values of this distribution. */
  void next(Draws draws, float[] values);

  /**
   * Sets those drawn values that are certain.
   *
   * @param first the place of the first of them in the parameter
   */
  default void settle(long first, float[] values) {}

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
