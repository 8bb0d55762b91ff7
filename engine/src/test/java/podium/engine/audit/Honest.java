package podium.engine.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import podium.engine.Given;
import podium.engine.Walk;
import podium.engine.decide.Command;
import podium.engine.state.Holder;
import podium.engine.state.Order;
import podium.engine.state.Trial;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.OnMemory;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Start;

/** Workers that report as real ones do, beside everything else that can happen. */
public final class Honest {
  static final int EPOCHS = 3;

  private static final List<Outcome> ENDS =
      List.of(
          Outcome.FAILED_CODE,
          Outcome.FAILED_OOM,
          Outcome.DIVERGED,
          Outcome.LOST_WORKER,
          Outcome.FAILED_INFRASTRUCTURE,
          Outcome.HUNG,
          Outcome.TIMEOUT,
          Outcome.PREEMPTED);

  private static final Limits LIMITS = new Limits(0, 0, 30, 1);
  private static final Limits PAIRS = new Limits(0, 0, 30, 3);

  private static final List<Stopping> RULES =
      List.of(
          new Stopping(Stopping.Rule.MEDIAN, 1, 1, 3, 0),
          new Stopping(Stopping.Rule.ASHA, 1, 3, 2, 0),
          new Stopping(Stopping.Rule.ASHA, 1, 3, 3, 2));

  private final Given given;

  public Honest(Given given) {
    this.given = given;
  }

  static ExperimentSpec spec(String name, Optional<String> key, int priority, Object... models) {
    return limited(name, key, priority, Limits.NONE, models);
  }

  /** The same with limits. */
  static ExperimentSpec limited(
      String name, Optional<String> key, int priority, Limits limits, Object... models) {
    return new ExperimentSpec(
        name,
        key,
        "digits",
        Map.of("model", List.of(models)),
        Recipe.of(Map.of("epochs", (long) EPOCHS)),
        "none",
        new Resources(Device.ANY),
        priority,
        "",
        limits,
        List.of());
  }

  /** The scheduler begins to reign with such settings. */
  public static Event.SchedulerStarted term(int failures, int losses, int fruitless) {
    DecisionSettings usual = DecisionSettings.DEFAULT;
    return new Event.SchedulerStarted(
        new DecisionSettings(
            usual.suspectAfter(),
            usual.lostAfter(),
            failures,
            losses,
            fruitless,
            usual.retryAfter(),
            usual.checkpointWait(),
            usual.deadlines(),
            Duration.ofMinutes(1 + failures),
            usual.placement(),
            usual.rules()),
        "topic",
        NodeAddress.UNKNOWN);
  }

  /** The trial's attempt tells that it began, from the checkpoint it was told of. */
  void starts(String trial) {
    Order order = given.state.order(new TrialId(trial)).orElseThrow();
    int from = order.checkpoints().stream().findFirst().map(CheckpointRef::epoch).orElse(0);
    tells(
        order.holder(),
        new Report.Started(
            new TrialId(trial),
            order.attempt(),
            next(order),
            new Start("cpu:0", 1000, 2000, 32, 10, 1437, 360, from, DataFacts.UNKNOWN)));
  }

  /** It finishes its next epoch. */
  void trains(String trial) {
    trains(trial, 50);
  }

  /** The same with so many percent correct. */
  void trains(String trial, int percent) {
    Order order = given.state.order(new TrialId(trial)).orElseThrow();
    tells(
        order.holder(),
        Given.scored(trial, order.attempt(), next(order), epochOf(order) + 1, percent));
  }

  void ends(String trial, Outcome outcome) {
    Order order = given.state.order(new TrialId(trial)).orElseThrow();
    tells(order.holder(), Given.ended(trial, order.attempt(), next(order), outcome));
  }

  private void tells(Holder holder, Report report) {
    given.report(holder.worker(), holder.incarnation(), report);
  }

  private long next(Order order) {
    return given.state.trial(order.trial()).orElseThrow().lastSequence(order.attempt()) + 1;
  }

  /** The last epoch of the attempt, or the one it went on from. */
  private int epochOf(Order order) {
    return given.events.stream()
        .mapToInt(
            event ->
                switch (event) {
                  case Event.TrialStarted it when is(order, it.trial().value(), it.attempt()) ->
                      it.start().resumedFromEpoch();
                  case Event.EpochCompleted it when is(order, it.trial().value(), it.attempt()) ->
                      it.result().epoch();
                  default -> 0;
                })
        .max()
        .orElse(0);
  }

  private static boolean is(Order order, String trial, int attempt) {
    return order.trial().equals(new TrialId(trial)) && order.attempt() == attempt;
  }

