package podium.dashboard.domain;

import java.util.Collection;

/** A question that cannot be answered; the message says what to do. */
public final class BadQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadQueryException(String message) {
    super(message);
  }

  /** Of a filter that a list does not have. */
  public static BadQueryException noFilter(String name, Collection<String> known) {
    return new BadQueryException(
        "%s is no filter here; known: %s".formatted(name, known.stream().sorted().toList()));
  }

  /** Of a column that a list cannot be sorted by. */
  public static BadQueryException noColumn(String name, Collection<String> known) {
    return new BadQueryException(
        "cannot sort by %s; known: %s".formatted(name, known.stream().sorted().toList()));
  }
}
