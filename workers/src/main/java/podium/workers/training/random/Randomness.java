package podium.workers.training.random;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Random streams as a function of (seed, purpose, position); stateless. */
public final class Randomness {
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** A fresh stream; equal arguments give equal streams on every machine. */
  public static SplittableRandom stream(long seed, String purpose, long... position) {
    return new SplittableRandom(mixed(seed, purpose, position));
  }

  /** One 64-bit number from the arguments, for generators that are not Java's. */
  public static long mixed(long seed, String purpose, long... position) {
    CRC32 crc = new CRC32();
    crc.update(purpose.getBytes(StandardCharsets.UTF_8));
    long mixed = mix(mix(seed) + crc.getValue());
    for (long part : position) {
      mixed = mix(mixed + part);
    }
    return mixed;
  }

  /** A permutation of 0 .. count - 1 (Fisher and Yates). */
  public static int[] permutation(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private static long mix(long value) {
    return spread(value + GOLDEN_GAMMA);
  }

  // why: SplitMix64's finaliser (Steele, Lea and Flood 2014) spreads neighbouring seeds apart
  static long spread(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
