package podium.dashboard.domain;

import java.util.List;

/** What people marked an experiment with, as a value of its trials. Immutable. */
record Tags(List<String> words) implements Comparable<Tags> {
  Tags {
    words = List.copyOf(words);
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
