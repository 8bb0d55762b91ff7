package podium.engine.simulation;

import java.util.function.LongUnaryOperator;

/**
 * How many steps are left of a seed's world that goes wrong, once it is cut down; -1 when it does
 * not go wrong any more then. A service, as {@link SeedProbe}.
 */
public final class ShrinkProbe implements LongUnaryOperator {
  @Override
  public long applyAsLong(long seed) {
    Simulation.Finding finding = Simulation.shrink(seed);
    return finding.outcome().violations().isEmpty() ? -1 : finding.steps().size();
  }
}
