package podium.engine.state;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.protocol.id.ExperimentId;

/**
 * Trials that could use a slot, by experiment and shape, each group in order, and which of them
 * there is a free slot for. Those of experiments that may have no further slot stand back. A
 * trial's place in the order stands as long as it is in here. Confined to its state's owner.
 */
final class Demand implements Supply.Watcher {
  private final Supply supply;
  private final Comparator<Trial> order;
  private final Map<Group, TreeSet<Trial>> groups = new HashMap<>();
  private final Map<ExperimentId, Set<Group>> groupsOf = new HashMap<>();

  /** Experiments of an owner that are in here, by the slots that each of their trials needs. */
  private final Map<String, NavigableMap<Integer, Set<ExperimentId>>> byOwner = new HashMap<>();

  /** Experiments that are in here and stand back. */
  private final Set<ExperimentId> back = new HashSet<>();

  /** Those of whose trials each needs several slots. */
  private final Set<Group> wide = new HashSet<>();

  private final Predicate<Experiment> full;
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
          trial.checkpoints.newest().map(kept -> kept.reference().epoch()).orElse(0));
    }
  }

  /** The first trials of those groups that could be trained at a place, free or not. */
  private final Map<Supply.Place, TreeSet<Trial>> heads = new HashMap<>();

  private final Map<Supply.Place, Open> openAt = new HashMap<>();
  private final TreeSet<Open> open;

  /** A place with a free slot, and the first trial that could have it. */
  private record Open(Trial first, Supply.Place place) {}

  /**
   * Nothing yet.
   *
   * @param full whether the trials of an experiment may have no further slot
   */
  Demand(Supply supply, Comparator<Trial> order, Predicate<Experiment> full) {
    this.supply = supply;
    this.order = order;
    this.full = full;
    this.open =
        new TreeSet<>(
            Comparator.comparing(Open::first, order)
                .thenComparingLong(it -> it.place().offer().number));
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
    moved(shape, before, head(group, alike));
  }

  private void enter(Group group, Experiment experiment) {
    boolean first = !groupsOf.containsKey(experiment.id());
    groupsOf.computeIfAbsent(experiment.id(), id -> new HashSet<>()).add(group);
    if (group.shape().slots() > 1) {
      wide.add(group);
    }
    if (first) {
      byOwner
          .computeIfAbsent(experiment.owner(), it -> new TreeMap<>())
          .computeIfAbsent(experiment.slotsEach(), it -> new HashSet<>())
          .add(experiment.id());
      if (full.test(experiment)) {
        back.add(experiment.id());
      }
    }
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
      leave(group, trial.experiment);
    }
    moved(shape, before, now);
    return true;
  }

  private void leave(Group group, Experiment experiment) {
    groups.remove(group);
    wide.remove(group);
    Set<Group> its = groupsOf.getOrDefault(experiment.id(), new HashSet<>());
    its.remove(group);
    if (its.isEmpty()) {
      groupsOf.remove(experiment.id());
      back.remove(experiment.id());
      NavigableMap<Integer, Set<ExperimentId>> ofOwner =
          byOwner.getOrDefault(experiment.owner(), new TreeMap<>());
      Set<ExperimentId> alike = ofOwner.getOrDefault(experiment.slotsEach(), new HashSet<>());
      alike.remove(experiment.id());
      if (alike.isEmpty()) {
        ofOwner.remove(experiment.slotsEach());
      }
      if (ofOwner.isEmpty()) {
        byOwner.remove(experiment.owner());
      }
    }
  }

  /** How many slots the owner may have beside those that it has changed. */
  void refreshOwner(String owner, int before, int now, Function<ExperimentId, Experiment> named) {
    List<ExperimentId> moved =
        byOwner
            .getOrDefault(owner, Collections.emptyNavigableMap())
            .subMap(Math.min(before, now), false, Math.max(before, now), true)
            .values()
            .stream()
            .flatMap(Set::stream)
            .toList();
    moved.forEach(id -> refresh(named.apply(id)));
  }

  /** The same of all of them. */
  void refreshAll(Function<ExperimentId, Experiment> named) {
    List.copyOf(groupsOf.keySet()).forEach(id -> refresh(named.apply(id)));
  }

  /** How many slots the experiment may have, or has, changed. */
  void refresh(Experiment experiment) {
    boolean now = full.test(experiment);
    if (!groupsOf.containsKey(experiment.id()) || now == back.contains(experiment.id())) {
      return;
    }
    for (Group group : groupsOf.getOrDefault(experiment.id(), Set.of())) {
      Optional<Trial> first = first(groups.getOrDefault(group, new TreeSet<>(order)));
      if (now) {
        moved(group.shape(), first, Optional.empty());
      } else {
        moved(group.shape(), Optional.empty(), first);
      }
    }
    if (now) {
      back.add(experiment.id());
    } else {
      back.remove(experiment.id());
    }
  }

  /** The first of a group, unless it stands back. */
  private Optional<Trial> head(Group group, SortedSet<Trial> alike) {
    return back.contains(group.experiment()) ? Optional.empty() : first(alike);
  }

  /** The first in order that there is a free slot for. */
  Optional<Trial> firstOpen() {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.first().first());
  }

  /** The first of each group that there is a free slot for. */
  Stream<Trial> heads() {
    return groups.entrySet().stream()
        .filter(group -> !back.contains(group.getKey().experiment()))
        .filter(group -> supply.firstFree(group.getKey().shape()).isPresent())
        .map(group -> group.getValue().first());
  }

  /** The first of each group that does not stand back. */
  Stream<Trial> fronts() {
    return groups.keySet().stream().flatMap(this::front);
  }

  /** Those of them that need several slots together. */
  Stream<Trial> wide() {
    return wide.stream().flatMap(this::front);
  }

  private Stream<Trial> front(Group group) {
    return head(group, groups.getOrDefault(group, new TreeSet<>(order))).stream();
  }

  /** All of them, those of one group in order. */
  Stream<Trial> all() {
    return groups.values().stream().flatMap(TreeSet::stream);
  }

  private void moved(Shape shape, Optional<Trial> before, Optional<Trial> now) {
    if (!before.equals(now)) {
      supply.places(shape).forEach(place -> moved(place, before, now));
    }
  }

  private void moved(Supply.Place place, Optional<Trial> before, Optional<Trial> now) {
    TreeSet<Trial> firsts = heads.computeIfAbsent(place, it -> new TreeSet<>(order));
    before.ifPresent(firsts::remove);
    now.ifPresent(firsts::add);
    if (firsts.isEmpty()) {
      heads.remove(place);
    }
    changed(place);
  }

  @Override
  public void changed(Supply.Place place) {
    Optional.ofNullable(openAt.remove(place)).ifPresent(open::remove);
    if (supply.isFree(place)) {
      Optional.ofNullable(heads.get(place))
          .map(firsts -> new Open(firsts.first(), place))
          .ifPresent(
              it -> {
                openAt.put(place, it);
                open.add(it);
              });
    }
  }

  @Override
  public void added(Offer offer) {
    groups.forEach(
        (group, alike) -> {
          if (offer.has(group.shape())) {
            moved(Supply.at(offer, group.shape()), Optional.empty(), head(group, alike));
          }
        });
  }

  @Override
  public void removed(Offer offer) {
    groups.forEach(
        (group, alike) -> {
          if (offer.has(group.shape())) {
            moved(Supply.at(offer, group.shape()), head(group, alike), Optional.empty());
          }
        });
  }

  private static Optional<Trial> first(SortedSet<Trial> trials) {
    return trials.isEmpty() ? Optional.empty() : Optional.of(trials.first());
  }
}
