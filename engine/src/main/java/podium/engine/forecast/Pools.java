package podium.engine.forecast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.state.Holder;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.SlotState;
import podium.engine.state.WorkerState;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;

/** The slots of a state that take trials, those together that are alike to all. Not thread-safe. */
final class Pools {
  private final Map<Alike, Integer> numbers = new LinkedHashMap<>();
  private final List<WorkerState> workers = new ArrayList<>();
  private final List<String> slots = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();
  private final IdentityHashMap<Catalog, Integer> catalogs = new IdentityHashMap<>();
  private final Map<Shape, int[]> known = new HashMap<>();
  private final SchedulerState state;
  private final Set<String> homes;

  private record Alike(int catalog, boolean cuda, boolean cpu, int together, String home) {}

  /**
   * Those of that state.
   *
   * @param homes that somebody's checkpoints are bound to
   */
  Pools(SchedulerState state, Set<String> homes) {
    this.state = state;
    this.homes = homes;
    for (WorkerState worker : state.workers()) {
      if (worker.takesTrials()) {
        worker.slots().forEach((slot, on) -> add(worker, slot, on));
      }
    }
  }

  private void add(WorkerState worker, String slot, SlotState on) {
    if (worker.closed(slot)) {
      return;
    }
    int pool =
        numbers.computeIfAbsent(
            alike(worker, slot),
            it -> {
              workers.add(worker);
              slots.add(slot);
              free.add(0);
              return free.size() - 1;
            });
    // why: a slot with somebody left in it is free again within seconds
    free.set(pool, free.get(pool) + (on instanceof SlotState.Busy ? 0 : 1));
  }

  private Alike alike(WorkerState worker, String slot) {
    // why: equal catalogs of many workers are one object
    Catalog catalog = worker.registration().catalog();
    return new Alike(
        catalogs.computeIfAbsent(catalog, it -> catalogs.size()),
        Device.CUDA.suits(slot),
        Device.CPU.suits(slot),
        worker.slots().size(),
        homes.contains(worker.home()) ? worker.home() : "");
  }

  /** How many slots of each are free. */
  List<Integer> free() {
    return free;
  }

  /** Where such trials can be trained. */
  int[] of(Shape shape) {
    return known.computeIfAbsent(
        shape,
        it -> {
          List<Integer> all = new ArrayList<>();
          for (int i = 0; i < free.size(); i++) {
            if (workers.get(i).serves(it) && it.device().suits(slots.get(i))) {
              all.add(i);
            }
          }
          return all.stream().mapToInt(Integer::intValue).toArray();
        });
  }

  /** Where the slot counts that somebody holds; nowhere when it takes nobody after. */
  Optional<Integer> of(Holder holder) {
    return state
        .worker(holder.worker())
        .filter(worker -> worker.is(holder.incarnation()) && worker.takesTrials())
        .filter(worker -> !worker.closed(holder.slot()))
        .flatMap(worker -> Optional.ofNullable(numbers.get(alike(worker, holder.slot()))));
  }
}
