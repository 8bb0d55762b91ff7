package podium.engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.Resources;

/**
 * Which workers are there and which of them have a free slot, by what they offer, sort of slot and
 * home, so that nobody has to go through them. Confined to its state's owner.
 */
final class Supply {
  private final Map<Catalog, Offer> offers = new LinkedHashMap<>();
  private final Map<Place, SortedMap<String, WorkerState>> free = new HashMap<>();
  private final Map<Place, Integer> there = new HashMap<>();

  /** Workers whose slots of a place get something new, free or not. */
  private final Map<Place, Integer> open = new HashMap<>();

  private final Map<String, TreeSet<Seen>> seen = new HashMap<>();
  private final TreeSet<Seen> gone = new TreeSet<>();
  private final SortedMap<String, String> live = new TreeMap<>();
  private final List<Watcher> watchers = new ArrayList<>();

  /** How each worker is counted. */
  private final Map<WorkerState, Standing> standings = new HashMap<>();

  private Optional<Catalog> together = Optional.empty();
  private long offered;

  /**
   * Slots that are alike to placement.
   *
   * @param slots how many together, of one worker
   * @param home of checkpoints; empty: wherever they are
   */
  record Place(Offer offer, Device device, int slots, String home) {}

  /** When a worker registered, or was lost since. */
  record Seen(Instant since, String worker) implements Comparable<Seen> {
    private static final Comparator<Seen> ORDER =
        Comparator.comparing(Seen::since).thenComparing(Seen::worker);

