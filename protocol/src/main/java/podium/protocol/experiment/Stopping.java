package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import podium.protocol.Text;

/**
 * When trials of an experiment end before their last epoch, since others do better.
 *
 * @param minEpochs MEDIAN: no trial is judged before that epoch; ASHA: epoch of the first rung
 * @param minTrials MEDIAN: how many others must have reached an epoch for it to count
 * @param eta ASHA: one in so many goes on at a rung, and the next rung has so many times the epochs
 * @param maxEpochs ASHA: rungs are below that epoch; 0 means the trial's own number of epochs
 */
public record Stopping(Rule rule, int minEpochs, int minTrials, int eta, int maxEpochs) {
  /** Every trial is trained to the end. */
  public static final Stopping NONE = new Stopping(Rule.NONE, 1, 3, 3, 0);

  /** By what trials are compared. */
  public enum Rule {
    NONE,

    /** With the median of the others' averages so far (Golovin et al., KDD 2017). */
    MEDIAN,

    /** With the others at rungs, without waiting for all (Li et al., MLSys 2020). */
    ASHA;

    /** The word used in specs and messages. */
    @JsonValue
    public String word() {
      return EnumWords.of(this);
    }

    /** The rule of that word, which is one of them. */
    public static Rule of(String word) {
      return valueOf(EnumWords.constant(word));
    }
  }

  public Stopping {
    if (minEpochs < 1 || minTrials < 1 || eta < 2 || maxEpochs < 0) {
      throw new IllegalArgumentException(
          Text.of(
              "minEpochs is %d, minTrials %d, eta %d, maxEpochs %d; allowed: at least 1, 1, 2 and"
                  + " 0",
              minEpochs, minTrials, eta, maxEpochs));
    }
  }
}
