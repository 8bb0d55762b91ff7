package podium.engine.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import podium.engine.placement.Rules;
import podium.engine.simulation.Broker.Fault;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.OwnerShare;

/**
 * What a seed's world is like, and all that befalls it.
 *
 * @param schedulers how many there are
 * @param slots of each worker
 * @param oneHome whether all workers see each other's checkpoints
 * @param trainersFail whether trainers fail, stand still and crawl
 * @param snapshotEvery so many records of the log a snapshot is taken
 * @param troubled milliseconds until nothing goes wrong any more
 * @param steps in the order of their times
 */
record Plan(
    long seed,
    Emphasis emphasis,
    int schedulers,
    List<Integer> slots,
    boolean oneHome,
    boolean trainersFail,
    DecisionSettings settings,
    long snapshotEvery,
    long troubled,
    List<Step> steps) {
  /** What goes wrong in a world. */
  enum Emphasis {
    EVERYTHING,
    /** Schedulers die and stand still, and nothing else goes wrong: that costs nobody anything. */
    DEATHS,
    SCHEDULERS,
    WORKERS,
    NET,
    LOG
  }

  /**
   * One disturbance.
   *
   * @param number by which a person names it
   * @param at milliseconds since the world began
   */
  record Step(int number, long at, Disturbance what) {}

  Plan {
    slots = List.copyOf(slots);
    steps = List.copyOf(steps);
  }

  /** The same with only those steps. */
  Plan only(Set<Integer> numbers) {
    return new Plan(
        seed,
        emphasis,
        schedulers,
        slots,
        oneHome,
        trainersFail,
        settings,
        snapshotEvery,
        troubled,
        steps.stream().filter(step -> numbers.contains(step.number())).toList());
  }

  /** The plan of a seed. */
  static Plan of(long seed) {
    Chance chance = Chance.of(seed, "plan");
    Emphasis emphasis =
        chance.oneIn(2) ? Emphasis.EVERYTHING : chance.one(List.of(Emphasis.values()));
    int schedulers = chance.between(1, 3);
    List<Integer> slots = new ArrayList<>();
    for (int worker = chance.between(1, 6); worker > 0; worker--) {
      slots.add(chance.between(1, 2));
    }
    // why: by chance of its own, so that the worlds of the other seeds stay what they were
    Chance wide = Chance.of(seed, "slots");
    if (wide.oneIn(2)) {
      slots.replaceAll(before -> wide.between(1, 4));
      slots.set(0, 4);
    }
    boolean oneHome = chance.oneIn(2);
    boolean trainersFail = emphasis == Emphasis.EVERYTHING || emphasis == Emphasis.WORKERS;
    long troubled = chance.spread(30_000, 900_000);
    DecisionSettings settings = settings(chance).withPlacement(rule(Chance.of(seed, "rule")));
    int widest = slots.getFirst();
    ToIntFunction<String> widestOf =
        owner -> {
          int limit = settings.share(owner).slots();
          return limit == 0 ? widest : Math.min(limit, widest);
        };
    return new Plan(
        seed,
        emphasis,
        schedulers,
        slots,
        oneHome,
        trainersFail,
        settings,
        Chance.of(seed, "snapshots").spread(3, 300),
        troubled,
        withMore(
            steps(emphasis, troubled, Chance.of(seed, "steps"), widestOf),
            troubled,
            Chance.of(seed, "forks"),
            Chance.of(seed, "owners"),
            Chance.of(seed, "limits")));
  }

  // why: by chances of their own, so that the worlds of all seeds stay what they were but for them
  private static List<Step> withMore(
      List<Step> steps, long troubled, Chance chance, Chance ofOwners, Chance ofLimits) {
    List<Step> all = new ArrayList<>(steps);
    for (int forks = chance.between(0, 12); forks > 0; forks--) {
      // why: early on nothing has ended yet
      long at = chance.between((int) troubled / 3, (int) troubled);
      for (String request : Requests.forks(chance)) {
        all.add(new Step(all.size() + 1, at, new Disturbance.Asked(request)));
        at += chance.spread(10, 5_000);
      }
    }
    for (int changes = ofOwners.between(0, 4); changes > 0; changes--) {
      long at = ofOwners.spread(1_000, (int) troubled);
      all.add(new Step(all.size() + 1, at, new Disturbance.Asked(Requests.ofOwner(ofOwners))));
    }
    for (int changes = ofLimits.between(0, 8); changes > 0; changes--) {
      long at = ofLimits.between(1_000, (int) troubled);
      all.add(new Step(all.size() + 1, at, new Disturbance.Asked(Requests.ofTime(ofLimits))));
    }
    return all;
  }

  private static String rule(Chance chance) {
    return chance.oneIn(2)
        ? DecisionSettings.DEFAULT.placement()
        : chance.one(List.copyOf(Rules.names()));
  }

  private static DecisionSettings settings(Chance chance) {
    DecisionSettings usual = DecisionSettings.DEFAULT;
    if (chance.oneIn(2)) {
      return usual;
    }
    return new DecisionSettings(
            usual.suspectAfter(),
            usual.lostAfter(),
            chance.between(1, 4),
            chance.spread(1, 20),
            chance.spread(1, 10),
            Duration.ofSeconds(chance.spread(1, 10)),
            Duration.ofSeconds(chance.spread(10, 240)),
            new Deadlines(
                Duration.ofSeconds(chance.spread(120, 1800)),
                Duration.ofSeconds(chance.spread(30, 120)),
                Duration.ofSeconds(chance.spread(10, 600)),
                Duration.ofSeconds(chance.spread(5, 60)),
                Duration.ofSeconds(chance.spread(60, 300)),
                20,
                Duration.ofSeconds(chance.spread(1, 120))),
            Duration.ofSeconds(chance.spread(20, 2_000)),
            usual.placement(),
            usual.rules())
        .withOwners(
            Map.of(
                "ada", new OwnerShare(chance.between(0, 3), 1),
                "bob", new OwnerShare(1, 2)));
  }

  private static List<Step> steps(
      Emphasis emphasis, long troubled, Chance chance, ToIntFunction<String> widestOf) {
    List<Step> steps = new ArrayList<>();
    int most = chance.spread(2_000, 60_000);
    boolean tails = chance.oneIn(2);
    steps.add(new Step(1, 0, new Disturbance.Asked(Requests.submit(chance, widestOf))));
    for (long at = chance.between(1, most); at < troubled; at += chance.between(1, most)) {
      steps.add(new Step(steps.size() + 1, at, disturbance(emphasis, chance, tails, widestOf)));
    }
    return steps;
  }

  private static Disturbance disturbance(
      Emphasis emphasis, Chance chance, boolean tails, ToIntFunction<String> widestOf) {
    if (chance.oneIn(5)) {
      return new Disturbance.Asked(Requests.any(chance, widestOf));
    }
    return switch (emphasis) {
      case DEATHS -> deaths(chance);
      case SCHEDULERS -> ofSchedulers(chance);
      case WORKERS -> ofWorkers(chance);
      case NET -> ofNet(chance);
      case LOG -> ofLog(chance, tails);
      case EVERYTHING ->
          switch (chance.between(0, 9)) {
            case 0, 1 -> ofSchedulers(chance);
            case 2, 3, 4 -> ofWorkers(chance);
            case 5, 6 -> ofNet(chance);
            default -> ofLog(chance, tails);
          };
    };
  }

  private static Disturbance deaths(Chance chance) {
    int which = chance.between(0, 5);
    return switch (chance.between(0, 5)) {
      case 0 -> new Disturbance.SchedulerStill(which, chance.spread(100, 60_000));
      case 1 -> new Disturbance.SchedulerStopped(which, chance.spread(100, 60_000));
      default -> new Disturbance.SchedulerKilled(which, chance.spread(100, 60_000));
    };
  }

  private static Disturbance ofSchedulers(Chance chance) {
    int which = chance.between(0, 5);
    return switch (chance.between(0, 9)) {
      case 0, 1, 2, 3, 4, 5 -> deaths(chance);
      case 6 -> new Disturbance.SchedulerSlept(which, chance.spread(1_000, 200_000));
      case 7 -> new Disturbance.ClockSet(which, chance.between(-4000, 4000));
      default -> new Disturbance.ElectorErred(which, chance.spread(10, 60_000));
    };
  }

  private static Disturbance ofWorkers(Chance chance) {
    int which = chance.between(0, 5);
    return switch (chance.between(0, 12)) {
      case 12 -> new Disturbance.WorkerGone(which);
      case 0, 1, 2, 3 ->
          new Disturbance.WorkerKilled(which, chance.spread(100, 100_000), chance.oneIn(5));
      case 4, 5 -> new Disturbance.WorkerStopped(which, chance.spread(1_000, 200_000));
      case 6, 7, 8 -> new Disturbance.WorkerStill(which, chance.spread(1_000, 100_000));
      case 9 -> new Disturbance.WorkerTwinned(which, chance.spread(1_000, 100_000));
      default -> new Disturbance.DiskFull(which, chance.spread(1_000, 60_000));
    };
  }

  private static Disturbance ofNet(Chance chance) {
    return chance.oneIn(3)
        ? new Disturbance.NetBad(chance.spread(1_000, 100_000))
        : new Disturbance.LineCut(
            chance.between(0, 5),
            chance.between(0, 5),
            chance.oneIn(2),
            chance.spread(500, 100_000));
  }

  private static Disturbance ofLog(Chance chance, boolean tails) {
    return switch (chance.between(0, 15)) {
      case 0, 1, 2 -> new Disturbance.BrokerStill(chance.spread(100, 100_000));
      case 3, 4 -> new Disturbance.BrokerSlow(chance.spread(1_000, 60_000));
      case 5, 6, 7, 8 ->
          new Disturbance.AppendsFailed(
              chance.one(List.of(Fault.LOST, Fault.FAILED, Fault.DOUBTED, Fault.DOUBLED)),
              chance.between(1, 3));
      case 9, 10 -> new Disturbance.ReadsFailed();
      case 11, 12 ->
          // why: after both losses ids come again that stand for something else, and nobody can
          // tell
          tails ? new Disturbance.TailLost(chance.between(1, 6)) : new Disturbance.RequestsRemade();
      case 13 -> new Disturbance.SnapshotDamaged();
      default -> new Disturbance.Forged(Requests.forged(chance));
    };
  }
}
