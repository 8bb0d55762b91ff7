package podium.protocol.id;

import podium.protocol.Text;

/** Which attempt of which trial. Immutable. */
public record AttemptId(TrialId trial, int attempt) {
  /**
   * That attempt.
   *
   * @throws IllegalArgumentException when its number is none
   */
  public AttemptId {
    require(attempt);
  }

  /**
   * Does nothing for a number that an attempt can have.
   *
   * @throws IllegalArgumentException for any other
   */
  public static void require(int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException(
          Text.of("attempt is %d; attempts are counted from 1", attempt));
    }
  }

  /** The name of its file: trial.attempt. */
  @Override
  public String toString() {
    return trial + "." + attempt;
  }
}
