package podium.engine.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.protocol.id.ExperimentId;

/**
 * Trials that could use a slot, by experiment and shape, each group in order, and which of them
 * there is a free slot for. Those that limits leave no slots stand back, and so do those that would
 * take what a limit leaves from one before them that needs several slots together. A trial's place
 * in the order stands as long as it is in here. Confined to its state's owner.
 */
final class Demand implements Supply.Watcher {
  private final Supply supply;
  private final SlotLimits limits;
  private final Comparator<Trial> order;
  private final Openings openings;
  private final Map<Group, TreeSet<Trial>> groups = new HashMap<>();
  private final Map<ExperimentId, Set<Group>> groupsOf = new HashMap<>();

  /** Experiments that are in here and at their own limit. */
  private final Set<ExperimentId> back = new HashSet<>();

  private final Map<String, Owned> owners = new HashMap<>();
  private int size;

  /** Trials of an experiment that are alike to placement, whatever its rule. */
  private record Group(Shape shape, ExperimentId experiment, Length length) {
    static Group of(Trial trial, Shape shape) {
      return new Group(shape, trial.experiment.id(), Length.of(trial));
    }
  }

  /** What a trial's remaining work depends on, beside what its experiment's trials share. */
  private record Length(
      Optional<Object> epochs, Optional<Object> batch, Optional<Object> image, int done) {
    static Length of(Trial trial) {
      Map<String, Object> own = trial.entry.assignment();
      return new Length(
          Optional.ofNullable(own.get("epochs")),
          Optional.ofNullable(own.get("batchSize")),
          Optional.ofNullable(own.get("imageSize")),
          trial.checkpoints.newestEpoch());
    }
  }

  /** What waits of one owner. */
  private static final class Owned {
    private final String owner;
    private final Map<Shape, Line> lines = new HashMap<>();

    /** The first that needs several slots together, and for which a limit's room is kept. */
    private Optional<Trial> wide = Optional.empty();

    Owned(String owner) {
      this.owner = owner;
    }

    private void keepsRoomFor(Optional<Trial> first) {
      wide = first;
    }
  }

  Demand(Supply supply, SlotLimits limits, Comparator<Trial> order) {
    this.supply = supply;
    this.limits = limits;
    this.order = order;
    this.openings = new Openings(supply, order);
    supply.watch(this);
  }

  /** How many there are. */
  int size() {
    return size;
  }

  void add(Trial trial, Shape shape) {
    Group group = Group.of(trial, shape);
    enter(group, trial.experiment);
    TreeSet<Trial> alike = groups.computeIfAbsent(group, it -> new TreeSet<>(order));
    Optional<Trial> before = head(group, alike);
    size += alike.add(trial) ? 1 : 0;
    moved(trial.experiment, shape, before, head(group, alike));
  }

  private void enter(Group group, Experiment experiment) {
    if (!groupsOf.containsKey(experiment.id()) && limits.isFullItself(experiment)) {
      back.add(experiment.id());
    }
    groupsOf.computeIfAbsent(experiment.id(), id -> new HashSet<>()).add(group);
  }

  /** Whether it was in here. */
  boolean remove(Trial trial, Shape shape) {
    Group group = Group.of(trial, shape);
    TreeSet<Trial> alike = groups.getOrDefault(group, new TreeSet<>(order));
    Optional<Trial> before = head(group, alike);
    if (!alike.remove(trial)) {
      return false;
    }
    size--;
    Optional<Trial> now = head(group, alike);
    if (alike.isEmpty()) {
      leave(group);
    }
    moved(trial.experiment, shape, before, now);
    return true;
  }

  private void leave(Group group) {
    groups.remove(group);
    Set<Group> its = groupsOf.getOrDefault(group.experiment(), new HashSet<>());
    its.remove(group);
    if (its.isEmpty()) {
      groupsOf.remove(group.experiment());
      back.remove(group.experiment());
    }
  }

  /** How many slots the owner may have beside those that it has changed. */
  void refreshOwner(String owner) {
    if (limits.isBound(owner)) {
      Optional.ofNullable(owners.get(owner)).ifPresent(this::refresh);
    }
  }

  /** What all of them may have changed. */
  void refreshAll(Function<ExperimentId, Experiment> named) {
    List.copyOf(groupsOf.keySet()).forEach(id -> refresh(named.apply(id)));
    opened();
  }

  /** How many slots the experiment may have, or has, changed. */
  void refresh(Experiment experiment) {
    boolean now = limits.isFullItself(experiment);
    if (!groupsOf.containsKey(experiment.id()) || now == back.contains(experiment.id())) {
      return;
    }
    if (now) {
      back.add(experiment.id());
    } else {
      back.remove(experiment.id());
    }
    for (Group group : groupsOf.getOrDefault(experiment.id(), Set.of())) {
      Optional<Trial> first = first(groups.getOrDefault(group, new TreeSet<>(order)));
      Optional<Trial> none = Optional.empty();
      moved(experiment, group.shape(), now ? first : none, now ? none : first);
    }
  }

