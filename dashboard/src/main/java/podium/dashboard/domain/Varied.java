package podium.dashboard.domain;

/**
 * A value that an experiment varies: a number for some, a word for others. Numbers stand before
 * words. Immutable.
 */
record Varied(Object value) implements Comparable<Varied> {
  @Override
  public int compareTo(Varied other) {
    if (value instanceof Number one && other.value instanceof Number two) {
      return Double.compare(one.doubleValue(), two.doubleValue());
    }
    if (value instanceof Number || other.value instanceof Number) {
      return value instanceof Number ? -1 : 1;
    }
    return value.toString().compareTo(other.value.toString());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
