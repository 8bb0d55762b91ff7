package podium.engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import podium.engine.stopping.Asha;
import podium.engine.stopping.Median;
import podium.engine.stopping.StoppingRule;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;

/**
 * How the trials of an experiment with a stopping rule stand among each other. Confined to its
 * state's owner.
 */
final class Contest {
  /** A trial that is held at a rung. */
  private record Held(Trial trial, Reason.AtRung at) {
    static final Comparator<Held> BEST_FIRST =
        Comparator.<Held>comparingDouble(held -> -held.at.best())
            .thenComparingInt(held -> held.trial.number);
  }

  private final StoppingRule rule;
  private final Map<Integer, Course> courses = new TreeMap<>();
  private final Map<Integer, Ranks> ranks = new HashMap<>();

  /** Trials that are held, by rung and by number. */
  private final TreeMap<Integer, SortedSet<Held>> rungs = new TreeMap<>();

  private final Map<Integer, Held> held = new HashMap<>();

  /** Those of them that wait for nothing else. */
  private final Set<Integer> resting = new HashSet<>();

  /** How many trials have not ended. */
  private int open;

  /** Whether one of them was trained to the end. */
  private boolean succeeded;

  Contest(StoppingRule rule, int open) {
    this.rule = rule;
    this.open = open;
  }

  /** It finished an epoch; gives what it is told. */
  Optional<Reason> finished(Trial trial, int epoch, OptionalDouble accuracy) {
    Course course = courses.computeIfAbsent(trial.number, number -> new Course());
    cut(trial.number, course, epoch - 1);
    boolean ranked = next(trial.number, course, accuracy);
    if (!ranked || course.passed() >= epoch) {
      return trial.told;
    }
    StoppingRule.Told it =
        new StoppingRule.Told(
            trial.number, epoch, trial.spec().recipe().epochs(), course.best(epoch));
    Optional<Reason> told = rule.after(ranks(epoch), it, trial.told);
    if (told.isEmpty()) {
      course.pass(epoch);
    }
    return told;
  }

  /** Whoever trains an epoch anew leaves what came of it, and of later ones, before. */
  private void cut(int number, Course course, int to) {
    for (int epoch = to + 1; epoch <= course.epochs(); epoch++) {
      if (isRanked(course, epoch)) {
        ranks(epoch).remove(number, figure(course, epoch));
      }
    }
    course.cut(to);
  }

  private boolean next(int number, Course course, OptionalDouble accuracy) {
    course.add(accuracy);
    int epoch = course.epochs();
    boolean ranked = isRanked(course, epoch);
    if (ranked) {
      ranks(epoch).add(number, figure(course, epoch));
    }
    return ranked;
  }

  private boolean isRanked(Course course, int epoch) {
    return rule.compares(epoch) && course.evaluated(epoch);
  }

  private double figure(Course course, int epoch) {
    return rule.figure(course.best(epoch), course.mean(epoch));
  }

  private Ranks ranks(int epoch) {
    return ranks.computeIfAbsent(epoch, it -> new Ranks());
  }

  /** It is not judged at epochs up to that one any more. */
  void pass(Trial trial, int epoch) {
    courses.computeIfAbsent(trial.number, number -> new Course()).pass(epoch);
  }

  /** It is tried again. */
  void reopened() {
    open++;
  }

  /** It ended. */
  void ended(Trial trial) {
    open--;
    succeeded |= trial.status == TrialStatus.SUCCEEDED;
  }

  /** Something about a trial changed: it may be held, or held no more. */
  void look(Trial trial) {
    Optional.ofNullable(held.remove(trial.number)).ifPresent(this::leave);
    resting.remove(trial.number);
    trial
        .heldAt()
        .filter(at -> !trial.cancelled())
        .map(at -> new Held(trial, at))
        .ifPresent(this::hold);
  }

  private void hold(Held it) {
    held.put(it.trial.number, it);
    rungs.computeIfAbsent(it.at.epoch(), epoch -> new TreeSet<>(Held.BEST_FIRST)).add(it);
    if (!it.trial.paused()) {
      resting.add(it.trial.number);
    }
  }

  private void leave(Held it) {
    rungs.computeIfPresent(
        it.at.epoch(),
        (epoch, all) -> {
          all.remove(it);
          return all.isEmpty() ? null : all;
        });
  }

  /** What becomes of a trial that is held, if it is known. */
  Optional<Ruling> ruling() {
    return switch (rule) {
      case Median ignored -> Optional.empty();
      case Asha asha -> promotion(asha).or(this::last);
    };
  }

  /** The best of the highest rung that has one to promote. */
  private Optional<Ruling> promotion(Asha asha) {
    for (int rung : rungs.descendingKeySet()) {
      Held best = best(rung);
      int place = ranks(rung).place(best.trial.number);
      int of = ranks(rung).size();
      if (asha.promotes(place, of)) {
        return Optional.of(new Ruling(best.trial, new Reason.Promoted(rung, place, of)));
      }
    }
    return Optional.empty();
  }

  /** What becomes of those that are held when nothing else is left. */
  private Optional<Ruling> last() {
    if (resting.isEmpty() || resting.size() < open) {
      return Optional.empty();
    }
    int rung = rungs.lastKey();
    if (!succeeded) {
      return Optional.of(new Ruling(best(rung).trial, new Reason.BestLeft(rung)));
    }
    Held it = best(rung);
    return Optional.of(
        new Ruling(
            it.trial,
            new Reason.NotPromoted(
                rung, it.at.best(), ranks(rung).place(it.trial.number), ranks(rung).size())));
  }

  private Held best(int rung) {
    return rungs.getOrDefault(rung, Collections.emptySortedSet()).first();
  }

  List<Memory.OfCourse> remember() {
    List<Memory.OfCourse> all = new ArrayList<>();
    courses.forEach(
        (number, course) ->
            all.add(new Memory.OfCourse(number, course.accuracies(), course.passed())));
    return all;
  }

  /** As it was remembered; what is held is told after that. */
  void restore(List<Memory.OfCourse> remembered, boolean oneSucceeded) {
    succeeded = oneSucceeded;
    for (Memory.OfCourse known : remembered) {
      Course course = new Course();
      course.pass(known.passed());
      courses.put(known.number(), course);
      known
          .accuracies()
          .forEach(
              it ->
                  next(
                      known.number(),
                      course,
                      it < 0 ? OptionalDouble.empty() : OptionalDouble.of(it)));
    }
  }

  /** Who is held where, and who rests, for comparison. */
  String told() {
    return rungs.entrySet().stream()
            .map(
                rung ->
                    rung.getKey()
                        + ": "
                        + rung.getValue().stream().map(it -> it.trial.id().value()).toList())
            .toList()
        + ", of "
        + open
        + " rest "
        + new TreeSet<>(resting)
        + (succeeded ? ", one succeeded" : "");
  }
}
