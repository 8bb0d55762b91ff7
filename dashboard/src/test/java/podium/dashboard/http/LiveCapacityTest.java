package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.report.Capacity;
import podium.protocol.report.WorkerCapacity;

final class LiveCapacityTest {
  private static final Capacity SOME = new Capacity(64, 12, 500, 80);
  private static final Capacity LESS = new Capacity(64, 2, 500, 70);

  private final LiveCapacity capacity = new LiveCapacity();

  private static WorkerRow worker(String name, WorkerRow.Status status) {
    return new WorkerRow(
        name,
        "i",
        "h",
        List.of(),
        List.of(),
        Map.of(),
        status,
        Instant.EPOCH,
        Instant.EPOCH,
        "",
        7);
  }

  @Test
  void latest_isKnownUntilItsWorkerIsGone() {
    capacity.put(new WorkerCapacity("anvil", SOME));
    capacity.put(new WorkerCapacity("bench", SOME));
    capacity.put(new WorkerCapacity("anvil", LESS));
    long changes = capacity.changes();
    capacity.changed(worker("anvil", WorkerRow.Status.SUSPECT));
    assertThat(capacity.of("anvil")).contains(LESS);
    assertThat(capacity.changes()).isEqualTo(changes);
    capacity.changed(worker("anvil", WorkerRow.Status.LOST));
    capacity.changed(worker("bench", WorkerRow.Status.LEFT));
    assertThat(capacity.of("anvil")).isEmpty();
    assertThat(capacity.of("bench")).isEmpty();
    assertThat(capacity.changes()).isGreaterThan(changes);
  }

  @Test
  void machinesWithoutEnd_takeNoMemoryWithoutEnd() {
    for (int i = 0; i < 20_000; i++) {
      capacity.put(new WorkerCapacity("w" + i, SOME));
    }
    capacity.put(new WorkerCapacity("w0", LESS));
    assertThat(capacity.of("w0")).contains(LESS);
    assertThat(capacity.of("w19999")).isEmpty();
  }
}
