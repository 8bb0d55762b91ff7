package podium.engine.simulation;

import podium.engine.worker.Spool;
import podium.engine.worker.SpoolContract;

/** A simulated machine's spool promises what every one does. */
final class DiskTest extends SpoolContract {
  private final Disk disk = new Disk();

  @Override
  protected Spool opened() {
    disk.reopen();
    return disk;
  }
}
