package podium.engine.stopping;

import java.util.Optional;
import podium.protocol.event.Reason;
import podium.protocol.experiment.Stopping;

/** By what trials of an experiment are stopped. Pure. */
public sealed interface StoppingRule permits Median, Asha {
  /** The rule that a spec asks for, if it asks for one. */
  static Optional<StoppingRule> of(Stopping stopping) {
    return switch (stopping.rule()) {
      case NONE -> Optional.empty();
      case MEDIAN -> Optional.of(new Median(stopping.minEpochs(), stopping.minTrials()));
      case ASHA ->
          Optional.of(new Asha(stopping.eta(), stopping.minEpochs(), stopping.maxEpochs()));
    };
  }

  /** Whether trials are compared at that epoch. */
  boolean compares(int epoch);

  /**
   * By what a trial stands among the others at an epoch.
   *
   * @param best its best accuracy so far
   * @param mean of its accuracies so far
   */
  double figure(double best, double mean);

  /**
   * What a trial is told behind an epoch that is compared: why it is to be stopped or held; nothing
   * where it goes on.
   *
   * @param trial that just finished the epoch, and is in the ranking
   * @param told what it was told before, and does not know yet
   */
  Optional<Reason> after(Ranking ranking, Told trial, Optional<Reason> told);

  /**
   * A trial that finished an epoch.
   *
   * @param number of the trial
   * @param epochs that it is to have
   * @param best its best accuracy so far, in [0, 1]
   */
  record Told(int number, int epoch, int epochs, double best) {}
}
