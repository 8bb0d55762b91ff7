package podium.protocol.event;

import java.util.List;
import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

/**
 * An attempt of which a worker still has something to say.
 *
 * @param slot it was placed on; empty where only reports are left
 * @param sequence of its last report, told or not; 0 before the first
 * @param running whether a trainer of this process is at it; otherwise only its reports are left
 * @param beside slots of that worker that are lent to it beside its own
 */
public record Holding(
    TrialId trial,
    int attempt,
    String slot,
    long sequence,
    boolean running,
    @AddedLater List<String> beside) {
  public Holding {
    Objects.requireNonNull(trial, "trial");
    AttemptId.require(attempt);
    // why: attempts of earlier versions have one slot
    beside = List.copyOf(Objects.requireNonNullElse(beside, List.of()));
  }

  /** One on a single slot. */
  public Holding(TrialId trial, int attempt, String slot, long sequence, boolean running) {
    this(trial, attempt, slot, sequence, running, List.of());
  }
}
