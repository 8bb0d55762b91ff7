package podium.engine.stopping;

import java.util.Optional;
import java.util.OptionalDouble;
import podium.protocol.event.Reason;

/**
 * Stops a trial whose best accuracy so far is below the median of the averages that the others had
 * up to that epoch (Golovin et al., Google Vizier, KDD 2017, section 3.2.2). Others count once they
 * reached the epoch, whether they go on or not. Pure.
 */
public record Median(int minEpochs, int minTrials) implements StoppingRule {
  @Override
  public boolean compares(int epoch) {
    return epoch >= minEpochs;
  }

  @Override
  public double figure(double best, double mean) {
    return mean;
  }

  @Override
  public Optional<Reason> after(Ranking ranking, Told trial, Optional<Reason> told) {
    int others = ranking.size() - 1;
    OptionalDouble median = ranking.medianWithout(trial.number());
    boolean below =
        others >= minTrials && median.isPresent() && trial.best() < median.getAsDouble();
    // why: a trial that is told to stop is not told otherwise by what it trains meanwhile
    return told.or(
        () ->
            below && trial.epoch() < trial.epochs()
                ? Optional.of(
                    new Reason.BelowMedian(
                        trial.epoch(), trial.best(), median.getAsDouble(), others))
                : Optional.empty());
  }
}
