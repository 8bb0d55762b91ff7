package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Tree-structured Parzen estimators (Bergstra et al., NeurIPS 2011): the next point is the one, of
 * some drawn where good trials are dense, at which good ones are densest against the others. Pure:
 * what it says follows from the spec and the trials, on every machine.
 */
public final class Tpe {
  /** Most points that are drawn at random before any is suggested. */
  private static final int MOST_STARTUP = 10;

  /** The share of trials that count as good. */
  private static final double GOOD = 0.25;

  private static final int CANDIDATES = 24;

  /** So many times candidates are drawn before any point will do that is left. */
  private static final int ROUNDS = 10;

  private final ExperimentSpec spec;
  private final int number;
  private final List<Axis> axes;
  private final List<Belief> beliefs = new ArrayList<>();
  private final Set<TrialSpec> taken = new HashSet<>();

  /**
   * A trial that there is.
   *
   * @param score how well it did, greater is better; nothing of one that has yet to say, or failed
   */
  public record Tried(Map<String, Object> assignment, OptionalDouble score) {}

  private record Belief(Density good, Density other) {}

  private record Candidate(Map<String, Object> point, double promise) {}

  private Tpe(ExperimentSpec spec, int number, List<Tried> tried) {
    this.spec = spec;
    this.number = number;
    this.axes = Axis.of(spec);
    tried.forEach(it -> taken.add(effective(it.assignment())));
    List<Tried> scored =
        tried.stream()
            .filter(it -> it.score().isPresent())
            .sorted(Comparator.comparingDouble((Tried it) -> -it.score().orElseThrow()))
            .toList();
    List<Tried> good = scored.subList(0, (int) Math.ceil(GOOD * scored.size()));
    // why: who has yet to say counts as no good, so that two slots do not try the same corner
    List<Tried> others = new ArrayList<>(scored.subList(good.size(), scored.size()));
    tried.stream().filter(it -> it.score().isEmpty()).forEach(others::add);
    for (Axis axis : axes) {
      beliefs.add(
          new Belief(
              new Density(axis, places(axis, good)), new Density(axis, places(axis, others))));
    }
  }

  private static double[] places(Axis axis, List<Tried> trials) {
    return trials.stream()
        .map(it -> axis.placeOf(it.assignment()))
        .flatMapToDouble(OptionalDouble::stream)
        .toArray();
  }

  /** How many points a search draws at random before it suggests any. */
  static int startup(Search search) {
    return Math.clamp(search.trials() / 2, 1, MOST_STARTUP);
  }

  /**
   * What the next trial of a search should be; nothing when no point is left.
   *
   * @param number of that trial
   * @param tried every trial that there is, in the order of their numbers
   */
  public static Optional<Map<String, Object>> next(
      ExperimentSpec spec, int number, List<Tried> tried) {
    return new Tpe(spec, number, tried).next();
  }

  private Optional<Map<String, Object>> next() {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Map<String, Object>> best = best(round);
      if (best.isPresent()) {
        return best;
      }
    }
    return Draws.of(spec).points().stream().map(this::withSeed).filter(this::isNew).findFirst();
  }

  private Optional<Map<String, Object>> best(int round) {
    Optional<Candidate> best = Optional.empty();
    for (int i = 0; i < CANDIDATES; i++) {
      Candidate one = candidate(round * CANDIDATES + i);
      if (best.filter(it -> it.promise() >= one.promise()).isEmpty() && isNew(one.point())) {
        best = Optional.of(one);
      }
    }
    return best.map(Candidate::point);
  }

  private Candidate candidate(int draw) {
    Map<String, Object> point = new LinkedHashMap<>();
    double promise = 0;
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      Belief belief = beliefs.get(i);
      String stream = axis.name() + " " + draw + " ";
      double place =
          belief.good().draw(name -> Chance.unit(spec.search().seed(), number, stream + name));
      promise += belief.good().log(place) - belief.other().log(place);
      point.putAll(axis.at(place));
    }
    return new Candidate(withSeed(point), promise);
  }

  private Map<String, Object> withSeed(Map<String, Object> point) {
    Map<String, Object> whole = new LinkedHashMap<>(point);
    spec.matrix()
        .getOrDefault(SpecFields.SEED.name(), List.of())
        .forEach(seed -> whole.put(SpecFields.SEED.name(), seed));
    return whole;
  }

  private boolean isNew(Map<String, Object> point) {
    return !spec.excludes(point)
        && Contradictions.of(spec.trial(point).recipe()).isEmpty()
        && !taken.contains(effective(point));
  }

  private TrialSpec effective(Map<String, Object> assignment) {
    TrialSpec trial = spec.trial(assignment);
    return trial.with(Effects.effective(trial.recipe()));
  }
}
