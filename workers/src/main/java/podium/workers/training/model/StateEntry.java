package podium.workers.training.model;

import ai.djl.nn.Parameter;

/**
 * A parameter or statistic of a network, its name in checkpoints and how its first values are
 * drawn.
 */
public record StateEntry(String name, Parameter parameter, Distribution filling) {

  /** Whether the optimizer changes it; batch-norm statistics are not trained. */
  public boolean trained() {
    return parameter.requiresGradient();
  }

  StateEntry under(String prefix) {
    return new StateEntry(prefix + name, parameter, filling);
  }
}