  /** Anything that can happen, once. */
  public void step(RandomGenerator random) {
    switch (random.nextInt(26)) {
      case 0 -> {
        ExperimentSpec spec =
            limited("e", Optional.empty(), random.nextInt(3), LIMITS, "resnet18", "vgg16");
        given.submit(
            switch (spec.priority()) {
              case 1 -> spec.with(OnMemory.SHRINK);
              case 2 -> Given.preempting(spec);
              default -> spec;
            });
      }
      case 1 ->
          given.submit(
              random.nextInt(2) == 0
                  ? spec("k", Optional.of("k0"), 0, "resnet18")
                  : Given.searching("k", Search.Method.TPE, Optional.of("k1"), 5));
      case 25 -> {
        ExperimentSpec spec =
            limited("e", Optional.empty(), random.nextInt(-1, 3), PAIRS, "resnet18", "vgg16");
        given.submit(Given.together(spec.priority() == 2 ? Given.preempting(spec) : spec, 2));
      }
      case 24 -> given.submit(Given.contest("e", 4, EPOCHS, RULES.get(random.nextInt(3))));
      case 2 -> given.cancel(List.of("e", "e-1", "e-2.1", "k-1").get(random.nextInt(4)));
      case 3 -> {
        if (random.nextBoolean()) {
          given.fold(Given.snapshot(given.events.size()));
        }
        if (random.nextBoolean()) {
          given.fold(new Event.SchedulerStoodDown("it was stopped"));
        }
        given.reign(List.of("topic", "other", "").get(random.nextInt(3)));
      }
      case 4, 5 -> registers(random);
      case 6 -> {
        String worker = worker(random);
        given.when(
            new Command.Silence(
                worker,
                worker + "i" + random.nextInt(4),
                Duration.ofSeconds(1 + random.nextInt(9))));
      }
      case 7 -> {
        String worker = worker(random);
        given.when(new Command.Hear(worker, worker + "i" + random.nextInt(4)));
      }
      case 8 ->
          given.after(
              Duration.ofMillis(List.of(400, 3_000, 130_000, 700_000).get(random.nextInt(4))));
      case 9 -> late(random);
      case 10 -> {
        String worker = worker(random);
        given.when(new Command.Leave(worker, worker + "i" + random.nextInt(4)));
      }
      case 11 -> {
        String worker = worker(random);
        given.when(new Command.Leaving(worker, worker + "i" + random.nextInt(4)));
      }
      case 12 ->
          Walk.last(given, random)
              .ifPresent(
                  of ->
                      given.when(
                          new Command.Quiet(
                              of.trial(),
                              of.attempt(),
                              Duration.ofMinutes(random.nextInt(1, 60)))));
      case 13 ->
          Walk.last(given, random)
              .ifPresent(
                  of ->
                      given.when(
                          new Command.Free(
                              of.lead().worker(),
                              of.lead().incarnation(),
                              of.trial(),
                              of.attempt())));
      case 14 -> wrong(random);
      case 15, 16 ->
          given.act(Walk.wish(random, worker(random), "e", "e-1", "e-1.1", "e-2.1", "k-1"));
      default -> reports(random);
    }
    given.at(given.now().plusMillis(random.nextInt(300)));
  }

  private void registers(RandomGenerator random) {
    String worker = worker(random);
    String incarnation = worker + "i" + random.nextInt(4);
    List<Holding> holds =
        random.nextInt(3) == 0 ? Walk.holds(given, random) : held(worker, incarnation, random);
    given.when(
        Given.registerWith(
            holds, worker.equals("u") ? "" : worker, worker, incarnation, "cpu:0", "cpu:1@GPU-1"));
  }

  /** What it was given and did not end; another process has reports of it only. */
  private List<Holding> held(String worker, String incarnation, RandomGenerator random) {
    return given.state.heldBy(worker).stream()
        .filter(trial -> random.nextInt(4) > 0)
        .map(
            trial ->
                new Holding(
                    trial.id(),
                    trial.attempt(),
                    trial.holder().orElseThrow().slot(),
                    trial.lastSequence(trial.attempt()),
                    trial.holder().orElseThrow().incarnation().equals(incarnation),
                    trial.holder().orElseThrow().beside()))
        .toList();
  }

  /** An attempt that trains tells an epoch that is not the next one. */
  private void wrong(RandomGenerator random) {
    held(random)
        .ifPresent(
            order ->
                tells(
                    order.holder(),
                    Given.epoch(
                        order.trial().value(), order.attempt(), next(order), epochOf(order) + 2)));
  }

  private static String worker(RandomGenerator random) {
    return List.of("w", "v", "u").get(random.nextInt(3));
  }

  /** A report of some attempt there was, by whoever held it. */
  private void late(RandomGenerator random) {
    List<Event.TrialPlaced> placed = given.all(Event.TrialPlaced.class);
    if (!placed.isEmpty()) {
      Event.TrialPlaced of = placed.get(random.nextInt(placed.size()));
      Trial trial = given.state.trial(of.trial()).orElseThrow();
      boolean held = trial.holder().isPresent() && trial.attempt() == of.attempt();
      if (!held) {
        given.report(
            of.lead().worker(),
            of.lead().incarnation(),
            Given.epoch(of.trial().value(), of.attempt(), 1 + random.nextInt(5), 1));
      }
    }
  }

  private void reports(RandomGenerator random) {
    held(random).ifPresent(order -> reports(order, random));
  }

  /** One of those that the workers that are there know of. */
  private Optional<Order> held(RandomGenerator random) {
    List<Order> held =
        given.state.workers().stream()
            .flatMap(
                worker ->
                    given
                        .state
                        .ordersOf(
                            worker.registration().worker(), worker.registration().incarnation())
                        .stream())
            .toList();
    return held.isEmpty() ? Optional.empty() : Optional.of(held.get(random.nextInt(held.size())));
  }

  private void reports(Order order, RandomGenerator random) {
    if (order.stop().isPresent() && random.nextBoolean()) {
      ends(order.trial().value(), order.stop().get());
    } else if (random.nextInt(6) == 0) {
      ends(order.trial().value(), ENDS.get(random.nextInt(ENDS.size())));
    } else if (!order.heard()) {
      starts(order.trial().value());
    } else if (epochOf(order) < order.spec().recipe().epochs()) {
      trains(order.trial().value(), random.nextInt(6));
    } else {
      ends(order.trial().value(), Outcome.SUCCEEDED);
    }
  }
}
