package podium.engine.placement;

import java.time.Instant;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;

/** A trial that waits, as rules see it. */
record Waiting(Trial trial, SchedulerState state, Instant now) implements Work {
  @Override
  public int priority() {
    return trial.priority();
  }

  @Override
  public long accepted() {
    return trial.accepted();
  }

  @Override
  public int slots() {
    return trial.experiment().slotsEach();
  }

  @Override
  public double remaining() {
    return state.secondsLeft(trial);
  }

  @Override
  public double attended() {
    return trial.attended();
  }

  @Override
  public double usage() {
    return state.usage(trial.experiment().owner(), now);
  }
}
