package podium.engine.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import podium.protocol.event.Event.SnapshotTaken;

/** The last two snapshots that were taken: if one is of no use, there is another. */
final class SnapshotsTaken {
  private static final int KEPT = 2;

  private final Deque<SnapshotTaken> newestFirst = new ArrayDeque<>();

  void add(SnapshotTaken taken) {
    newestFirst.addFirst(taken);
    if (newestFirst.size() > KEPT) {
      newestFirst.removeLast();
    }
  }

  List<SnapshotTaken> newestFirst() {
    return List.copyOf(newestFirst);
  }
}
