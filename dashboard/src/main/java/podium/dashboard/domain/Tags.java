package podium.dashboard.domain;

import java.util.List;

/** What people marked an experiment with, as a value of its trials, in order. Immutable. */
record Tags(List<String> words) implements Comparable<Tags> {
  /** By this name a filter asks for one of them, and not for all. */
  static final String ONE_OF_THEM = "tag";

  Tags {
    words = words.stream().sorted().distinct().toList();
  }

  @Override
  public int compareTo(Tags other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return String.join("; ", words);
  }
}
