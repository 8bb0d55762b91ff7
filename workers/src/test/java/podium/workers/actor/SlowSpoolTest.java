package podium.workers.actor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import podium.engine.worker.Spool;
import podium.engine.worker.SpoolContract;
import podium.workers.spool.FileSpool;

/** The spool of the actors' tests is one. */
final class SlowSpoolTest extends SpoolContract {
  @TempDir private Path folder;
  private final List<SlowSpool> spools = new ArrayList<>();

  @AfterEach
  void close() {
    spools.forEach(SlowSpool::close);
    spools.clear();
  }

  @Override
  protected Spool opened() {
    close();
    spools.add(new SlowSpool(FileSpool.open(folder.resolve("spool"), 1 << 20)));
    return spools.getLast();
  }
}
