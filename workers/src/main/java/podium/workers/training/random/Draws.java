package podium.workers.training.random;

/**
 * A stream of many random numbers at once, a function of its key: SplitMix64's bits (Steele, Lea
 * and Flood 2014), and for normal numbers Box and Muller 1958. Its loops have neither branches nor
 * calls, so that the compiler makes vector instructions of them; they give the same numbers on
 * every machine. For one thread.
 */
public final class Draws {
  /** How many numbers are drawn at a time. */
  public static final int COUNT = 2048;

  private static final int PAIRS = COUNT / 2;
  private static final long[] PLACES = new long[PAIRS];
  private static final float LN_2 = 0.6931472f;
  private static final float QUARTER_PI = 0.7853982f;

  static {
    for (int i = 0; i < PAIRS; i++) {
      PLACES[i] = i * Randomness.GOLDEN_GAMMA;
    }
  }

  private long next;
  private final long[] bits = new long[PAIRS];
  private final int[] high = new int[PAIRS];
  private final int[] low = new int[PAIRS];
  private final int[] zeros = new int[PAIRS];
  private final float[] radius = new float[PAIRS];
  private final float[] sine = new float[PAIRS];
  private final float[] cosine = new float[PAIRS];

  /** The stream of a key, as {@link Randomness#mixed} makes them. */
  public Draws(long key) {
    next = key;
  }

  /** Numbers uniform in [-bound, bound), in steps of bound / 2^23. */
  public void uniform(float bound, float[] into) {
    draw();
    float step = bound * 0x1p-23f;
    for (int i = 0; i < PAIRS; i++) {
      into[i] = (high[i] >> 8) * step;
    }
    for (int i = 0; i < PAIRS; i++) {
      into[PAIRS + i] = (low[i] >> 8) * step;
    }
  }

  /** Numbers normal with mean 0 and that deviation; none lies beyond 6 deviations. */
  public void normal(float deviation, float[] into) {
    draw();
    radii(deviation);
    angles();
    for (int i = 0; i < PAIRS; i++) {
      float turned = low[i] & 1;
      into[i] = radius[i] * (1 - (low[i] & 2)) * (cosine[i] * (1 - turned) - sine[i] * turned);
    }
    for (int i = 0; i < PAIRS; i++) {
      float turned = low[i] & 1;
      into[PAIRS + i] =
          radius[i] * (1 - (low[i] & 2)) * (sine[i] * (1 - turned) + cosine[i] * turned);
    }
  }

  private void draw() {
    for (int i = 0; i < PAIRS; i++) {
      bits[i] = Randomness.spread(next + PLACES[i]);
    }
    next += PLACES[PAIRS - 1] + Randomness.GOLDEN_GAMMA;
    for (int i = 0; i < PAIRS; i++) {
      high[i] = (int) (bits[i] >>> 32);
    }
    for (int i = 0; i < PAIRS; i++) {
      low[i] = (int) bits[i];
    }
  }

  /**
   * Square roots of -2 ln u. The zeros before the first 1 in 24 bits say between which powers of 2
   * u lies, 20 further bits where between them; ln by the series of atanh, up to s^13.
   */
  private void radii(float deviation) {
    for (int i = 0; i < PAIRS; i++) {
      zeros[i] = Integer.numberOfLeadingZeros(high[i] | 0x80);
    }
    for (int i = 0; i < PAIRS; i++) {
      int place = ((high[i] & 0xff) << 12) | (low[i] >>> 20);
      float x = (place + 0.5f) * -0x1p-21f;
      float s = x / (2 + x);
      float t = s * s;
      float series =
          1 + t * (1 / 3f + t * (1 / 5f + t * (1 / 7f + t * (1 / 9f + t * (1 / 11f + t / 13f)))));
      radius[i] = deviation * (float) Math.sqrt(2 * (zeros[i] * LN_2 - 2 * s * series));
    }
  }

  /** Sines and cosines of angles in [-pi/4, pi/4) from 18 bits, by their series at 0. */
  private void angles() {
    for (int i = 0; i < PAIRS; i++) {
      float angle = (((low[i] << 12) >> 14) + 0.5f) * (0x1p-17f * QUARTER_PI);
      float t = angle * angle;
      sine[i] = angle * (1 - t * (1 / 6f - t * (1 / 120f - t * (1 / 5040f - t / 362880f))));
    }
    for (int i = 0; i < PAIRS; i++) {
      float angle = (((low[i] << 12) >> 14) + 0.5f) * (0x1p-17f * QUARTER_PI);
      float t = angle * angle;
      cosine[i] = 1 - t * (1 / 2f - t * (1 / 24f - t * (1 / 720f - t / 40320f)));
    }
  }
}
