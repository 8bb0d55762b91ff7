package podium.dashboard.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Compares groups of trials, each with each.
 *
 * <p>The one of two groups is shown to be better where the interval of the difference of their
 * means leaves zero out: Student's for pairs of the same seed, where each seed of the smaller group
 * is one of the larger, too, and Welch's else, each wide enough that with this certainty all of
 * them together hold (Bonferroni). What chance alone could have arranged as well more often than
 * that is not shown, whatever the interval; where there are too few seeds for any arrangement to be
 * so rare, the rarest must be it: all of the one above all of the other. Immutable.
 */
public final class Comparison {
  private static final int MOST_SEEDS = 1_000;

  private final List<Group> groups;
  private final double resolution;
  private final double settled;
  private final double alpha;

  /**
   * Of these groups.
   *
   * @param certainty that no verdict is false, such as 0.95
   * @param resolution the least by which two scores can differ, such as one image's share
   * @param settled the difference that further seeds are to tell, in the scores' unit
   */
  public Comparison(List<Group> groups, double certainty, double resolution, double settled) {
    if (!(certainty > 0 && certainty < 1)) {
      throw new IllegalArgumentException(
          "certainty is " + certainty + "; allowed: above 0, below 1");
    }
    this.groups =
        groups.stream()
            .filter(group -> !group.scores().isEmpty())
            .sorted(Comparator.comparingDouble((Group group) -> -Spread.mean(group.values())))
            .toList();
    this.resolution = resolution;
    this.settled = settled;
    this.alpha = (1 - certainty) / Math.max(1, pairs());
  }

  /** Best first; without those that have no score. */
  public List<Group> ranked() {
    return groups;
  }

  /** How many verdicts there are. */
  public int pairs() {
    return groups.size() * (groups.size() - 1) / 2;
  }

  /** Each group beside each that is behind it, best first. */
  public List<Verdict> verdicts() {
    return IntStream.range(0, groups.size()).boxed().flatMap(i -> behind(i).stream()).toList();
  }

  /** The best beside each of the others. */
  public List<Verdict> ofTheBest() {
    return groups.isEmpty() ? List.of() : behind(0);
  }

  private List<Verdict> behind(int place) {
    return groups.stream().skip(place + 1L).map(it -> verdict(groups.get(place), it)).toList();
  }

  private Verdict verdict(Group better, Group other) {
    Map<Long, Double> ours = better.bySeed();
    Map<Long, Double> theirs = other.bySeed();
    List<Long> common = ours.keySet().stream().filter(theirs::containsKey).toList();
    if (common.size() < 2 || common.size() < Math.min(ours.size(), theirs.size())) {
      return unpaired(better, other);
    }
    double[] differences =
        common.stream()
            .mapToDouble(seed -> ours.getOrDefault(seed, 0.0) - theirs.getOrDefault(seed, 0.0))
            .toArray();
    Spread spread = Spread.of(differences, resolution);
    return verdict(better, other, true, common.size(), spread, Luck.ofPairs(differences));
  }

  private Verdict unpaired(Group better, Group other) {
    double[] ours = better.values();
    double[] theirs = other.values();
    return verdict(
        better,
        other,
        false,
        Math.min(ours.length, theirs.length),
        Spread.between(ours, theirs, resolution),
        Luck.between(ours, theirs));
  }

  private Verdict verdict(
      Group better,
      Group other,
      boolean paired,
      int seeds,
      Spread spread,
      Optional<Luck.Found> luck) {
    if (spread.difference() < 0) {
      // why: where only some seeds are in both, these can tell otherwise than the means of all
      return verdict(other, better, paired, seeds, spread.turned(), luck);
    }
    double reach = spread.reach(alpha);
    boolean rare = luck.map(it -> it.share() <= Math.max(alpha, it.least())).orElse(true);
    return new Verdict(
        better,
        other,
        seeds,
        paired,
        spread.difference(),
        spread.difference() - reach,
        spread.difference() + reach,
        Luck.share(luck),
        spread.difference() > reach && rare,
        moreSeeds(spread, paired, seeds));
  }

  private OptionalInt moreSeeds(Spread spread, boolean paired, int seeds) {
    if (spread.freedom() == 0) {
      return OptionalInt.empty();
    }
    double one = spread.error() * Math.sqrt(seeds);
    return IntStream.rangeClosed(seeds, MOST_SEEDS)
        .filter(
            n ->
                Spread.quantile(paired ? n - 1.0 : 2.0 * (n - 1), alpha) * one / Math.sqrt(n)
                    <= settled)
        .map(n -> n - seeds)
        .findFirst();
  }
}
