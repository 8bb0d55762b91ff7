package podium.workers.trainer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trainers that outlive the worker process they belong to. They end by themselves when their input
 * closes, unless they stand still; stateless.
 */
public final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);

  private Orphans() {}

  /**
   * Kills the trainers of earlier worker processes of that folder, which must be ours alone, and
   * returns when they are gone, or after a while.
   */
  public static void end(Path folder) {
    String name = folder.toAbsolutePath().normalize().toString();
    List<ProcessHandle> orphans =
        OtherTrainers.alive().filter(process -> isTrainerOf(name, process)).toList();
    for (ProcessHandle orphan : orphans) {
      LOG.atWarn()
          .addKeyValue("pid", orphan.pid())
          .log("a trainer of an earlier process of this worker is left; it is killed");
      orphan.destroyForcibly();
    }
    orphans.forEach(Orphans::awaitEnd);
  }

  // why: who it belongs to stands in its command, so no file can be stale and no pid another's
  private static boolean isTrainerOf(String folder, ProcessHandle process) {
    return OtherTrainers.arguments(process)
        .filter(given -> given.getLast().equals(folder))
        .isPresent();
  }

  private static void awaitEnd(ProcessHandle orphan) {
    CompletableFuture<ProcessHandle> end =
        orphan.onExit().orTimeout(LONGEST_DEATH.toMillis(), TimeUnit.MILLISECONDS);
    try {
      end.join();
    } catch (CompletionException e) {
      LOG.atError()
          .addKeyValue("pid", orphan.pid())
          .setCause(e)
          .log("the trainer does not end though it was killed; its device may still be taken");
    }
  }
}
