package podium.dashboard.domain;

import java.util.Map;
import java.util.Optional;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;

/** Which test accuracy of a trial counts where trials are compared. */
@FunctionalInterface
public interface Accuracy {
  /** That of its best epoch, where it succeeded. */
  Accuracy BEST =
      trial ->
          Optional.of(trial)
              .filter(Accuracy::succeeded)
              .flatMap(it -> it.learning().bestTestAccuracy());

  /** That of its last epoch, where it succeeded. */
  Accuracy LAST =
      trial ->
          Optional.of(trial)
              .filter(Accuracy::succeeded)
              .flatMap(it -> it.learning().testAccuracy());

  /** From 0 to 1; nothing where the trial does not count. */
  Optional<Double> of(TrialRow trial);

  /** Those of one epoch, of all trials that have come so far. */
  static Accuracy at(Map<TrialId, Double> known) {
    return trial -> Optional.ofNullable(known.get(trial.identity().trial()));
  }

  private static boolean succeeded(TrialRow trial) {
    return trial.standing().status() == TrialStatus.SUCCEEDED;
  }
}
