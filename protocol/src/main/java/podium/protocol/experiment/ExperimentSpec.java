package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person publishes: a data set, a recipe and a matrix of values.
 *
 * @param matrix values by name; names are {@code model} (labels of {@link ModelChoice}), {@code
 *     seed} and any recipe field
 * @param key makes an equal request a duplicate; without one every request is a new experiment
 * @param priority higher is placed first
 */
public record ExperimentSpec(
    String experiment,
    Optional<String> key,
    String dataset,
    Map<String, List<Object>> matrix,
    Recipe recipe,
    String pretrained,
    Resources resources,
    int priority,
    String owner,
    Limits limits,
    List<String> tags) {
  /** Most trials one experiment may expand into. */
  public static final int MAX_TRIALS = 10_000;

  private static final long DEFAULT_SEED = 1;

  public ExperimentSpec {
    Map<String, List<Object>> copy = new LinkedHashMap<>();
    matrix.forEach(
        (name, values) -> copy.put(name, values.stream().map(Values::canonical).toList()));
    matrix = Collections.unmodifiableMap(copy);
    tags = List.copyOf(tags);
  }

  /** This spec with other values for one name of the matrix. */
  public ExperimentSpec with(String axis, List<Object> values) {
    Map<String, List<Object>> changed = new LinkedHashMap<>(matrix);
    changed.put(axis, values);
    return new ExperimentSpec(
        experiment,
        key,
        dataset,
        changed,
        recipe,
        pretrained,
        resources,
        priority,
        owner,
        limits,
        tags);
  }

  /** How many trials the matrix makes, saturating at {@link Long#MAX_VALUE}. */
  public long trialCount() {
    long count = 1;
    for (List<Object> values : matrix.values()) {
      if (!values.isEmpty() && count > Long.MAX_VALUE / values.size()) {
        return Long.MAX_VALUE;
      }
      count *= values.size();
    }
    return count;
  }

  /** Every assignment of the matrix, the last name varying fastest. */
  public List<Map<String, Object>> assignments() {
    List<Map<String, Object>> all = List.of(Map.of());
    for (Map.Entry<String, List<Object>> axis : matrix.entrySet()) {
      List<Map<String, Object>> next = new ArrayList<>();
      for (Map<String, Object> before : all) {
        for (Object value : axis.getValue()) {
          Map<String, Object> one = new LinkedHashMap<>(before);
          one.put(axis.getKey(), value);
          next.add(one);
        }
      }
      all = next;
    }
    return all;
  }

  /** The trial that an assignment of this matrix stands for. */
  public TrialSpec trial(Map<String, Object> assignment) {
    Recipe chosen = recipe;
    String model = "";
    long seed = DEFAULT_SEED;
    for (Map.Entry<String, Object> entry : assignment.entrySet()) {
      switch (entry.getKey()) {
        case "model" -> model = (String) entry.getValue();
        case "seed" -> seed = ((Number) entry.getValue()).longValue();
        default -> chosen = chosen.with(entry.getKey(), entry.getValue());
      }
    }
    return new TrialSpec(model, seed, dataset, pretrained, chosen, limits);
  }
}
