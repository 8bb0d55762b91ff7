package podium.engine.stopping;

import java.util.Optional;
import podium.protocol.event.Reason;

/**
 * Holds trials at rungs and promotes the best of each (asynchronous successive halving; Li et al.,
 * MLSys 2020, algorithm 2). Rungs are the epochs {@code minEpochs}, {@code minEpochs * eta}, and so
 * on. Pure.
 *
 * @param maxEpochs rungs are below it; 0 means that only a trial's own epochs bound them
 */
public record Asha(int eta, int minEpochs, int maxEpochs) implements StoppingRule {
  @Override
  public boolean compares(int epoch) {
    return isRung(epoch) && (maxEpochs == 0 || epoch < maxEpochs);
  }

  private boolean isRung(int epoch) {
    long rung = minEpochs;
    while (rung < epoch) {
      rung *= eta;
    }
    return rung == epoch;
  }

  @Override
  public double figure(double best, double mean) {
    return best;
  }

  @Override
  public Optional<Reason> after(Ranking ranking, Told trial, Optional<Reason> told) {
    int place = ranking.place(trial.number());
    boolean goesOn = trial.epoch() >= trial.epochs() || promotes(place, ranking.size());
    return goesOn
        ? Optional.empty()
        : Optional.of(new Reason.AtRung(trial.epoch(), trial.best(), place, ranking.size()));
  }

  /** Whether a place is among the best {@code 1 / eta} of so many. */
  public boolean promotes(int place, int of) {
    return place <= of / eta;
  }
}
