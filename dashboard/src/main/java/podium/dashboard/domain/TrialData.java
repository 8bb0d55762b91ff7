package podium.dashboard.domain;

import java.util.Optional;
import podium.protocol.id.TrialId;

/**
 * On which data a trial was trained last. Immutable.
 *
 * @param fingerprint of the data set; empty before the first attempt began, and when not told
 * @param otherDataThan the trial with which its experiment began to train, if that was on other
 *     data
 */
public record TrialData(Optional<String> fingerprint, Optional<TrialId> otherDataThan) {
  /** Nothing known yet. */
  public static final TrialData NONE = new TrialData(Optional.empty(), Optional.empty());
}
