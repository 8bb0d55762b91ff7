package podium.workers.training.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shares below a bound against the distribution functions, with five standard errors to spare. */
final class DrawsTest {
  private static final int TURNS = 2_000;
  private static final int NUMBERS = TURNS * Draws.COUNT;

  private static final Map<Double, Double> BELOW_NORMAL =
      Map.of(
          4.5,
          3.3977e-6,
          4.0,
          3.16712e-5,
          3.0,
          1.349898e-3,
          2.0,
          0.02275013,
          1.5,
          0.0668072,
          1.0,
          0.15865525,
          0.5,
          0.30853754,
          0.25,
          0.40129367,
          0.01,
          0.49601064,
          0.0,
          0.5);

  private static final float[] NORMAL = normal(new Draws(Randomness.mixed(3, "a")), 1);

  private static float[] normal(Draws draws, float deviation) {
    float[] all = new float[NUMBERS];
    float[] drawn = new float[Draws.COUNT];
    for (int turn = 0; turn < TURNS; turn++) {
      draws.normal(deviation, drawn);
      System.arraycopy(drawn, 0, all, turn * drawn.length, drawn.length);
    }
    return all;
  }

  private static double share(float[] values, double below) {
    int count = 0;
    for (float value : values) {
      count += value < below ? 1 : 0;
    }
    return (double) count / values.length;
  }

  private static double correlation(float[] values, float[] others, int apart) {
    double sum = 0;
    for (int i = 0; i + apart < values.length; i++) {
      sum += values[i] * others[i + apart];
    }
    return sum / (values.length - apart);
  }

  private static double errors(double share, int numbers) {
    return 5 * Math.sqrt(share * (1 - share) / numbers);
  }

  @Test
  void normal_lieBelowEveryBoundAsOftenAsTheBellCurveSays() {
    BELOW_NORMAL.forEach(
        (bound, share) -> {
          assertThat(share(NORMAL, -bound))
              .as("below -" + bound)
              .isCloseTo(share, within(errors(share, NUMBERS)));
          assertThat(1 - share(NORMAL, bound))
              .as("above " + bound)
              .isCloseTo(share, within(errors(share, NUMBERS)));
        });
  }

  @Test
  void normal_areOfTheDeviationAskedFor() {
    float[] narrow = normal(new Draws(Randomness.mixed(3, "a")), 0.01f);
    for (int i = 0; i < 10_000; i++) {
      assertThat(narrow[i]).isCloseTo(0.01f * NORMAL[i], within(1e-8f));
    }
  }

  @Test
  void normal_areUncorrelated_withNeighboursPartnersAndOtherStreams() {
    double allowed = 5 / Math.sqrt(NUMBERS);
    float[] other = normal(new Draws(Randomness.mixed(3, "b")), 1);
    assertThat(correlation(NORMAL, NORMAL, 1)).isCloseTo(0, within(allowed));
    assertThat(correlation(NORMAL, NORMAL, Draws.COUNT / 2)).isCloseTo(0, within(allowed));
    assertThat(correlation(NORMAL, other, 0)).isCloseTo(0, within(allowed));
    assertThat(correlation(NORMAL, NORMAL, 0)).isCloseTo(1, within(2 * allowed));
  }

  @Test
  void uniform_fillTheirRangeEvenly() {
    float[] drawn = new float[Draws.COUNT];
    Draws draws = new Draws(5);
    int[] bins = new int[64];
    for (int turn = 0; turn < TURNS; turn++) {
      draws.uniform(0.5f, drawn);
      for (float value : drawn) {
        assertThat(value >= -0.5f && value < 0.5f).isTrue();
        bins[(int) ((value + 0.5f) * bins.length)]++;
      }
    }
    for (int bin : bins) {
      assertThat((double) bin / NUMBERS)
          .isCloseTo(1.0 / bins.length, within(errors(1.0 / bins.length, NUMBERS)));
    }
  }

  @Test
  void streams_areTheSameNumbersOnEveryMachine() {
    float[] normal = new float[Draws.COUNT];
    new Draws(1).normal(1, normal);
    float[] uniform = new float[Draws.COUNT];
    new Draws(1).uniform(1, uniform);
    assertThat(normal).startsWith(0.5755031f, -0.2559203f, -0.09180739f, -1.0921156f);
    assertThat(uniform).startsWith(0.6763332f, -0.86687696f, -0.50843656f, -0.057994604f);
  }
}
