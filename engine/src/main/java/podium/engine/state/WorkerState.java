package podium.engine.state;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Device;

/** What the scheduler knows of one worker. Mutable, confined to its state's owner. */
public final class WorkerState {
  /** Stands for all slots of a worker among those that are drained. */
  public static final String WHOLE = "";

  /** Whether a worker gets trials. */
  public enum Liveness {
    ALIVE,
    SUSPECT,
    LOST
  }

  final WorkerRegistered registration;
  Liveness liveness = Liveness.ALIVE;

  /** When it registered, or was lost since. */
  Instant since;

  /** Since when it is alive. */
  Instant aliveSince;

  /** Whether it is about to stop on purpose and gets nothing new. */
  boolean leaving;

  /** Slots that people want nothing new on. */
  SortedSet<String> drained = Collections.emptySortedSet();

  /** Slots that are left out. */
  SortedSet<String> resting = Collections.emptySortedSet();

  /** Slots that are kept for a trial that waits. */
  Set<String> reserved = Set.of();

  /** Those of them that are, since another worker has their GPU. */
  SortedSet<String> taken = Collections.emptySortedSet();

  final Map<String, SlotState> slots = new LinkedHashMap<>();

  /** What it and others offer. */
  final Offer offer;

  /** Its slots by what suits them. */
  private final Map<Device, List<String>> suited = new EnumMap<>(Device.class);

  WorkerState(WorkerRegistered registration, Offer offer, Instant since) {
    // why: equal catalogs of many workers are kept once
    this.registration = registration.with(offer.catalog);
    this.offer = offer;
    this.since = since;
    this.aliveSince = since;
    for (Slot slot : registration.slots()) {
      slots.put(slot.name(), SlotState.nobody());
    }
    for (Device device : Device.values()) {
      suited.put(device, slots.keySet().stream().filter(device::suits).toList());
    }
  }

  public WorkerRegistered registration() {
    return registration;
  }

  public Liveness liveness() {
    return liveness;
  }

  /** When it registered, or was lost since. */
  public Instant since() {
    return since;
  }

  /** Since when it is alive. */
  public Instant aliveSince() {
    return aliveSince;
  }

  /** Whether it is about to stop on purpose and gets nothing new. */
  public boolean leaving() {
    return leaving;
  }

  /** Slots that people want nothing new on; all of them where {@link #WHOLE} is among them. */
  public SortedSet<String> drained() {
    return Collections.unmodifiableSortedSet(drained);
  }

  /** Slots that are left out: attempts fail on them, or another worker has their GPU. */
  public SortedSet<String> resting() {
    return Collections.unmodifiableSortedSet(resting);
  }

  /** Whether that slot by itself gets nothing new: people drained it, or it is left out. */
  public boolean closed(String slot) {
    return drained.contains(slot) || resting.contains(slot);
  }

  /** What is on each slot. */
  public Map<String, SlotState> slots() {
    return Collections.unmodifiableMap(slots);
  }

  /** Whether it is registered under this incarnation. */
  public boolean is(String incarnation) {
    return registration.incarnation().equals(incarnation);
  }

  /** Whether it gets new trials. */
  public boolean takesTrials() {
    return liveness == Liveness.ALIVE && !leaving && !drained.contains(WHOLE);
  }

  /**
   * The trial's attempt is over; where it is not told that nobody is on its slot, somebody may be.
   */
  void release(Trial trial, boolean told) {
    SlotState ours = new SlotState.Busy(trial.id(), trial.attempt);
    SlotState then = told ? SlotState.nobody() : new SlotState.Stuck(trial.id(), trial.attempt);
    slots.replaceAll((slot, was) -> was.equals(ours) ? then : was);
  }

  /** A slot of its own as it registered it. */
  Optional<Slot> slot(String slot) {
    return registration.slots().stream().filter(it -> it.name().equals(slot)).findFirst();
  }

  /** Its name. */
  public String name() {
    return registration.worker();
  }

  /** Home of its checkpoints. */
  public String home() {
    return registration.checkpointHome();
  }

  /** As many of its free slots as such trials need, the first ones; none where there are fewer. */
  public List<String> freeSlots(Shape shape) {
    List<String> free =
        takesTrials() && offers(shape) ? freeSlots(shape.device()) : List.<String>of();
    return free.size() < shape.slots() ? List.of() : free.subList(0, shape.slots());
  }

  /** Its slots of that sort that have nobody in them and are kept for nobody. */
  List<String> freeSlots(Device device) {
    return suited(device).stream()
        .filter(slot -> isFree(slot) && !closed(slot) && !reserved.contains(slot))
        .toList();
  }

  /**
   * As many of its free slots as such trials need, those among them that are kept for a trial last;
   * none where there are fewer.
   */
  public List<String> freeOrKeptSlots(Shape shape) {
    List<String> free =
        openSlots(shape).stream()
            .filter(this::isFree)
            .sorted(Comparator.comparing(reserved::contains))
            .limit(shape.slots())
            .toList();
    return free.size() < shape.slots() ? List.of() : free;
  }

  /** Whether it has that slot, with nobody in it. */
  public boolean isFree(String slot) {
    return slots.getOrDefault(slot, NOBODY_HERE).isFree();
  }

  /** Its slots of what suits such trials that take any, with somebody in them or not. */
  public List<String> openSlots(Shape shape) {
    return takesTrials() && offers(shape)
        ? suited(shape.device()).stream().filter(slot -> !closed(slot)).toList()
        : List.of();
  }

  /** How many slots of that sort it has on devices that are its own. */
  int count(Device device) {
    return (int) suited(device).stream().filter(slot -> !taken.contains(slot)).count();
  }

  /** How many slots of that sort it has that people and failures leave in use. */
  int countOpen(Device device) {
    return (int) suited(device).stream().filter(slot -> !closed(slot)).count();
  }

  private static final SlotState NOBODY_HERE = SlotState.nobody();

  private List<String> suited(Device device) {
    return suited.getOrDefault(device, List.of());
  }

  /** Whether it is there and has the slots that such trials need, free or not. */
  public boolean serves(Shape shape) {
    return liveness != Liveness.LOST && offers(shape) && count(shape.device()) >= shape.slots();
  }

  /** Whether it has what such trials need. */
  private boolean offers(Shape shape) {
    return (shape.home().isEmpty() || shape.home().equals(home())) && offer.has(shape);
  }
}
