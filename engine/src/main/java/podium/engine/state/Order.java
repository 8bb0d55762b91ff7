package podium.engine.state;

import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;

/**
 * What a worker is told about an attempt it holds: to train it, once it does so within which
 * limits, or to stop it.
 *
 * @param heard whether a report of this attempt was counted
 * @param stop as which the attempt is to end, if it is to stop
 */
public record Order(
    TrialId trial,
    int attempt,
    Holder holder,
    TrialSpec spec,
    List<CheckpointRef> checkpoints,
    boolean heard,
    Optional<Outcome> stop) {
  public Order {
    checkpoints = List.copyOf(checkpoints);
  }

  /** What its worker is told, by the scheduler of that term. */
  public WorkerMessage message(long term) {
    return stop.<WorkerMessage>map(
            why -> new WorkerMessage.Stop(term, holder.incarnation(), trial, attempt, why))
        .orElseGet(
            () ->
                heard
                    ? new WorkerMessage.Limit(
                        term, holder.incarnation(), trial, attempt, spec.limits())
                    : new WorkerMessage.Train(
                        term,
                        holder.incarnation(),
                        holder.slot(),
                        trial,
                        attempt,
                        spec,
                        checkpoints,
                        holder.beside()));
  }
}
