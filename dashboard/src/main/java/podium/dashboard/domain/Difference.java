package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * What became of a board's trials and experiments between two offsets. Immutable.
 *
 * @param experiments that are new
 * @param begun trials that were placed for the first time
 * @param ended trials that were not over before
 * @param best where the best trial of an experiment is a better one, or better
 */
public record Difference(
    List<ExperimentRow> experiments,
    List<TrialRow> begun,
    List<TrialRow> ended,
    List<NewBest> best) {
  private static final ListQuery EVERY = new ListQuery(Map.of(), List.of(), 1, 0);

  public Difference {
    experiments = List.copyOf(experiments);
    begun = List.copyOf(begun);
    ended = List.copyOf(ended);
    best = List.copyOf(best);
  }

  /** The best trial of an experiment; before may be none. */
  public record NewBest(Optional<TrialRow> before, TrialRow now) {}

  /** What came between them. */
  public static Difference between(Board before, Board now) {
    Map<TrialId, TrialRow> then = new HashMap<>();
    List<TrialRow> old = before.allTrials(EVERY).rows();
    old.forEach(row -> then.put(row.identity().trial(), row));
    List<TrialRow> begun = new ArrayList<>();
    List<TrialRow> ended = new ArrayList<>();
    List<TrialRow> rows = now.allTrials(EVERY).rows();
    for (TrialRow row : rows) {
      Optional<Standing> stood =
          Optional.ofNullable(then.get(row.identity().trial())).map(TrialRow::standing);
      if (row.standing().attempts() > 0 && stood.map(Standing::attempts).orElse(0) == 0) {
        begun.add(row);
      }
      if (row.standing().status().ended()
          && !stood.map(Standing::status).map(status -> status.ended()).orElse(false)) {
        ended.add(row);
      }
    }
    ended.sort(Comparator.comparingLong((TrialRow row) -> row.standing().since()).reversed());
    return new Difference(
        news(now, before.position().offset()), begun, ended, better(best(old), best(rows)));
  }

  private static List<ExperimentRow> news(Board now, long since) {
    ListQuery latest =
        new ListQuery(
            Map.of(), List.of(new ListQuery.SortBy("accepted", true)), ListQuery.MAX_LIMIT, 0);
    return now.experiments(latest).rows().stream().filter(row -> row.accepted() >= since).toList();
  }

  private static Map<ExperimentId, TrialRow> best(List<TrialRow> rows) {
    Map<ExperimentId, TrialRow> best = new HashMap<>();
    rows.stream()
        .filter(row -> accuracy(row) >= 0)
        .forEach(
            row ->
                best.merge(
                    row.identity().experiment(),
                    row,
                    (one, other) -> accuracy(other) > accuracy(one) ? other : one));
    return best;
  }

  private static double accuracy(TrialRow row) {
    return row.learning().bestTestAccuracy().orElse(-1.0);
  }

  private static List<NewBest> better(
      Map<ExperimentId, TrialRow> before, Map<ExperimentId, TrialRow> now) {
    return now.entrySet().stream()
        .map(
            entry -> new NewBest(Optional.ofNullable(before.get(entry.getKey())), entry.getValue()))
        .filter(it -> accuracy(it.now()) > it.before().map(Difference::accuracy).orElse(-1.0))
        .sorted(Comparator.comparingDouble(it -> -accuracy(it.now())))
        .toList();
  }
}
