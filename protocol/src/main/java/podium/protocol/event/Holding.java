package podium.protocol.event;

import java.util.Objects;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

/**
 * An attempt of which a worker still has something to say.
 *
 * @param slot it was placed on; empty where only reports are left
 * @param sequence of its last report, told or not; 0 before the first
 * @param running whether a trainer of this process is at it; otherwise only its reports are left
 */
public record Holding(TrialId trial, int attempt, String slot, long sequence, boolean running) {
  public Holding {
    Objects.requireNonNull(trial, "trial");
    AttemptId.require(attempt);
  }
}
