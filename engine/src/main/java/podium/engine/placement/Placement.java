package podium.engine.placement;

import java.time.Instant;
import java.util.Optional;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Reason;

/** A rule that says which waiting trial gets which slot next. Pure. */
public interface Placement {
  /**
   * The next placement in a state at a time; nothing while no trial that may be placed has a free
   * slot.
   */
  Optional<Placed> next(SchedulerState state, Instant now);

  /** A trial, the slot it gets, and why. */
  record Placed(Trial trial, WorkerState worker, String slot, Reason reason) {}
}
