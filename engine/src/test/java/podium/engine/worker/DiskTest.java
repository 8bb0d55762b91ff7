package podium.engine.worker;

/** The spool of the machines that walks are made of is one. */
final class DiskTest extends SpoolContract {
  private final Disk disk = new Disk();

  @Override
  protected Spool opened() {
    disk.reopen();
    return disk;
  }
}
