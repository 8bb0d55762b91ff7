package podium.engine.study;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * A trial of a recorded log, as it went.
 *
 * @param slots that it needs together
 * @param limit slots that its experiment may have together; 0 means no bound
 * @param order in which it was accepted, among all trials
 * @param accepted when that was
 * @param onSlots seconds in which its attempts had slots
 * @param needs seconds that it takes in one go: what its only attempt took, or the setting up of
 *     the first one and the epochs that count; of one that did not succeed what it had
 * @param ended nothing of one that was not over when the log ended
 */
public record PastTrial(
    TrialId trial,
    ExperimentId experiment,
    String owner,
    int priority,
    int slots,
    int limit,
    long order,
    Instant accepted,
    double onSlots,
    double needs,
    TrialStatus status,
    Optional<Instant> ended) {
  /** Slot-seconds that its attempts had. */
  double had() {
    return onSlots * slots;
  }

  /** Whether it is known how long it takes to train it. */
  public boolean isKnown() {
    return status == TrialStatus.SUCCEEDED;
  }
}
