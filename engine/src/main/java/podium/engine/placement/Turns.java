package podium.engine.placement;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;

/** In which order the trials that wait would get slots, if any could be used by any. Pure. */
public final class Turns {
  private Turns() {}

  /** All that wait, whose turn it is first coming first. */
  public static List<Trial> of(SchedulerState state, Instant now) {
    Placement rule = rule(state);
    // why: the queue has that order of its own
    return rule instanceof InOrder
        ? state.queue().inOrder()
        : state.queue().inOrder().stream()
            .map(trial -> new Measured(trial, state, now))
            .sorted(rule.order())
            .map(Measured::trial)
            .toList();
  }

  /** By what the settings say; by priority where this version does not know it. */
  public static Comparator<Work> order(SchedulerState state) {
    return rule(state).order();
  }

  private static Placement rule(SchedulerState state) {
    return Rules.named(state.settings().placement()).orElseGet(InOrder::new);
  }

  /** A trial that waits; each figure is found once, and only where somebody asks for it. */
  private static final class Measured implements Work {
    private static final double NOT_YET = -1;

    private final Waiting waiting;
    private double remaining = NOT_YET;
    private double usage = NOT_YET;

    Measured(Trial trial, SchedulerState state, Instant now) {
      this.waiting = new Waiting(trial, state, now);
    }

    Trial trial() {
      return waiting.trial();
    }

    @Override
    public int priority() {
      return waiting.priority();
    }

    @Override
    public long accepted() {
      return waiting.accepted();
    }

    @Override
    public int slots() {
      return waiting.slots();
    }

    @Override
    public double remaining() {
      remaining = remaining == NOT_YET ? waiting.remaining() : remaining;
      return remaining;
    }

    @Override
    public double attended() {
      return waiting.attended();
    }

    @Override
    public double usage() {
      usage = usage == NOT_YET ? waiting.usage() : usage;
      return usage;
    }
  }
}
