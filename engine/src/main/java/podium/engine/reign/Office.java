package podium.engine.reign;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import podium.protocol.Text;

/**
 * Whether a scheduler's process is the elected one, and what it may do about that: what stays when
 * one life of a candidate ends and the next begins. Not thread-safe.
 */
public final class Office {
  /** After so long without a sign of life Kafka gives the office to another scheduler. */
  public static final Duration SESSION = Duration.ofSeconds(6);

  /** For so long nothing is heard of a reign that is over, though nobody says so. */
  static final Duration LONGEST_SILENCE = SESSION.multipliedBy(2);

  private static final int MOST_IN_VAIN = 3;

  private boolean elected;
  private boolean fresh;
  private String reigned = "";
  private int inVain;
  private final Set<String> distrusted = new HashSet<>();
  private Optional<String> withdrawal = Optional.empty();

  /** This process is to reign. */
  public void elected() {
    elected = true;
    fresh = true;
  }

  /** Another one is to reign, or nobody knows who. */
  public void dismissed() {
    elected = false;
    fresh = false;
  }

  boolean isElected() {
    return elected;
  }

  /** Whether nothing was claimed since it was elected: then it is sure that nobody else reigns. */
  boolean isFresh() {
    return fresh;
  }

  /** It claims a term. */
  void claims() {
    fresh = false;
  }

  /** Whether a life of this process reigned under that incarnation. */
  boolean isOwn(String incarnation) {
    return !reigned.isEmpty() && reigned.equals(incarnation);
  }

  void begins(String incarnation) {
    reigned = incarnation;
  }

  /** Hashes of snapshots that were found to be of no use. */
  Set<String> distrusted() {
    return Set.copyOf(distrusted);
  }

  void distrusts(String sha256) {
    distrusted.add(sha256);
  }

  void trusts(String sha256) {
    distrusted.remove(sha256);
  }

  /**
   * A reign is over.
   *
   * @param fruitful whether it wrote more than its own beginning
   */
  void ends(boolean fruitful, String why) {
    inVain = fruitful ? 0 : inVain + 1;
    if (inVain >= MOST_IN_VAIN) {
      inVain = 0;
      withdrawal =
          Optional.of(
              Text.of(
                  "%d reigns in a row ended before they did anything, the last since %s",
                  MOST_IN_VAIN, why));
    }
  }

  /** Why another process had better be elected; told once. */
  public Optional<String> withdrawal() {
    Optional<String> why = withdrawal;
    withdrawal = Optional.empty();
    return why;
  }
}
