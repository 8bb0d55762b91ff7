package podium.engine.state;

import java.util.List;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.CheckpointRef;

/**
 * What a worker is told about an attempt it holds.
 *
 * @param heard whether a report of this attempt was counted
 * @param cancelled whether the attempt should stop
 */
public record Order(
    String trial,
    int attempt,
    Holder holder,
    TrialSpec spec,
    List<CheckpointRef> checkpoints,
    boolean heard,
    boolean cancelled) {
  public Order {
    checkpoints = List.copyOf(checkpoints);
  }
}
