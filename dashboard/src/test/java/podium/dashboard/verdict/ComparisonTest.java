package podium.dashboard.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.dashboard.verdict.Group.Score;

/** What is shown of groups, and above all what is not. */
final class ComparisonTest {
  private static final double CERTAINTY = 0.95;
  private static final double IMAGE = 1e-4;
  private static final double SETTLED = 0.02;

  private static Group group(String name, double... values) {
    return new Group(
        name,
        IntStream.range(0, values.length).mapToObj(i -> new Score(i + 1, values[i])).toList());
  }

  /** The same with seeds of its own. */
  private static Group apart(String name, double... values) {
    return new Group(
        name,
        IntStream.range(0, values.length).mapToObj(i -> new Score(100 + i, values[i])).toList());
  }

  private static Verdict verdict(Group... groups) {
    return new Comparison(List.of(groups), CERTAINTY, IMAGE, SETTLED).verdicts().getFirst();
  }

  @Test
  void luck_allMineAboveAllYours_isOneInSixEachWayWithTwoSeedsAndOneInTwentyWithThree() {
    Verdict two = verdict(group("a", 0.9, 0.91), apart("b", 0.7, 0.71));
    assertThat(two.luck().orElseThrow()).isEqualTo(2.0 / 6);
    Verdict three = verdict(group("a", 0.9, 0.91, 0.92), apart("b", 0.7, 0.71, 0.72));
    assertThat(three.luck().orElseThrow()).isEqualTo(2.0 / 20);
  }

  @Test
  void welch_ofKnownNumbers_isAsTheTextbookHasIt() {
    double[] first = {
      27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4
    };
    double[] second = {
      27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.4
    };
    Spread spread = Spread.between(second, first, 0);
    assertThat(spread.difference()).isCloseTo(2.8333, within(1e-3));
    assertThat(spread.difference() / spread.error()).isCloseTo(2.8528, within(1e-3));
    assertThat(spread.freedom()).isCloseTo(27.89, within(0.01));
    assertThat(Spread.quantile(2, 0.05)).isCloseTo(4.302653, within(1e-6));
  }

  @Test
  void pairs_sameSeeds_countTheirDifferences() {
    Verdict verdict = verdict(group("a", 0.80, 0.90, 0.85), group("b", 0.78, 0.88, 0.83));
    assertThat(verdict.paired()).isTrue();
    assertThat(verdict.seeds()).isEqualTo(3);
    assertThat(verdict.difference()).isCloseTo(0.02, within(1e-12));
    assertThat(verdict.shown()).as("the same two points at each seed").isTrue();
    Verdict apart = verdict(group("a", 0.80, 0.90, 0.85), apart("b", 0.78, 0.88, 0.83));
    assertThat(apart.paired()).isFalse();
    assertThat(apart.shown()).as("the seeds differ by more").isFalse();
  }

