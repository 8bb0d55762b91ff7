package podium.workers.trainer;

import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.training.TrainingSettings;

/** What a worker tells its trainer process, one a line; immutable. */
sealed interface TrainerCommand {
  /** The first line: what the trainer is to be. */
  record Configure(TrainingSettings settings) implements TrainerCommand {}

  /**
   * Train an attempt; sent only after the one before has ended.
   *
   * @param threads processor threads for it; 0 leaves the choice to torch
   */
  record Train(Assignment assignment, int threads) implements TrainerCommand {}

  /** Train the current attempt on within these limits of time. */
  record Limit(Limits limits) implements TrainerCommand {}

  /** End the current attempt at its next batch. */
  record Stop(Outcome why) implements TrainerCommand {}
}