    @Override
    public int compareTo(Seen other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * As what a worker is counted.
   *
   * @param there how many slots of each sort it has, if it is there
   * @param open how many of them get something new
   * @param free how many of those are free
   * @param gone since when it is not there
   */
  private record Standing(
      Map<Device, Integer> there,
      Map<Device, Integer> open,
      Map<Device, Integer> free,
      Optional<Seen> seen,
      Optional<Seen> gone) {
    private static final Standing NONE =
        new Standing(Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
  }

  /** Who keeps something that follows from this. */
  interface Watcher {
    /** There is a free slot of that place now, or none any more. */
    default void changed(Place place) {}

    /** Some place has slots that get something new, or none any more. */
    default void opened() {}

    /** Workers offer something that nobody did before. */
    default void added(Offer offer) {}

    /** No worker is known any more that offers that. */
    default void removed(Offer offer) {}

    /** A worker of that home came or went. */
    default void moved(String home) {}
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** The one offer of that catalog, for a worker that is about to be added. */
  Offer offer(Catalog catalog) {
    return Optional.ofNullable(offers.get(catalog)).orElseGet(() -> added(catalog));
  }

  private Offer added(Catalog catalog) {
    Offer offer = new Offer(catalog, offered++);
    offers.put(catalog, offer);
    watchers.forEach(watcher -> watcher.added(offer));
    return offer;
  }

  /**
   * A worker is known from now on.
   *
   * @param before what was known under its name
   */
  void add(WorkerState worker, Optional<WorkerState> before) {
    before.ifPresent(this::leave);
    rename(worker.offer, names -> names.add(worker.name()));
    refresh(worker);
    before.ifPresent(this::left);
  }

  /** A worker is not known any more. */
  void remove(WorkerState worker) {
    leave(worker);
    left(worker);
  }

  private void left(WorkerState worker) {
    if (worker.offer.workers.isEmpty()) {
      offers.remove(worker.offer.catalog);
      watchers.forEach(watcher -> watcher.removed(worker.offer));
    }
    watchers.forEach(watcher -> watcher.moved(worker.home()));
  }

  private void leave(WorkerState worker) {
    keep(worker, Standing.NONE);
    live.remove(worker.name());
    rename(worker.offer, names -> names.remove(worker.name()));
  }

  private void rename(Offer offer, Consumer<Set<String>> change) {
    Optional<String> before = offer.first();
    change.accept(offer.workers);
    if (!before.equals(offer.first())) {
      together = Optional.empty();
    }
  }

  /** Something about a known worker changed. */
  void refresh(WorkerState worker) {
    boolean isThere = worker.liveness != WorkerState.Liveness.LOST;
    boolean moved = isThere != live.containsKey(worker.name());
    if (isThere) {
      live.put(worker.name(), worker.registration.incarnation());
    } else {
      live.remove(worker.name());
    }
    Seen seenNow = new Seen(worker.since, worker.name());
    moved |=
        keep(
            worker,
            new Standing(
                sorts(device -> isThere ? worker.count(device) : 0),
                sorts(device -> worker.takesTrials() ? worker.countOpen(device) : 0),
                sorts(device -> worker.takesTrials() ? worker.freeSlots(device).size() : 0),
                Optional.of(seenNow),
                isThere ? Optional.empty() : Optional.of(seenNow)));
    if (moved) {
      watchers.forEach(watcher -> watcher.moved(worker.home()));
    }
  }

  private static Map<Device, Integer> sorts(ToIntFunction<Device> count) {
    Map<Device, Integer> sorts = new EnumMap<>(Device.class);
    for (Device device : Device.values()) {
      // why: only slots of a processor are given together
      int most = device == Device.CPU ? Resources.MAX_SLOTS : 1;
      sorts.put(device, Math.min(most, count.applyAsInt(device)));
    }
    return sorts;
  }

  /** Whether it came, went, or was seen since, or has other sorts of slots. */
  private boolean keep(WorkerState worker, Standing now) {
    Standing before =
        Optional.ofNullable(
                now.equals(Standing.NONE) ? standings.remove(worker) : standings.put(worker, now))
            .orElse(Standing.NONE);
    boolean opened = false;
    for (Device device : Device.values()) {
      count(there, worker, device, before.there(), now.there());
      opened |= count(open, worker, device, before.open(), now.open());
      int freeNow = now.free().getOrDefault(device, 0);
      int freeBefore = before.free().getOrDefault(device, 0);
      between(worker, device, freeBefore, freeNow)
          .forEach(place -> offer(worker, place, freeNow > freeBefore));
    }
    if (opened) {
      watchers.forEach(Watcher::opened);
    }
    before.gone().ifPresent(gone::remove);
    now.gone().ifPresent(gone::add);
    boolean seenSince = !before.seen().equals(now.seen());
    if (seenSince) {
      see(worker.home(), before.seen(), now.seen());
    }
    return seenSince || !before.there().equals(now.there());
  }

  /** Where its slots of that sort count now and did not before, or the other way round. */
  private static Stream<Place> between(WorkerState worker, Device device, int before, int now) {
    return IntStream.rangeClosed(Math.min(before, now) + 1, Math.max(before, now))
        .boxed()
        .flatMap(
            slots ->
                Stream.of("", worker.home())
                    .distinct()
                    .map(home -> new Place(worker.offer, device, slots, home)));
  }

  /** Counts the worker where its slots count now; whether a place has its first, or none left. */
  private static boolean count(
      Map<Place, Integer> counts,
      WorkerState worker,
      Device device,
      Map<Device, Integer> before,
      Map<Device, Integer> now) {
    int slotsBefore = before.getOrDefault(device, 0);
    int slotsNow = now.getOrDefault(device, 0);
    int more = slotsNow > slotsBefore ? 1 : -1;
    boolean changed = false;
    for (Place place : between(worker, device, slotsBefore, slotsNow).toList()) {
      int workers = counts.merge(place, more, Integer::sum);
      if (workers == 0) {
        counts.remove(place);
      }
      changed |= workers == (more > 0 ? 1 : 0);
    }
    return changed;
  }

  private void offer(WorkerState worker, Place place, boolean now) {
    SortedMap<String, WorkerState> at = free.computeIfAbsent(place, it -> new TreeMap<>());
    boolean before = at.isEmpty();
    if (now) {
      at.put(worker.name(), worker);
    } else {
      at.remove(worker.name());
    }
    if (at.isEmpty()) {
      free.remove(place);
    }
    if (before != at.isEmpty()) {
      watchers.forEach(watcher -> watcher.changed(place));
    }
  }

  private void see(String home, Optional<Seen> before, Optional<Seen> now) {
    TreeSet<Seen> ofHome = seen.computeIfAbsent(home, it -> new TreeSet<>());
    before.ifPresent(ofHome::remove);
    now.ifPresent(ofHome::add);
    if (ofHome.isEmpty()) {
      seen.remove(home);
    }
  }

  /** Everywhere that such trials can be trained, if there is somebody. */
  Stream<Place> places(Shape shape) {
    return offers.values().stream().filter(offer -> offer.has(shape)).map(it -> at(it, shape));
  }

  /** Where such trials can be trained of those who offer that. */
  static Place at(Offer offer, Shape shape) {
    return new Place(offer, shape.device(), shape.slots(), shape.home());
  }

  boolean isFree(Place place) {
    return free.containsKey(place);
  }

  /** Whether any slot is free at all. */
  boolean anyFree() {
    return !free.isEmpty();
  }

  /** The first worker by name that has the free slots that such trials need. */
  Optional<WorkerState> firstFree(Shape shape) {
    return places(shape)
        .flatMap(place -> Optional.ofNullable(free.get(place)).stream())
        .map(at -> at.sequencedValues().getFirst())
        .min(Comparator.comparing(WorkerState::name));
  }

  /** Whether a worker is there that has the slots that such trials need, free or not. */
  boolean isServed(Shape shape) {
    return places(shape).anyMatch(there::containsKey);
  }

  /** Whether a worker has the slots that such trials need, free or not, and gives them away. */
  boolean isOpen(Shape shape) {
    return places(shape).anyMatch(open::containsKey);
  }

  /** When a worker of that home registered or was lost last. */
  Optional<Instant> lastSeen(String home) {
    return Optional.ofNullable(seen.get(home)).map(ofHome -> ofHome.last().since());
  }

  /** Names of workers that are gone since that time or earlier. */
  Stream<String> goneBy(Instant latest) {
    return gone.stream().takeWhile(it -> !it.since().isAfter(latest)).map(Seen::worker);
  }

  /** Whether another worker of its home was there or lost later than this one. */
  boolean seenSince(WorkerState worker) {
    return lastSeen(worker.home()).filter(last -> last.isAfter(worker.since)).isPresent();
  }

  /** Workers that are not lost, as (worker, incarnation). */
  SortedMap<String, String> live() {
    return new TreeMap<>(live);
  }

  /** What the built-in catalog and every known worker offer together. */
  Catalog together() {
    Catalog all = together.orElseGet(this::merged);
    together = Optional.of(all);
    return all;
  }

  private Catalog merged() {
    // why: of two that describe one name differently the first worker by name counts
    return Catalog.together(
        offers.values().stream()
            .filter(offer -> !offer.workers.isEmpty())
            .sorted(Comparator.comparing(offer -> offer.workers.first()))
            .map(offer -> offer.catalog)
            .toList());
  }
}
