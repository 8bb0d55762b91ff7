package podium.workers.training.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.experiment.ModelChoice;

/**
 * What a model is built for.
 *
 * @param classes the width of its last layer, at least 1
 * @param dropout whether its dropout layers drop while training; off only to compare exact values
 * @param values the model's own options by name, all of them
 */
public record ModelOptions(int classes, boolean dropout, Map<String, Object> values) {
  public ModelOptions {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + "; it must be at least 1");
    }
    values = Map.copyOf(values);
  }

  /**
   * The options of a choice, defaults where it says nothing.
   *
   * @throws IllegalArgumentException naming each option that the model does not have or allow
   */
  public static ModelOptions of(
      ModelDefinition model, ModelChoice choice, int classes, boolean dropout) {
    List<String> reasons = choice.reasonsAgainst(model.name(), model.entry());
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", reasons));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    model.options().forEach(option -> values.put(option.name(), option.defaultValue()));
    values.putAll(choice.of(model.entry()).options());
    return new ModelOptions(classes, dropout, values);
  }

  /** An option that is true or false. */
  public boolean flag(String option) {
    return (Boolean) value(option);
  }

  /** An option that is a number. */
  public double decimal(String option) {
    return ((Number) value(option)).doubleValue();
  }

  /** An option that is a whole number. */
  public long whole(String option) {
    return ((Number) value(option)).longValue();
  }

  /** An option that is a word. */
  public String word(String option) {
    return (String) value(option);
  }

  private Object value(String option) {
    return Optional.ofNullable(values.get(option))
        .orElseThrow(() -> new IllegalArgumentException("the model has no option " + option));
  }
}
