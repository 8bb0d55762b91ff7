package podium.engine.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import podium.engine.forecast.Ahead;
import podium.engine.forecast.Job;
import podium.engine.forecast.Owners;
import podium.engine.placement.Placement;
import podium.engine.placement.Rules;
import podium.engine.state.Usage;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.TrialStatus;

/**
 * The trials of a recorded log on other slots or by another rule, beside how they went: each comes
 * when it came, and takes as many slots together as it took, for as long as it did, in one go. All
 * slots are alike to all; whoever has some keeps them to its end. What a trial would have taken
 * that did not succeed is not known: it takes what it took, and is left out of all figures but the
 * makespan and the utilisation.
 *
 * @param happened what the log says
 * @param instead what would have been
 * @param censored how many trials are left out of the figures, by what became of them
 */
public record Rescheduled(
    long slots,
    String rule,
    Figures happened,
    Figures instead,
    Map<TrialStatus, Integer> censored) {
  public Rescheduled {
    censored = new TreeMap<>(censored);
  }

  /** What came of trials that succeeded; seconds, and the share of slots that were taken. */
  public record Figures(
      int trials,
      Spread completion,
      Spread waiting,
      double makespan,
      double utilisation,
      Map<String, OfOwner> owners) {}

  /** What came of an owner's trials that succeeded; seconds. */
  public record OfOwner(int trials, Spread completion, Spread waiting) {}

  private record Gone(PastTrial trial, double completion, double waiting) {}

  /**
   * Those of a log.
   *
   * @throws IllegalArgumentException if there is no such rule, or fewer slots than a trial needs
   */
  public static Rescheduled of(History history, long slots, String rule) {
    Placement placement =
        Rules.named(rule)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no rule of placement is named %s; allowed: %s"
                            .formatted(rule, String.join(", ", Rules.names()))));
    new Cluster(1, Math.toIntExact(slots));
    List<PastTrial> all = history.trials();
    all.stream()
        .filter(trial -> trial.needs() > 0 && trial.slots() > slots)
        .findFirst()
        .ifPresent(
            trial -> {
              throw new IllegalArgumentException(
                  "%s needs %d slots together, and there would be %d; give at least as many"
                      .formatted(trial.trial(), trial.slots(), slots));
            });
    Map<TrialStatus, Integer> censored = new TreeMap<>();
    all.stream()
        .filter(trial -> !trial.isKnown())
        .forEach(trial -> censored.merge(trial.status(), 1, Integer::sum));
    return new Rescheduled(
        slots,
        rule,
        happened(history, all),
        instead(history, all, (int) slots, placement),
        censored);
  }

  private static Figures happened(History history, List<PastTrial> all) {
    List<Gone> gone =
        all.stream()
            .filter(PastTrial::isKnown)
            .map(
                trial -> {
                  double completion =
                      History.seconds(trial.accepted(), trial.ended().orElse(trial.accepted()));
                  return new Gone(trial, completion, Math.max(0, completion - trial.onSlots()));
                })
            .toList();
    double had = all.stream().mapToDouble(PastTrial::had).sum();
    return figures(gone, history.makespan(), history.offered(), had);
  }

  private static Figures instead(
      History history, List<PastTrial> all, int slots, Placement placement) {
    DecisionSettings settings = history.settings();
    Owners owners =
        new Owners(new Usage(), history.first(), owner -> settings.share(owner).weight());
    List<Job> jobs = new ArrayList<>();
    List<PastTrial> placed = all.stream().filter(trial -> trial.needs() > 0).toList();
    Lines lines = new Lines(placed, settings, placement);
    for (PastTrial trial : placed) {
      double arrival = History.seconds(history.first(), trial.accepted()) * 1000;
      Job job =
          new Job(
              trial.owner(),
              trial.priority(),
              trial.order(),
              trial.slots(),
              arrival,
              trial.needs(),
              lines.of(trial),
              owners);
      job.lasts(trial.needs() * 1000);
      jobs.add(job);
    }
    List<Job> coming = new ArrayList<>(jobs);
    coming.sort(Comparator.comparingDouble(Job::arrival));
    new Ahead(placement.order(), owners, lines.all(), List.of(slots)).run(List.of(), coming);
    List<Gone> gone = new ArrayList<>();
    double makespan = 0;
    double had = 0;
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      PastTrial trial = placed.get(i);
      makespan = Math.max(makespan, job.end() / 1000);
      had += trial.needs() * trial.slots();
      if (trial.isKnown()) {
        gone.add(
            new Gone(
                trial, (job.end() - job.arrival()) / 1000, (job.start() - job.arrival()) / 1000));
      }
    }
    return figures(gone, makespan, slots * makespan, had);
  }

  private static Figures figures(List<Gone> gone, double makespan, double offered, double had) {
    Map<String, OfOwner> owners = new TreeMap<>();
    for (String owner : new TreeSet<>(gone.stream().map(it -> it.trial.owner()).toList())) {
      List<Gone> its = only(gone, it -> it.trial.owner().equals(owner));
      owners.put(owner, new OfOwner(its.size(), completion(its), waiting(its)));
    }
    return new Figures(
        gone.size(),
        completion(gone),
        waiting(gone),
        makespan,
        offered > 0 ? had / offered : 0,
        owners);
  }

  private static List<Gone> only(Collection<Gone> all, Predicate<Gone> which) {
    return all.stream().filter(which).toList();
  }

  private static Spread completion(List<Gone> gone) {
    return Spread.of(gone.stream().mapToDouble(Gone::completion));
  }

  private static Spread waiting(List<Gone> gone) {
    return Spread.of(gone.stream().mapToDouble(Gone::waiting));
  }
}
