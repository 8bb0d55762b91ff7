package podium.engine.simulation;

import java.util.function.LongFunction;

/**
 * What is wrong with a seed's world, in words; empty when nothing is. A service, so that a test can
 * have one from an engine that was changed.
 */
public final class SeedProbe implements LongFunction<String> {
  @Override
  public String apply(long seed) {
    return Simulation.run(seed).violations().stream().findFirst().orElse("");
  }
}
