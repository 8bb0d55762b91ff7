package podium.engine.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.engine.state.Reservation;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;

/**
 * For which trial slots are kept: the first by the rule that needs several together, where it can
 * soonest have them, unless somebody who goes before it could use them. They are kept for it until
 * it has them; only a trial of higher priority takes its place. Pure.
 */
public final class Reserving {
  private static final Comparator<Plan> SOONEST =
      Comparator.comparing(Plan::until)
          .thenComparingInt(Plan::rank)
          .thenComparing(plan -> plan.worker().name());

  private final SchedulerState state;
  private final Instant now;

  /** When attempts are over, of which many slots ask. */
  private final Map<Trial, Instant> over = new HashMap<>();

  private Reserving(SchedulerState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /**
   * Slots for a trial, and until when the last of them is taken by what is known.
   *
   * @param rank the highest of those whose attempts are on them
   */
  public record Plan(
      Trial trial, WorkerState worker, List<String> slots, Instant until, int rank) {}

  /** The next slots that are to be kept. */
  public static Optional<Plan> next(SchedulerState state, Instant now) {
    return Rules.named(state.settings().placement())
        .flatMap(rule -> new Reserving(state, now).next(rule));
  }

  private Optional<Plan> next(Placement rule) {
    int above =
        state.reservation().map(Reservation::trial).map(Trial::priority).orElse(Integer.MIN_VALUE);
    return waiting(rule, shape -> shape.slots() > 1 && state.isOpen(shape))
        .filter(trial -> trial.priority() > above || state.reservation().isEmpty())
        .map(trial -> new Waiting(trial, state, now))
        .min(rule.order())
        .flatMap(work -> soonest(work.trial()))
        .filter(plan -> isFirst(plan, rule));
  }

  /** Those of such shapes that no other one stands for. */
  private Stream<Trial> waiting(Placement rule, Predicate<Shape> which) {
    // why: of those that are alike but for the order that rule only asks for the first
    return rule instanceof InOrder
        ? state.queue().firsts(now, which)
        : state.queue().fronts(now, which);
  }

  /** Whether nobody who waits goes before it and could use what would be kept. */
  private boolean isFirst(Plan plan, Placement rule) {
    Waiting its = new Waiting(plan.trial(), state, now);
    Set<String> slots = new HashSet<>(plan.slots());
    return waiting(rule, shape -> couldUse(shape, plan.worker(), slots))
        .noneMatch(trial -> rule.order().compare(new Waiting(trial, state, now), its) < 0);
  }

  private static boolean couldUse(Shape shape, WorkerState worker, Set<String> slots) {
    List<String> open = worker.openSlots(shape);
    return open.size() >= shape.slots() && open.stream().anyMatch(slots::contains);
  }

  private Optional<Plan> soonest(Trial trial) {
    Shape shape = Shape.of(trial);
    return state.workers().stream()
        .filter(worker -> worker.openSlots(shape).size() >= shape.slots())
        .map(worker -> plan(trial, shape, worker))
        .min(SOONEST);
  }

  private Plan plan(Trial trial, Shape shape, WorkerState worker) {
    List<Taken> slots =
        worker.openSlots(shape).stream()
            .map(slot -> taken(trial, worker, slot))
            .sorted(Taken.SOONEST)
            .limit(shape.slots())
            .toList();
    return new Plan(
        trial,
        worker,
        slots.stream().map(Taken::slot).toList(),
        slots.getLast().until(),
        slots.stream().mapToInt(Taken::rank).max().orElseThrow());
  }

  /** A slot, and until when somebody is on it. */
  private record Taken(String slot, Instant until, int rank, Instant since) {
    private static final Comparator<Taken> SOONEST =
        Comparator.comparing(Taken::until)
            .thenComparingInt(Taken::rank)
            .thenComparing(Taken::since, Comparator.reverseOrder());
  }

  private Taken taken(Trial waits, WorkerState worker, String slot) {
    SlotState on = worker.slots().getOrDefault(slot, SlotState.nobody());
    return state
        .on(on)
        .map(
            trial -> {
              boolean makesWay =
                  waits.experiment().spec().preempt() && trial.rank() < waits.priority();
              return new Taken(
                  slot,
                  makesWay ? now : over.computeIfAbsent(trial, this::ends),
                  trial.rank(),
                  trial.placedAt());
            })
        .orElse(new Taken(slot, now, Integer.MIN_VALUE, Instant.EPOCH));
  }

  /** When an attempt is over, by what such epochs took of late. */
  private Instant ends(Trial trial) {
    Duration left = Duration.ofMillis(Math.round(state.secondsLeft(trial) * 1000));
    Instant ends = trial.epochSince().plus(left);
    return ends.isAfter(now) ? ends : now;
  }
}
