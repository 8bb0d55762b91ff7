package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.keys.KeyFolder;
import podium.protocol.event.Event;

/** Workers and schedulers of which one has keys and the other has none, or others. */
final class UnequalKeysTest {
  private static final String TOLD =
      "no scheduler has answered for 10 s, at 127.0.0.1:%d last: nothing listens there, or the"
          + " scheduler itself goes by another name (its --host must be what --join says), or"
          + " --cluster-keys is given on one side alone, or is of another CA";

  private final Path dir;
  private final TestSystem system;

  UnequalKeysTest(@TempDir Path dir) {
    this.dir = dir;
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void worker_withOtherKeysOrNone_isToldWhatMayBeWrongAndNeverRegisters() {
    system.up("--devices", "none", "--cluster-keys", keys("ours"));
    system.awaitNoWorker();
    PodiumProcess without = system.worker("without");
    PodiumProcess other = system.worker("other", "--cluster-keys", keys("others"));

    awaitTold(without);
    awaitTold(other);
    assertThat(other.output()).contains("SSLHandshakeException: (bad_certificate)");
    assertThat(system.events(Event.WorkerRegistered.class)).isEmpty();
    PodiumProcess good = system.worker("good", "--cluster-keys", dir.resolve("ours").toString());
    await()
        .atMost(LogFacts.LONG)
        .until(() -> system.events(Event.WorkerRegistered.class).size() == 1);
    assertThat(good.output()).doesNotContain("no scheduler has answered");
  }

  @Test
  void worker_withKeysOfASchedulerWithout_isToldTheSame() {
    system.up("--devices", "none");
    system.awaitNoWorker();
    awaitTold(system.worker("with", "--cluster-keys", keys("ours")));
    assertThat(system.events(Event.WorkerRegistered.class)).isEmpty();
  }

  private void awaitTold(PodiumProcess worker) {
    await()
        .atMost(LogFacts.LONG)
        .untilAsserted(
            () -> assertThat(worker.output()).contains(TOLD.formatted(system.clusterPort())));
  }

  private String keys(String name) {
    return KeyFolder.make(dir.resolve(name), List.of("127.0.0.1"), Optional.empty())
        .folder()
        .toString();
  }
}
