package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import podium.protocol.Text;

/**
 * A model and the options chosen for it. Everywhere but in a person's file it is written as its
 * label: {@code resnet18}, {@code mobilenet_v2(widthMultiplier=1.4)}. Immutable.
 *
 * @param options canonical values (Long, Double, Boolean, String) by name, sorted by name
 */
public record ModelChoice(String name, Map<String, Object> options) {
  /** What an option may be called. */
  public static final Pattern OPTION = Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,62}");

  /** What a label looks like, as a regular expression. */
  public static final String LABEL_PATTERN =
      SpecFields.NAME_PATTERN + "( ?\\([a-zA-Z0-9=.+;, _-]{0,200}\\))?";

  /** What a label looks like, in words. */
  public static final String LABEL_RULE =
      "a model's name, such as resnet18, or with options as in mobilenet_v2(widthMultiplier=1.4)";

  private static final Pattern PATTERN = Pattern.compile(LABEL_PATTERN);
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,62}");

  public ModelChoice {
    Map<String, Object> sorted = new TreeMap<>();
    options.forEach((option, value) -> sorted.put(option, Values.canonical(value)));
    options = Collections.unmodifiableMap(sorted);
  }

  /** The choice a label stands for; nothing when the text is no label. */
  public static Optional<ModelChoice> parse(String label) {
    if (!PATTERN.matcher(label).matches()) {
      return Optional.empty();
    }
    int open = label.indexOf('(');
    if (open < 0) {
      return Optional.of(new ModelChoice(label, Map.of()));
    }
    String inside = label.substring(open + 1, label.length() - 1).strip();
    Map<String, Object> options = new TreeMap<>();
    for (String part : inside.isEmpty() ? new String[0] : inside.split("[;,]", -1)) {
      int equals = part.indexOf('=');
      String option = part.substring(0, Math.max(0, equals)).strip();
      Optional<Object> value = value(part.substring(equals + 1).strip());
      if (!OPTION.matcher(option).matches()
          || value.isEmpty()
          || options.put(option, value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new ModelChoice(label.substring(0, open).strip(), options));
  }

  /** The choice of a label that was checked when its experiment was accepted. */
  public static ModelChoice of(String label) {
    return parse(label)
        .orElseThrow(
            () -> new IllegalArgumentException("model is " + label + "; allowed: " + LABEL_RULE));
  }

  /** Whether a value can stand in a label. */
  public static boolean hasLabel(Object value) {
    return value(String.valueOf(value)).filter(value::equals).isPresent();
  }

  /** The one text for this choice. */
  public String label() {
    return options.isEmpty()
        ? name
        : options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining(";", name + "(", ")"));
  }

  /** Everything wrong with the options for that model, each with its path below {@code path}. */
  public List<String> reasonsAgainst(String path, Catalog.Model model) {
    List<String> reasons = new ArrayList<>();
    options.forEach(
        (option, value) -> {
          Optional<Field> field = model.option(option);
          if (field.isEmpty()) {
            reasons.add(
                Text.of(
                    "%s.%s is not an option of %s; %s",
                    path, option, model.name(), known(option, model)));
          } else if (field.get().kind().accept(value).isEmpty()) {
            reasons.add(
                Text.of(
                    "%s.%s is %s; allowed: %s", path, option, value, field.get().kind().allowed()));
          }
        });
    return reasons;
  }

  /** This choice with values as the model's options have them and without what is the default. */
  public ModelChoice of(Catalog.Model model) {
    Map<String, Object> kept = new TreeMap<>();
    options.forEach(
        (option, value) -> {
          Object accepted =
              model.option(option).flatMap(field -> field.kind().accept(value)).orElse(value);
          boolean isDefault =
              model
                  .option(option)
                  .filter(field -> field.defaultValue().equals(accepted))
                  .isPresent();
          if (!isDefault) {
            kept.put(option, accepted);
          }
        });
    return new ModelChoice(name, kept);
  }

  private static String known(String option, Catalog.Model model) {
    List<String> names = model.options().stream().map(Field::name).toList();
    return names.isEmpty()
        ? "it has none"
        : Spelling.nearest(option, names).map(Spelling::question).orElse("")
            + "it has "
            + String.join(", ", names);
  }

  private static Optional<Object> value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Optional.of(Boolean.valueOf(text));
    }
    if (WHOLE.matcher(text).matches()) {
      return Optional.of(Long.valueOf(text));
    }
    if (DECIMAL.matcher(text).matches()) {
      return Optional.of(Double.valueOf(text)).filter(Double::isFinite).map(Object.class::cast);
    }
    return WORD.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }
}
