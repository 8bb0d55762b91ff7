package podium.engine.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import podium.protocol.event.Slot;

/** Which workers, there or not, offer which GPU. Confined to its state's owner. */
final class Gpus {
  private final Map<String, SortedSet<String>> workers = new HashMap<>();

  /** GPUs that more than one worker offers. */
  private final SortedSet<String> contested = new TreeSet<>();

  /**
   * What is known of a worker changes.
   *
   * @param before what was known under its name
   * @param now what is from now on; nothing where it is forgotten
   */
  void change(Optional<WorkerState> before, Optional<WorkerState> now) {
    before.ifPresent(
        worker ->
            worker.registration.slots().stream()
                .map(Slot::gpu)
                .distinct()
                .forEach(gpu -> remove(gpu, worker.name())));
    now.ifPresent(
        worker ->
            worker.registration.slots().stream()
                .map(Slot::gpu)
                .filter(gpu -> !gpu.isEmpty())
                .forEach(gpu -> add(gpu, worker.name())));
  }

  private void add(String gpu, String worker) {
    SortedSet<String> offering = workers.computeIfAbsent(gpu, it -> new TreeSet<>());
    offering.add(worker);
    if (offering.size() > 1) {
      contested.add(gpu);
    }
  }

  private void remove(String gpu, String worker) {
    SortedSet<String> offering = workers.getOrDefault(gpu, new TreeSet<>());
    offering.remove(worker);
    if (offering.size() < 2) {
      contested.remove(gpu);
    }
    if (offering.isEmpty()) {
      workers.remove(gpu);
    }
  }

  SortedSet<String> contested() {
    return Collections.unmodifiableSortedSet(contested);
  }

  /** Names of those who offer it. */
  SortedSet<String> workers(String gpu) {
    return Collections.unmodifiableSortedSet(workers.getOrDefault(gpu, new TreeSet<>()));
  }
}
