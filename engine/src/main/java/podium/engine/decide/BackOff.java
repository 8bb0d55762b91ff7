package podium.engine.decide;

import java.time.Duration;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.TrialId;

/** How long a trial waits after a failure of its own code or of what it ran on. Pure. */
final class BackOff {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 20;

  private BackOff() {}

  /**
   * Doubles with each failure, up to 10 minutes, and differs by up to a quarter from trial to
   * trial, so that trials that failed together do not come back together.
   *
   * @param attempt that failed; with the trial it makes up the difference, so that no chance is in
   *     it
   * @param failures so far, from 1
   */
  static Duration after(DecisionSettings settings, TrialId trial, int attempt, int failures) {
    Duration doubled =
        settings.retryAfter().multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    Duration bounded = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    double part = 0.75 + 0.5 * share(trial, attempt);
    return Duration.ofMillis(Math.round(bounded.toMillis() * part));
  }

  /** A number in [0, 1): SplitMix64's mixing (Steele, Lea and Flood, 2014) of trial and attempt. */
  private static double share(TrialId trial, int attempt) {
    long mixed = ((long) trial.value().hashCode() << 32) + attempt;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
