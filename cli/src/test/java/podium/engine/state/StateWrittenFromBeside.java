package podium.engine.state;

import java.time.Instant;

/** Breaks rules on purpose: a class of the state's room that writes it. */
public final class StateWrittenFromBeside {
  /** Writes what only folding may write. */
  public void forget(SchedulerState state) {
    state.time = Instant.EPOCH;
  }
}
