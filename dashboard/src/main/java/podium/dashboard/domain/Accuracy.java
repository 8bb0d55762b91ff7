package podium.dashboard.domain;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;

/** Which test accuracy of a trial counts where trials are compared. */
@FunctionalInterface
public interface Accuracy {
  /** That of its best epoch, where it succeeded. */
  Accuracy BEST = once(Learning::bestTestAccuracy);

  /** That of its last epoch, where it succeeded. */
  Accuracy LAST = once(Learning::testAccuracy);

  /** The smallest of all its epochs, where it succeeded. */
  Accuracy MIN = once(learning -> learning.extremes().minTestAccuracy());

  /** The largest of all its epochs, where it succeeded. */
  Accuracy MAX = once(learning -> learning.extremes().maxTestAccuracy());

  /** From 0 to 1; nothing where the trial does not count. */
  Optional<Double> of(TrialRow trial);

  /** Those of one epoch, of all trials that have come so far. */
  static Accuracy at(Map<TrialId, Double> known) {
    return trial -> Optional.ofNullable(known.get(trial.identity().trial()));
  }

  private static Accuracy once(Function<Learning, Optional<Double>> reached) {
    return trial ->
        trial.standing().status() == TrialStatus.SUCCEEDED
            ? reached.apply(trial.learning())
            : Optional.empty();
  }
}
