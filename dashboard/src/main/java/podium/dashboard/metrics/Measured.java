package podium.dashboard.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import podium.dashboard.domain.Audit;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.SlotCounts;
import podium.dashboard.domain.Starts;
import podium.dashboard.domain.WaitReason;

/**
 * What is measured at one moment. Immutable.
 *
 * @param following whether the board follows the log
 * @param end of the log as last seen
 * @param schedulerSilence since a scheduler was heard; empty before the first time
 * @param listeners of the stream
 * @param told what became of notifications
 * @param board empty while its files are out of reach
 */
public record Measured(
    boolean following,
    long end,
    Audit audit,
    Optional<Duration> schedulerSilence,
    int listeners,
    Told told,
    Optional<OfBoard> board) {
  /** Before anything was measured. */
  static final Measured NOTHING =
      new Measured(false, 0, Audit.NONE, Optional.empty(), 0, Told.NOTHING, Optional.empty());

  /** What became of notifications since the start. */
  public record Told(long delivered, long givenUp, long waiting) {
    /** Nobody is notified. */
    public static final Told NOTHING = new Told(0, 0, 0);
  }

  /**
   * What the board says.
   *
   * @param waits how many trials wait for what
   * @param slots of all workers
   * @param starts of the latest trials
   */
  public record OfBoard(
      Position position,
      Counts trials,
      long workersAlive,
      Map<WaitReason, Long> waits,
      SlotCounts slots,
      Starts starts) {
    public OfBoard {
      waits = Map.copyOf(waits);
    }
  }
}
