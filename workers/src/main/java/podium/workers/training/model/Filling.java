package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** The distribution from which a parameter's first values are drawn; immutable. */
public sealed interface Filling {

  /** The same value everywhere. */
  record Constant(double value) implements Filling {
    @Override
    public double next(SplittableRandom random) {
      return value;
    }
  }

  /** Uniform in [-bound, bound). */
  record Uniform(double bound) implements Filling {
    @Override
    public double next(SplittableRandom random) {
      return (2 * random.nextDouble() - 1) * bound;
    }
  }

  /** Normal with mean 0, redrawn while it lies outside [-bound, bound]. */
  record Normal(double deviation, double bound) implements Filling {
    @Override
    public double next(SplittableRandom random) {
      double value = random.nextGaussian() * deviation;
      while (Math.abs(value) > bound) {
        value = random.nextGaussian() * deviation;
      }
      return value;
    }
  }

  /** The next value of this distribution. */
  double next(SplittableRandom random);

  /** He et al. 2015 as torch's {@code kaiming_normal_(mode="fan_out", nonlinearity="relu")}. */
  static Filling kaimingNormalFanOut(Shape weight) {
    double fanOut = (double) weight.get(0) * weight.size() / (weight.get(0) * weight.get(1));
    return new Normal(Math.sqrt(2 / fanOut), Double.POSITIVE_INFINITY);
  }

  /** He et al. 2015 as torch's {@code kaiming_normal_(mode="fan_in", nonlinearity="relu")}. */
  static Filling kaimingNormalFanIn(Shape weight) {
    double fanIn = (double) weight.size() / weight.get(0);
    return new Normal(Math.sqrt(2 / fanIn), Double.POSITIVE_INFINITY);
  }

  /** What torch's Conv2d and Linear draw by default: {@code kaiming_uniform_(a=sqrt(5))}. */
  static Filling torchDefault(Shape weight) {
    return new Uniform(1 / Math.sqrt((double) weight.size() / weight.get(0)));
  }
}
