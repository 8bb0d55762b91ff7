package podium.engine.placement;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.id.ExperimentId;

/** In which order the trials that wait would get slots, if any could be used by any. Pure. */
public final class Turns {
  private Turns() {}

  /** All that wait, whose turn it is first coming first. */
  public static List<Trial> of(SchedulerState state, Instant now) {
    Placement rule = rule(state);
    // why: the queue has that order of its own
    Map<Alike, Double> left = new HashMap<>();
    return rule instanceof InOrder
        ? state.queue().inOrder()
        : state.queue().inOrder().stream()
            .map(trial -> new Measured(new Waiting(trial, state, now), left))
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

  /** What the work that is left of a trial depends on. */
  private record Alike(ExperimentId experiment, List<Optional<Object>> own, int done) {
    private static final List<String> COUNT = List.of("model", "epochs", "batchSize", "imageSize");

    static Alike of(Trial trial) {
      return new Alike(
          trial.experiment().id(),
          COUNT.stream().map(it -> Optional.ofNullable(trial.assignment().get(it))).toList(),
          trial.checkpoints().newestEpoch());
    }
  }

  /** A trial that waits; each figure is found once, and only where somebody asks for it. */
  private static final class Measured implements Work {
    private static final double NOT_YET = -1;

    private final Waiting waiting;
    private final Map<Alike, Double> left;
    private double remaining = NOT_YET;
    private double usage = NOT_YET;

    Measured(Waiting waiting, Map<Alike, Double> left) {
      this.waiting = waiting;
      this.left = left;
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
      if (remaining == NOT_YET) {
        remaining = left.computeIfAbsent(Alike.of(trial()), it -> waiting.remaining());
      }
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
