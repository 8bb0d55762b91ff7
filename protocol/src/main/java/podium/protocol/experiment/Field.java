package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** One field a person may set: its name, what is allowed, its default and what it means. */
public record Field(String name, Kind kind, Object defaultValue, String unit, String meaning) {

  public Field {
    defaultValue = Values.canonical(defaultValue);
  }

  /** What values a field takes. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Whole.class, name = "whole"),
    @JsonSubTypes.Type(value = Decimal.class, name = "decimal"),
    @JsonSubTypes.Type(value = Flag.class, name = "flag"),
    @JsonSubTypes.Type(value = Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = Numbers.class, name = "numbers"),
    @JsonSubTypes.Type(value = Words.class, name = "words")
  })
  public sealed interface Kind {
    /** What is allowed, in words for a person. */
    String allowed();

    /**
     * The value in canonical form (Long, Double, Boolean, String, List), or nothing when it is not
     * allowed.
     */
    Optional<Object> accept(Object value);
  }

  /**
   * A whole number from {@code min} to {@code max}, both included; 1.0 and 1e1 are whole numbers
   * too.
   */
  public record Whole(long min, long max) implements Kind {
    /** From here on a Double may stand for several whole numbers. */
    private static final double EXACT = 1L << 53;

    @Override
    public String allowed() {
      return "a whole number from " + min + " to " + max;
    }

    @Override
    public Optional<Object> accept(Object value) {
      return whole(value).filter(number -> number >= min && number <= max).map(Object.class::cast);
    }

    private static Optional<Long> whole(Object value) {
      return switch (value) {
        case Long number -> Optional.of(number);
        case Double number when number == Math.rint(number) && Math.abs(number) <= EXACT ->
            Optional.of(number.longValue());
        case Object other -> Optional.empty();
      };
    }
  }

  /** A finite number from {@code min} to {@code max}, both included. */
  public record Decimal(double min, double max) implements Kind {
    @Override
    public String allowed() {
      return "a number from " + min + " to " + max;
    }

    @Override
    public Optional<Object> accept(Object value) {
      return value instanceof Long || value instanceof Double
          ? Optional.of(((Number) value).doubleValue())
              .filter(number -> number >= min && number <= max)
              .map(Object.class::cast)
          : Optional.empty();
    }
  }

  /** True or false. */
  public record Flag() implements Kind {
    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public Optional<Object> accept(Object value) {
      return Optional.of(value).filter(Boolean.class::isInstance);
    }
  }

  /** One of a few words. */
  public record Choice(List<String> words) implements Kind {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public Optional<Object> accept(Object value) {
      return Optional.of(value).filter(words::contains);
    }
  }

  /**
   * A list of either no or exactly {@code length} numbers, each from {@code min} to {@code max}.
   */
  public record Numbers(int length, double min, double max) implements Kind {
    @Override
    public String allowed() {
      return "a list of " + length + " numbers from " + min + " to " + max + ", or an empty list";
    }

    @Override
    public Optional<Object> accept(Object value) {
      if (!(value instanceof List<?> list) || (!list.isEmpty() && list.size() != length)) {
        return Optional.empty();
      }
      Decimal each = new Decimal(min, max);
      List<Object> numbers = list.stream().flatMap(item -> each.accept(item).stream()).toList();
      return numbers.size() == list.size() ? Optional.of(numbers) : Optional.empty();
    }
  }

  /** Text of a pattern. */
  public record Words(String pattern, String rule) implements Kind {
    @Override
    public String allowed() {
      return "text: " + rule;
    }

    @Override
    public Optional<Object> accept(Object value) {
      return value instanceof String text && text.matches(pattern)
          ? Optional.of(text)
          : Optional.empty();
    }
  }
}