  @Test
  void pairs_someSeedsInCommon_tellOtherwiseThanTheMeans_namesTheBetterOfThose() {
    Group few = group("few", 0.80, 0.90);
    Group many = group("many", 0.79, 0.89, 0.95, 0.96);
    Verdict verdict = verdict(few, many);
    assertThat(verdict.better()).isEqualTo(few);
    assertThat(verdict.difference()).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void oneSeed_showsNothing_andDoesNotKnowHowManyMore() {
    Verdict verdict = verdict(group("a", 0.99), group("b", 0.10));
    assertThat(verdict.shown()).isFalse();
    assertThat(verdict.low()).isNegative().isInfinite();
    assertThat(verdict.moreSeeds()).isEmpty();
  }

  @Test
  void ranked_bestFirst_leavesOutWhoHasNothing() {
    Comparison comparison =
        new Comparison(
            List.of(group("b", 0.5, 0.6), group("none"), group("a", 0.7, 0.8)),
            CERTAINTY,
            IMAGE,
            SETTLED);
    assertThat(comparison.ranked()).extracting(Group::name).containsExactly("a", "b");
    assertThat(comparison.pairs()).isEqualTo(1);
  }

  @Test
  void manyGroups_widenEachInterval() {
    Group a = group("a", 0.90, 0.91, 0.92);
    Group b = group("b", 0.89, 0.905, 0.90);
    Verdict alone = verdict(a, b);
    Verdict amongFour = verdict(a, b, group("c", 0.1, 0.11, 0.12), group("d", 0.2, 0.21, 0.22));
    assertThat(amongFour.better()).isEqualTo(a);
    assertThat(amongFour.high() - amongFour.low())
        .isGreaterThan(1.5 * (alone.high() - alone.low()));
  }

  @Test
  void moreSeeds_trainedAsTold_settleIt() {
    Random random = new Random(7);
    double reach = 0;
    int studies = 300;
    for (int study = 0; study < studies; study++) {
      Verdict first = verdict(noisy("a", 0.90, 4, random), noisy("b", 0.895, 4, random));
      int seeds = 4 + first.moreSeeds().orElseThrow();
      Verdict then = verdict(noisy("a", 0.90, seeds, random), noisy("b", 0.895, seeds, random));
      reach += (then.high() - then.low()) / 2 / studies;
    }
    assertThat(reach).isBetween(0.6 * SETTLED, 1.3 * SETTLED);
  }

  private static Group noisy(String name, double mean, int seeds, Random random) {
    return group(
        name,
        IntStream.range(0, seeds).mapToDouble(i -> mean + 0.015 * random.nextGaussian()).toArray());
  }

  @Test
  void bigDifference_ofThreeSeeds_isShown() {
    Random random = new Random(3);
    int shown = 0;
    for (int study = 0; study < 200; study++) {
      if (verdict(
              group("a", drawn(0.95, 0.003, 3, random, random, study)),
              group("b", drawn(0.80, 0.006, 3, random, random, study)))
          .shown()) {
        shown++;
      }
    }
    assertThat(shown).isGreaterThan(195);
  }

  /**
   * Studies of two to four groups with two to eight seeds, in which truth is known: some groups are
   * the same, some are a little or a lot better; noise of different sizes, symmetric, with a long
   * tail of bad seeds, or shared between groups of the same seed; scores are whole images.
   */
  @Test
  void tenThousandStudies_atMostFiveInAHundredHaveAFalseVerdict() {
    Random random = new Random(20261126);
    int studies = 10_000;
    int wrong = 0;
    int wrongAmongSame = 0;
    int allSame = 0;
    int right = 0;
    for (int study = 0; study < studies; study++) {
      int count = 2 + random.nextInt(3);
      int seeds = 2 + random.nextInt(7);
      boolean same = random.nextBoolean();
      double[] truth = new double[count];
      List<Group> groups = new ArrayList<>();
      long shared = random.nextLong();
      boolean paired = random.nextBoolean();
      for (int i = 0; i < count; i++) {
        truth[i] = 0.8 + (same ? 0 : 0.02 * random.nextInt(3));
        double size = 0.002 + 0.02 * random.nextDouble();
        double[] values =
            drawn(truth[i], size, seeds, random, new Random(shared), random.nextInt(3));
        groups.add(paired ? group("" + i, values) : apart("" + i, i, values));
      }
      boolean mistaken = false;
      for (Verdict verdict : new Comparison(groups, CERTAINTY, 1.0 / 360, SETTLED).verdicts()) {
        double gap =
            truth[Integer.parseInt(verdict.better().name())]
                - truth[Integer.parseInt(verdict.other().name())];
        mistaken |= verdict.shown() && gap <= 1e-9;
        right += verdict.shown() && gap > 1e-9 ? 1 : 0;
      }
      wrong += mistaken ? 1 : 0;
      wrongAmongSame += mistaken && same ? 1 : 0;
      allSame += same ? 1 : 0;
    }
    assertThat(wrong).isLessThanOrEqualTo(studies / 20);
    assertThat(wrongAmongSame).as("where no group is better").isLessThanOrEqualTo(allSame / 20);
    assertThat(right).as("differences that are there and are shown").isGreaterThan(2_000);
  }

  private static Group apart(String name, int group, double[] values) {
    return new Group(
        name,
        IntStream.range(0, values.length)
            .mapToObj(i -> new Score(1000L * group + i, values[i]))
            .toList());
  }

  private static double[] drawn(
      double mean, double size, int seeds, Random random, Random shared, int kind) {
    return IntStream.range(0, seeds)
        .mapToDouble(
            i ->
                switch (kind % 3) {
                  case 0 -> random.nextGaussian();
                  case 1 -> 1 + Math.log(1 - random.nextDouble());
                  default -> 0.6 * random.nextGaussian() + 0.8 * shared.nextGaussian();
                })
        .map(noise -> Math.rint((mean + size * noise) * 360) / 360)
        .toArray();
  }
}
