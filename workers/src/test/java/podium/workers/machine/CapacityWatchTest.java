package podium.workers.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.report.Capacity;

final class CapacityWatchTest {
  @TempDir private Path folder;

  @Test
  void machine_hasMemoryAndTheDiskOfTheFolder() throws Exception {
    Capacity now = CapacityWatch.of(folder);
    assertThat(now.memoryBytes()).isGreaterThan(1L << 28);
    assertThat(now.memoryFreeBytes()).isPositive().isLessThanOrEqualTo(now.memoryBytes());
    assertThat(now.diskBytes()).isEqualTo(Files.getFileStore(folder).getTotalSpace());
    assertThat(now.diskFreeBytes()).isLessThanOrEqualTo(now.diskBytes());
  }

  @Test
  void memory_ofAContainerWithALimit_isFreeWithinTheLimit() {
    OptionalLong machine = OptionalLong.of(64);
    OptionalLong available = OptionalLong.of(40);
    assertThat(CapacityWatch.free(64, 9, machine, available)).as("caches are free").isEqualTo(40);
    assertThat(CapacityWatch.free(8, 3, machine, available)).isEqualTo(3);
    assertThat(CapacityWatch.free(50, 45, machine, available)).isEqualTo(40);
    assertThat(CapacityWatch.free(64, 9, OptionalLong.empty(), OptionalLong.empty())).isEqualTo(9);
  }

  @Test
  void folderThatIsGone_saysNothingOfItsDisk() {
    Capacity now = CapacityWatch.of(folder.resolve("gone"));
    assertThat(now.diskBytes()).isZero();
    assertThat(now.memoryBytes()).isPositive();
    assertThat(now.saysAnything()).isTrue();
  }

  @Test
  void look_isHandedOutOnce() {
    try (CapacityWatch watch = new CapacityWatch(folder)) {
      assertThat(watch.get()).isEqualTo(Capacity.UNKNOWN);
      watch.start();
      AtomicReference<Capacity> first = new AtomicReference<>(Capacity.UNKNOWN);
      await().until(() -> first.updateAndGet(before -> watch.get()).saysAnything());
      assertThat(watch.get()).isEqualTo(Capacity.UNKNOWN);
    }
  }
}
