package podium.workers.domain;

import java.util.function.Consumer;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;

/** Trains one attempt at a time and stays warm in between. */
public interface Trainer extends AutoCloseable {

  /** Blocks until the attempt ended; the last event is always {@link TrainerEvent.Ended}. */
  void train(Assignment assignment, Consumer<TrainerEvent> events);

  /**
   * Has the current attempt train on within these limits of time; from any thread. Does nothing
   * while no attempt is trained.
   */
  void limit(Limits limits);

  /**
   * Ends the current attempt at its next batch with the given outcome (CANCELLED, PREEMPTED,
   * TIMEOUT or HUNG); from any thread. Does nothing while no attempt is trained.
   */
  void stop(Outcome why);

  @Override
  void close();
}
