package podium.dashboard.domain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which trials are wanted. Immutable. */
sealed interface Filter extends Predicate<TrialRow> {
  /** Wants all of them. */
  Filter EVERYTHING = new All(List.of());

  /** Wanted by each of these. */
  record All(List<Filter> parts) implements Filter {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(TrialRow row) {
      return parts.stream().allMatch(part -> part.test(row));
    }
  }

  /** Wanted by one of these at least. */
  record Any(List<Filter> parts) implements Filter {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(TrialRow row) {
      return parts.stream().anyMatch(part -> part.test(row));
    }
  }

  /** Not wanted by that. */
  record Not(Filter part) implements Filter {
    @Override
    public boolean test(TrialRow row) {
      return !part.test(row);
    }
  }

  /** What trials may be asked for: a name and its value, empty where a trial has none. */
  record Field(String name, Function<TrialRow, Optional<Object>> value) {}

  /** A trial has no such value. */
  record Empty(Field field) implements Filter {
    @Override
    public boolean test(TrialRow row) {
      return field.value().apply(row).isEmpty();
    }
  }

  /** The value is one of these words or numbers; upper and lower case are the same. */
  record In(Field field, Set<String> words) implements Filter {
    public In {
      words = Set.copyOf(words);
    }

    @Override
    public boolean test(TrialRow row) {
      return field
          .value()
          .apply(row)
          .filter(value -> words.stream().anyMatch(word -> equal(value, word)))
          .isPresent();
    }
  }

  /** The value has this in it; upper and lower case are the same. */
  record Has(Field field, String part) implements Filter {
    @Override
    public boolean test(TrialRow row) {
      return field
          .value()
          .apply(row)
          .filter(value -> lower(String.valueOf(value)).contains(lower(part)))
          .isPresent();
    }
  }

  /** The value is a number, and stands like that to another. */
  record Compared(Field field, Order order, double number) implements Filter {
    @Override
    public boolean test(TrialRow row) {
      return field.value().apply(row).filter(this::holds).isPresent();
    }

    private boolean holds(Object value) {
      return value instanceof Number its
          && switch (order) {
            case LESS -> its.doubleValue() < number;
            case AT_MOST -> its.doubleValue() <= number;
            case MORE -> its.doubleValue() > number;
            case AT_LEAST -> its.doubleValue() >= number;
          };
    }
  }

  /** How one number stands to another. */
  enum Order {
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST
  }

  /** The number that a word is; {@code 90%} is 0.9. */
  static Optional<Double> number(String word) {
    boolean percent = word.endsWith("%");
    try {
      double number = Double.parseDouble(percent ? word.substring(0, word.length() - 1) : word);
      return Optional.of(percent ? number / 100 : number).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean equal(Object value, String word) {
    return switch (value) {
      case Number its -> number(word).filter(number -> number == its.doubleValue()).isPresent();
      case Tags tags -> tags.words().stream().anyMatch(tag -> equal(tag, word));
      default -> lower(String.valueOf(value)).equals(lower(word));
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
