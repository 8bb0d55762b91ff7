package podium.dashboard.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.report.Capacity;
import podium.protocol.report.WorkerCapacity;

/** What the machine of each worker had when it was heard last, in memory only. Thread-safe. */
final class LiveCapacity {
  private static final int MOST = 10_000;

  private final Map<String, Capacity> latest = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** How often what is known here has changed. */
  long changes() {
    return changes.get();
  }

  void put(WorkerCapacity heard) {
    if (latest.size() < MOST || latest.containsKey(heard.worker())) {
      latest.put(heard.worker(), heard.capacity());
      changes.incrementAndGet();
    }
  }

  Optional<Capacity> of(String worker) {
    return Optional.ofNullable(latest.get(worker));
  }

  void changed(WorkerRow worker) {
    if (worker.status().gone()) {
      latest.remove(worker.worker());
      changes.incrementAndGet();
    }
  }

  void clear() {
    latest.clear();
    changes.incrementAndGet();
  }
}
