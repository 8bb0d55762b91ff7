package podium.dashboard.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trials that differ in nothing but their seed.
 *
 * @param scores what they came to, such as test accuracies from 0 to 1
 */
public record Group(String name, List<Score> scores) {
  /** What a trial came to. */
  public record Score(long seed, double value) {
    public Score {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a score is " + value + "; it must be a number");
      }
    }
  }

  public Group {
    scores = List.copyOf(scores);
  }

  /** The mean of the scores; not a number where there is none. */
  public double mean() {
    return Spread.mean(values());
  }

  /** The worst score. */
  public double lowest() {
    return Arrays.stream(values()).min().orElse(Double.NaN);
  }

  /** The best score. */
  public double highest() {
    return Arrays.stream(values()).max().orElse(Double.NaN);
  }

  double[] values() {
    return scores.stream().mapToDouble(Score::value).toArray();
  }

  /** Scores by seed; empty where a seed was trained more than once. */
  Map<Long, Double> bySeed() {
    Map<Long, Double> bySeed = new TreeMap<>();
    scores.forEach(score -> bySeed.put(score.seed(), score.value()));
    return bySeed.size() == scores.size() ? bySeed : Map.of();
  }
}
