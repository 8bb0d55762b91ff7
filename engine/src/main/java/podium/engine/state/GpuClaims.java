package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import podium.protocol.event.Slot;

/**
 * Whose a GPU is that several workers offer: the one's that was there first. The slots of others on
 * it are taken from them as long as that one is there. Stateless.
 */
public final class GpuClaims {
  private static final Comparator<WorkerState> FIRST_COME =
      Comparator.<WorkerState, Instant>comparing(WorkerState::since)
          .thenComparing(WorkerState::name);

  private GpuClaims() {}

  /**
   * A slot that is to be left out.
   *
   * @param owner the worker whose GPU it is
   */
  public record Claim(FaultySlot.Name slot, String gpu, String owner) {}

  /** The next slot that is to be left out, since its GPU is another worker's. */
  public static Optional<Claim> next(SchedulerState state) {
    return state.gpus.contested().stream().flatMap(gpu -> claims(state, gpu)).findFirst();
  }

  private static Stream<Claim> claims(SchedulerState state, String gpu) {
    List<WorkerState> there = open(state, gpu).sorted(FIRST_COME).toList();
    return there.stream()
        .skip(1)
        .flatMap(
            worker ->
                slots(state, worker, gpu)
                    .map(slot -> new Claim(slot, gpu, there.getFirst().name())));
  }

  /** The next slot whose GPU is nobody else's any more. */
  public static Optional<FaultySlot.Name> over(SchedulerState state) {
    return state
        .faults
        .taken()
        .filter(
            slot ->
                there(state, slot.worker())
                    .filter(worker -> worker.slots.containsKey(slot.slot()))
                    .filter(worker -> owner(state, worker, slot.slot()).isEmpty())
                    .isPresent())
        .findFirst();
  }

  /** Slots that are taken from a worker, with the name of who has their GPU. */
  public static SortedMap<String, String> takenFrom(SchedulerState state, WorkerState worker) {
    SortedMap<String, String> taken = new TreeMap<>();
    for (String slot : worker.taken) {
      owner(state, worker, slot).ifPresent(owner -> taken.put(slot, owner.name()));
    }
    return taken;
  }

  private static Optional<WorkerState> owner(
      SchedulerState state, WorkerState worker, String slot) {
    return worker.registration.slots().stream()
        .filter(it -> it.name().equals(slot))
        .map(Slot::gpu)
        .flatMap(gpu -> open(state, gpu))
        .filter(other -> !other.name().equals(worker.name()))
        .min(FIRST_COME);
  }

  /** Workers that are there with a slot on that GPU that was not taken from them. */
  private static Stream<WorkerState> open(SchedulerState state, String gpu) {
    return state.gpus.workers(gpu).stream()
        .flatMap(name -> there(state, name).stream())
        .filter(worker -> slots(state, worker, gpu).findAny().isPresent());
  }

  private static Stream<FaultySlot.Name> slots(
      SchedulerState state, WorkerState worker, String gpu) {
    return worker.registration.slots().stream()
        .filter(slot -> slot.gpu().equals(gpu))
        .map(slot -> new FaultySlot.Name(worker.name(), slot.name()))
        .filter(slot -> !state.faults.isTaken(slot));
  }

  private static Optional<WorkerState> there(SchedulerState state, String name) {
    return state.worker(name).filter(it -> it.liveness != WorkerState.Liveness.LOST);
  }
}
