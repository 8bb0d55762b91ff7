package podium.protocol.report;

import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

/**
 * How far an attempt is within an epoch, or with what it does before the first: ephemeral, never in
 * the event log.
 *
 * @param epoch 0 before training
 * @param step of {@code steps}; before training, images of all there are
 * @param steps 0 when not known
 * @param doing what is done before training, in a few words such as {@code decoding}, or what is
 *     waited for, then or at an epoch's end, in words that begin with {@code waits}; empty while an
 *     epoch is trained, and from workers of earlier versions
 */
public record Progress(
    TrialId trial,
    int attempt,
    String worker,
    String slot,
    int epoch,
    int epochs,
    int step,
    int steps,
    double imagesPerSecond,
    @AddedLater String doing) {
  public Progress {
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(slot, "slot");
    AttemptId.require(attempt);
    // why: words of earlier versions do not have it
    doing = Objects.requireNonNullElse(doing, "");
  }

  /** Progress within an epoch. */
  public Progress(
      TrialId trial,
      int attempt,
      String worker,
      String slot,
      int epoch,
      int epochs,
      int step,
      int steps,
      double imagesPerSecond) {
    this(trial, attempt, worker, slot, epoch, epochs, step, steps, imagesPerSecond, "");
  }

  /** Progress before training. */
  public static Progress before(
      TrialId trial,
      int attempt,
      String worker,
      String slot,
      int epochs,
      String doing,
      int done,
      int all) {
    return new Progress(trial, attempt, worker, slot, 0, epochs, done, all, 0, doing);
  }

  /** Whether nothing is trained yet. */
  public boolean beforeTraining() {
    return !doing.isEmpty();
  }

  /** Whether nothing goes on until a person, or time, mends what {@code doing} names. */
  public boolean waits() {
    return doing.startsWith("waits ");
  }

  /** The share of the epoch, or of what is done before, in [0, 1]. */
  public double share() {
    return steps == 0 ? 0 : Math.clamp((double) step / steps, 0, 1);
  }
}
