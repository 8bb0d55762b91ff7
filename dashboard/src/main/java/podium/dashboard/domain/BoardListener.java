package podium.dashboard.domain;

import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/** Who wants to know what changed, after it is committed. Called by one thread at a time each. */
public interface BoardListener {
  /** The board is followed from here; its generation may be a new one. */
  void began(Position position);

  /** Rows changed; the position is the one after. */
  void changed(Position after, Batch batch);

  /** An attempt came further. */
  void progressed(Progress progress);

  /** A worker says what its machine has. */
  void heard(WorkerCapacity capacity);
}
