package podium.scheduler.actor;

import podium.engine.port.Snapshots;
import podium.engine.port.SnapshotsContract;

/** The snapshots of these tests promise what all do. */
final class SharedSnapshotsTest extends SnapshotsContract {
  private final SharedSnapshots snapshots = new SharedSnapshots();

  @Override
  protected Snapshots way() {
    return snapshots.create();
  }
}
