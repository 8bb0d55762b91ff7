package podium.engine.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Stopping;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/**
 * How the trials of an experiment with a stopping rule stand, by an account of its own. Confined to
 * its auditor.
 */
final class Standings {
  /** The figure of a trial at an epoch. */
  private record Standing(double figure, int trial) implements Comparable<Standing> {
    private static final Comparator<Standing> BEST_FIRST =
        Comparator.comparingDouble(Standing::figure).reversed().thenComparingInt(Standing::trial);

    @Override
    public int compareTo(Standing other) {
      return BEST_FIRST.compare(this, other);
    }
  }

  private final Stopping rule;

  /** Accuracies by trial and epoch - 1; not a number without evaluation. */
  private final Map<Integer, List<Double>> accuracies = new HashMap<>();

  private final Map<Integer, List<Standing>> byEpoch = new HashMap<>();
  private final Map<Integer, Integer> passed = new HashMap<>();
  private final TreeMap<Integer, TreeSet<Standing>> held = new TreeMap<>();
  private final Set<Integer> resting = new HashSet<>();
  private int open;
  private boolean succeeded;

  Standings(Stopping rule, int open) {
    this.rule = rule;
    this.open = open;
  }

  /** The trial finished an epoch; gives what it is to be told. */
  Optional<Reason> finished(AuditedTrial trial, EpochResult result) {
    int number = trial.id.number();
    int epoch = result.epoch();
    List<Double> its = accuracies.computeIfAbsent(number, it -> new ArrayList<>());
    while (its.size() >= epoch) {
      figure(its).ifPresent(it -> at(its.size()).remove(new Standing(it, number)));
      its.removeLast();
    }
    while (its.size() < epoch - 1) {
      its.add(Double.NaN);
    }
    its.add(result.deciding().map(Score::accuracy).orElse(Double.NaN));
    Optional<Double> figure = figure(its);
    if (figure.isEmpty()) {
      return trial.told;
    }
    Standing standing = new Standing(figure.get(), number);
    List<Standing> all = at(epoch);
    all.add(-Collections.binarySearch(all, standing) - 1, standing);
    if (passed.getOrDefault(number, 0) >= epoch) {
      return trial.told;
    }
    Optional<Reason> told =
        rule.rule() == Stopping.Rule.MEDIAN
            ? trial.told.or(() -> median(trial, epoch, best(its), all))
            : rung(trial, epoch, standing, all);
    if (told.isEmpty()) {
      passed.put(number, epoch);
    }
    return told;
  }

  private List<Standing> at(int epoch) {
    return byEpoch.computeIfAbsent(epoch, it -> new ArrayList<>());
  }

  /** By what a trial is compared behind its last epoch, if it is. */
  private Optional<Double> figure(List<Double> its) {
    List<Double> evaluated = its.stream().filter(it -> !it.isNaN()).toList();
    return evaluated.isEmpty() || !isCompared(its.size())
        ? Optional.empty()
        : Optional.of(rule.rule() == Stopping.Rule.MEDIAN ? mean(evaluated) : best(evaluated));
  }

  private boolean isCompared(int epoch) {
    if (rule.rule() == Stopping.Rule.MEDIAN) {
      return epoch >= rule.minEpochs();
    }
    int rest = epoch;
    while (rest > rule.minEpochs() && rest % rule.eta() == 0) {
      rest /= rule.eta();
    }
    return rest == rule.minEpochs() && (rule.maxEpochs() == 0 || epoch < rule.maxEpochs());
  }

  private static double mean(List<Double> evaluated) {
    double sum = 0;
    for (double one : evaluated) {
      sum += one;
    }
    return sum / evaluated.size();
  }

  private static double best(List<Double> its) {
    return its.stream().filter(it -> !it.isNaN()).max(Double::compare).orElse(0.0);
  }

  private Optional<Reason> median(
      AuditedTrial trial, int epoch, double best, List<Standing> standings) {
    List<Double> others =
        standings.stream()
            .filter(it -> it.trial() != trial.id.number())
            .map(Standing::figure)
            .toList();
    if (others.isEmpty() || others.size() < rule.minTrials() || epoch >= trial.epochs) {
      return Optional.empty();
    }
    double median = (others.get((others.size() - 1) / 2) + others.get(others.size() / 2)) / 2;
    return best < median
        ? Optional.of(new Reason.BelowMedian(epoch, best, median, others.size()))
        : Optional.empty();
  }

  private Optional<Reason> rung(
      AuditedTrial trial, int epoch, Standing standing, List<Standing> all) {
    int place = Collections.binarySearch(all, standing) + 1;
    return epoch >= trial.epochs || place <= all.size() / rule.eta()
        ? Optional.empty()
        : Optional.of(new Reason.AtRung(epoch, standing.figure(), place, all.size()));
  }

  /** Something about the trial changed: it may be held, or held no more. */
  void look(AuditedTrial trial) {
    int number = trial.id.number();
    resting.remove(number);
    held.values().forEach(all -> all.removeIf(it -> it.trial() == number));
    held.values().removeIf(TreeSet::isEmpty);
    if (!trial.cancelled()) {
      trial
          .heldAt()
          .ifPresent(
              at -> {
                held.computeIfAbsent(at.epoch(), it -> new TreeSet<>())
                    .add(new Standing(at.best(), number));
                if (trial.pause.isEmpty()) {
                  resting.add(number);
                }
              });
    }
  }

  /** It goes on. */
  void promoted(AuditedTrial trial, int rung) {
    passed.merge(trial.id.number(), rung, Math::max);
    look(trial);
  }

  void ended(AuditedTrial trial, TrialStatus as) {
    open--;
    succeeded |= as == TrialStatus.SUCCEEDED;
    look(trial);
  }

  void revived(AuditedTrial trial, TrialStatus from) {
    open++;
    if (from == TrialStatus.STOPPED) {
      passed.put(trial.id.number(), Integer.MAX_VALUE);
    }
    look(trial);
  }

  /** Why a trial that is held is promoted or stopped next, and its number. */
  Optional<Map.Entry<Integer, Reason>> next() {
    for (int rung : held.descendingKeySet()) {
      Standing best = best(rung);
      int place = Collections.binarySearch(at(rung), best) + 1;
      int of = at(rung).size();
      if (place <= of / rule.eta()) {
        return Optional.of(Map.entry(best.trial(), new Reason.Promoted(rung, place, of)));
      }
    }
    if (resting.isEmpty() || resting.size() < open) {
      return Optional.empty();
    }
    int rung = held.lastKey();
    Standing best = best(rung);
    int place = Collections.binarySearch(at(rung), best) + 1;
    return Optional.of(
        Map.entry(
            best.trial(),
            succeeded
                ? new Reason.NotPromoted(rung, best.figure(), place, at(rung).size())
                : new Reason.BestLeft(rung)));
  }

  private Standing best(int rung) {
    return held.getOrDefault(rung, new TreeSet<>()).first();
  }
}
