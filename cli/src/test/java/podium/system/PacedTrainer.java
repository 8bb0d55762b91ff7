package podium.system;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import podium.protocol.experiment.Limits;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;

/** Ends an epoch whenever it is told to. */
final class PacedTrainer implements Trainer {
  private final int epochs;
  private final Semaphore mayTrain;

  PacedTrainer(int epochs, Semaphore mayTrain) {
    this.epochs = epochs;
    this.mayTrain = mayTrain;
  }

  @Override
  public void train(Assignment assignment, Consumer<TrainerEvent> events) {
    events.accept(
        new TrainerEvent.Started("cpu:0", 11, 22, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      mayTrain.acquireUninterruptibly();
      events.accept(new TrainerEvent.EpochCompleted(result(assignment, epoch)));
    }
    events.accept(new TrainerEvent.Ended(Outcome.SUCCEEDED, ""));
  }

  @Override
  public void limit(Limits limits) {}

  @Override
  public void stop(Outcome why) {}

  @Override
  public void close() {}

  private static EpochResult result(Assignment assignment, int epoch) {
    String path = "%s/%d/%d".formatted(assignment.trial(), assignment.attempt(), epoch);
    return new EpochResult(
        epoch,
        new Score(1, 1, 2),
        Optional.of(new Score(1, 1, 2)),
        Optional.empty(),
        0.1,
        1,
        1,
        1,
        new CheckpointRef(epoch, path, "hash", 1),
        "state");
  }
}
