package podium.protocol.experiment;

/**
 * Numbers that look drawn and follow from what they are asked by: SplitMix64 (Steele, Lea and
 * Flood, 2014), written out so that no version of Java draws others. Stateless.
 */
public final class Chance {
  /** By how much the generator's state grows with each output. */
  public static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Chance() {}

  /** A number in [0, 1) for a seed, the number of a draw, and what is drawn. */
  public static double unit(long seed, long draw, String what) {
    long mixed = mix(mix(mix(seed) + draw) + what.hashCode());
    return (mixed >>> 11) * 0x1.0p-53;
  }

  /** The generator's first output from a state. */
  public static long mix(long state) {
    long mixed = state + GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