  /** The first of a group, unless its experiment is at its limit. */
  private Optional<Trial> head(Group group, SortedSet<Trial> alike) {
    return back.contains(group.experiment()) ? Optional.empty() : first(alike);
  }

  /** Another trial, or none, is the first of a group. */
  private void moved(
      Experiment experiment, Shape shape, Optional<Trial> before, Optional<Trial> now) {
    if (before.equals(now)) {
      return;
    }
    Owned its = owners.computeIfAbsent(experiment.owner(), Owned::new);
    Line line = its.lines.computeIfAbsent(shape, it -> new Line(it, order));
    before.ifPresent(line.firsts::remove);
    now.ifPresent(line.firsts::add);
    if (limits.isBound(its.owner)) {
      refresh(its);
    } else {
      offer(its, line);
    }
    if (line.firsts.isEmpty()) {
      its.lines.remove(shape);
    }
    if (its.lines.isEmpty()) {
      owners.remove(its.owner);
    }
  }

  private void refresh(Owned its) {
    its.keepsRoomFor(wide(its));
    its.lines.values().forEach(line -> offer(its, line));
  }

  private void offer(Owned its, Line line) {
    Optional<Trial> before = line.offered();
    Optional<Trial> now = line.first().filter(trial -> !standsBack(trial, its));
    if (!before.equals(now)) {
      line.offer(now);
      openings.moved(line.shape, before, now);
    }
  }

  /** The first that needs several slots, may have them by the limit, and could get them. */
  private Optional<Trial> wide(Owned its) {
    return its.lines.values().stream()
        .filter(line -> limits.keepsRoom(its.owner, line.shape.slots()))
        .filter(line -> supply.isOpen(line.shape))
        .flatMap(line -> line.first().stream())
        .min(order);
  }

  private boolean standsBack(Trial trial, Owned its) {
    return limits.room(its.owner) < trial.experiment.slotsEach() || isBehind(trial, its);
  }

  private boolean isBehind(Trial trial, Owned its) {
    return its.wide
        .filter(wide -> order.compare(wide, trial) < 0)
        .filter(
            wide ->
                limits.room(its.owner) - trial.experiment.slotsEach() < wide.experiment.slotsEach())
        .isPresent();
  }

  /** For whom the trial, in here or not, has to leave the room that its owner's limit has. */
  Optional<Trial> before(Trial trial) {
    return Optional.ofNullable(owners.get(trial.experiment.owner()))
        .filter(its -> isBehind(trial, its))
        .flatMap(its -> its.wide);
  }

  /** The first in order that there is a free slot for. */
  Optional<Trial> firstOpen() {
    return openings.first();
  }

  /** The first of each line of such shapes that does not stand back. */
  Stream<Trial> firsts(Predicate<Shape> which) {
    return owners.values().stream()
        .flatMap(its -> its.lines.values().stream())
        .filter(line -> line.offered().isPresent() && which.test(line.shape))
        .flatMap(line -> line.offered().stream());
  }

  /** The first of each group of such shapes that does not stand back. */
  Stream<Trial> fronts(Predicate<Shape> which) {
    return owners.values().stream().flatMap(its -> fronts(its, which));
  }

  private Stream<Trial> fronts(Owned its, Predicate<Shape> which) {
    return its.lines.values().stream()
        .filter(line -> limits.room(its.owner) >= line.shape.slots() && which.test(line.shape))
        .flatMap(line -> line.firsts.stream())
        .filter(trial -> !isBehind(trial, its));
  }

  /** All of them, those of one group in order. */
  Stream<Trial> all() {
    return groups.values().stream().flatMap(TreeSet::stream);
  }

  @Override
  public void opened() {
    owners.values().forEach(this::refresh);
  }

  @Override
  public void added(Offer offer) {
    lines(offer)
        .forEach(
            line -> openings.moved(Supply.at(offer, line.shape), Optional.empty(), line.offered()));
  }

  @Override
  public void removed(Offer offer) {
    lines(offer)
        .forEach(
            line -> openings.moved(Supply.at(offer, line.shape), line.offered(), Optional.empty()));
  }

  private Stream<Line> lines(Offer offer) {
    return owners.values().stream()
        .flatMap(its -> its.lines.values().stream())
        .filter(line -> offer.has(line.shape));
  }

  private static Optional<Trial> first(SortedSet<Trial> trials) {
    return trials.isEmpty() ? Optional.empty() : Optional.of(trials.first());
  }
}
