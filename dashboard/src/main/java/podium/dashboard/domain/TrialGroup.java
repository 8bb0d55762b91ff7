package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.dashboard.verdict.Group;
import podium.protocol.id.ExperimentId;

/**
 * Trials that have the same values in some columns. Immutable.
 *
 * @param by those columns and values; nothing stands for one that these trials do not have
 */
public record TrialGroup(Map<String, Optional<Object>> by, List<TrialRow> trials) {
  /** Most columns by which trials are grouped. */
  public static final int MOST_COLUMNS = 20;

  private static final String SEED = "seed";

  public TrialGroup {
    trials = List.copyOf(trials);
  }

  /**
   * The groups of these trials, in the order of each one's first.
   *
   * @param by columns, and names of values that vary
   * @param tags of experiments that have any
   * @throws BadQueryException when one is neither
   */
  public static List<TrialGroup> of(
      List<TrialRow> trials, List<String> by, Map<ExperimentId, List<String>> tags) {
    if (by.isEmpty() || by.size() > MOST_COLUMNS) {
      throw new BadQueryException(
          "by names %d columns; allowed: 1 to %d, separated by commas"
              .formatted(by.size(), MOST_COLUMNS));
    }
    TrialColumns known = TrialColumns.of(trials, tags);
    List<TrialColumn<?>> columns =
        by.stream()
            .<TrialColumn<?>>map(
                name ->
                    known
                        .find(name)
                        .orElseThrow(
                            () ->
                                new BadQueryException(
                                    "cannot group by %s; known: %s"
                                        .formatted(name, known.names()))))
            .toList();
    Map<Map<String, Optional<Object>>, List<TrialRow>> groups = new LinkedHashMap<>();
    for (TrialRow trial : trials) {
      Map<String, Optional<Object>> values = new LinkedHashMap<>();
      for (int i = 0; i < by.size(); i++) {
        values.put(by.get(i), columns.get(i).plain(trial));
      }
      groups.computeIfAbsent(values, key -> new ArrayList<>()).add(trial);
    }
    return groups.entrySet().stream()
        .map(group -> new TrialGroup(group.getKey(), group.getValue()))
        .toList();
  }

  /**
   * The columns in which these trials differ in any way but by their seed: the experiment where
   * there are several, the model, and whatever else varies.
   */
  public static List<String> allButSeed(List<TrialRow> trials) {
    Set<String> by = new LinkedHashSet<>();
    if (trials.stream().map(row -> row.identity().experiment()).distinct().count() > 1) {
      by.add("experiment");
    }
    by.add("model");
    by.addAll(TrialColumns.varied(trials));
    by.remove(SEED);
    return List.copyOf(by);
  }

  /** The values, for people. */
  public String name() {
    return String.join(
        " ",
        by.entrySet().stream()
            .map(
                it ->
                    it.getKey().equals("model") || it.getKey().equals("experiment")
                        ? text(it.getValue())
                        : it.getKey() + "=" + text(it.getValue()))
            .toList());
  }

  private static String text(Optional<Object> value) {
    return value.map(String::valueOf).orElse("-");
  }

  /** The trial with the best accuracy, of those that count. */
  public Optional<TrialRow> best(Accuracy accuracy) {
    return trials.stream()
        .filter(trial -> accuracy.of(trial).isPresent())
        .max(Comparator.comparing(trial -> accuracy.of(trial).orElseThrow()));
  }

  /** The accuracies of those that count. */
  public Group scores(Accuracy accuracy) {
    return new Group(
        name(),
        trials.stream()
            .flatMap(
                trial ->
                    accuracy.of(trial).stream()
                        .map(value -> new Group.Score(trial.identity().seed(), value)))
            .toList());
  }
}
