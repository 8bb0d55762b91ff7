package podium.engine.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import podium.engine.stopping.StoppingRule;
import podium.protocol.event.Reason;
import podium.protocol.id.ExperimentId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/**
 * The contests of those experiments that have a stopping rule, and in which of them something is to
 * be done. Confined to its state's owner.
 */
final class Contests {
  private final Map<ExperimentId, Contest> all = new HashMap<>();

  /** What is to be done, by the order of experiments. */
  private final SortedMap<Long, Ruling> due = new TreeMap<>();

  /** The experiment's trials compete, if it has a rule. */
  Optional<Contest> add(Experiment experiment, int open) {
    Optional<Contest> made =
        StoppingRule.of(experiment.spec().stopping()).map(rule -> new Contest(rule, open));
    made.ifPresent(contest -> all.put(experiment.id(), contest));
    return made;
  }

  Optional<Contest> of(ExperimentId experiment) {
    return Optional.ofNullable(all.get(experiment));
  }

  /** It finished an epoch; gives what it is told from now on. */
  Optional<Reason> finished(Trial trial, EpochResult result) {
    OptionalDouble accuracy = result.deciding().stream().mapToDouble(Score::accuracy).findFirst();
    Optional<Contest> contest = of(trial.experiment.id());
    Optional<Reason> told = contest.flatMap(it -> it.finished(trial, result.epoch(), accuracy));
    look(trial);
    return told;
  }

  /** It is promoted at a rung, or is not judged up to that epoch for another reason. */
  void pass(Trial trial, int epoch) {
    change(trial, it -> it.pass(trial, epoch));
  }

  void reopened(Trial trial) {
    change(trial, Contest::reopened);
  }

  void ended(Trial trial) {
    change(trial, it -> it.ended(trial));
  }

  /** Something about it changed: it may be held, or held no more. */
  void look(Trial trial) {
    change(trial, it -> {});
  }

  private void change(Trial trial, Consumer<Contest> change) {
    of(trial.experiment.id())
        .ifPresent(
            contest -> {
              change.accept(contest);
              contest.look(trial);
              contest
                  .ruling()
                  .ifPresentOrElse(
                      ruling -> due.put(trial.experiment.order(), ruling),
                      () -> due.remove(trial.experiment.order()));
            });
  }

  /** The first trial that is held, and of which is known what becomes of it. */
  Optional<Ruling> first() {
    return due.values().stream().findFirst();
  }

  /** All of them by the ids of their experiments, for comparison. */
  SortedMap<ExperimentId, String> told() {
    SortedMap<ExperimentId, String> told = new TreeMap<>();
    all.forEach((id, contest) -> told.put(id, contest.told() + " " + contest.remember()));
    return told;
  }
}
