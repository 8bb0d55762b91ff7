package podium.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import podium.engine.decide.Command;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Holding;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.OnMemory;
import podium.protocol.experiment.Stopping;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Random walks of everything that can happen. */
public final class Walk {
  private Walk() {}

  /** A log in which anything that can happen happens. */
  public static Given of(RandomGenerator random) {
    Given given = new Given();
    steps(given, random, random.nextInt(5, 120));
    return given;
  }

  /** So many more things happen in a log. */
  public static void steps(Given given, RandomGenerator random, int count) {
    for (int i = 0; i < count; i++) {
      step(given, random);
    }
  }

  private static void step(Given given, RandomGenerator random) {
    String worker = one(random, "w", "v", "u");
    String incarnation = worker + one(random, "i1", "i2", "i3");
    switch (random.nextInt(30)) {
      case 0 -> given.submit(some(random));
      case 1 -> given.submit(Given.preempting(some(random)));
      case 2 ->
          given.submit(
              Given.spec(
                  "k",
                  Optional.of(one(random, "k1", "k2")),
                  random.nextInt(2),
                  Device.CPU,
                  "resnet18"));
      case 29 ->
          given.submit(
              Given.contest(
                  "e",
                  3,
                  10,
                  new Stopping(
                      random.nextBoolean() ? Stopping.Rule.MEDIAN : Stopping.Rule.ASHA,
                      1,
                      1,
                      2,
                      0)));
      case 3 -> given.cancel(one(random, "e", "e-1", "e-2.1", "k-1"));
      case 4 -> {
        if (random.nextBoolean()) {
          given.fold(Given.snapshot(given.events.size()));
        }
        given.reign(one(random, "a", "b", ""));
      }
      case 5, 6 ->
          given.when(
              Given.registerWith(
                  holds(given, random),
                  worker.equals("u") ? "" : worker,
                  worker,
                  incarnation,
                  "cpu:0",
                  "cpu:1"));
      case 7, 8 ->
          given.when(
              new Command.Silence(worker, incarnation, Duration.ofSeconds(random.nextInt(1, 10))));
      case 9 -> given.when(new Command.Hear(worker, incarnation));
      case 10 -> given.after(Duration.ofSeconds(random.nextLong(1, 400)));
      case 11 -> given.when(new Command.Leaving(worker, incarnation));
      case 12 -> given.when(new Command.Leave(worker, incarnation));
      case 13 ->
          last(given, random)
              .ifPresent(
                  of ->
                      given.when(
                          new Command.Quiet(
                              of.trial(),
                              of.attempt(),
                              Duration.ofMinutes(random.nextInt(1, 60)))));
      case 14 ->
          last(given, random)
              .ifPresent(
                  of ->
                      given.when(new Command.Free(worker, incarnation, of.trial(), of.attempt())));
      case 15, 16, 17 -> given.act(wish(random, worker, "e", "e-1", "e-1.1", "e-2.1", "k-1"));
      default ->
          reports(
              given,
              random.nextInt(8),
              List.of(Outcome.values()).get(random.nextInt(Outcome.values().length)),
              random.nextInt(6));
    }
  }

  /** Two models, whose trials need one slot or both of a worker; some go on smaller. */
  private static ExperimentSpec some(RandomGenerator random) {
    ExperimentSpec spec = Given.spec("e", random.nextInt(-1, 3), "resnet18", "vgg16");
    return Given.together(
        spec.with(spec.priority() > 0 ? OnMemory.SHRINK : OnMemory.FAIL), random.nextInt(1, 3));
  }

  /** Something that people ask of what is there. */
  public static Action wish(RandomGenerator random, String worker, String... targets) {
    String target = one(random, targets);
    Optional<String> slot = Optional.of("cpu:0").filter(it -> random.nextBoolean());
    return switch (random.nextInt(15)) {
      case 14 ->
          new Action.ChangeOwner(
              "ada", Optional.of(random.nextInt(3)), Optional.of(1.0 + random.nextInt(3)));
      case 12 -> new Action.Extend(target, random.nextInt(1, 3));
      case 13 ->
          new Action.Fork(
              target,
              Optional.of(random.nextInt(1, 4)).filter(it -> random.nextBoolean()),
              Map.of("epochs", random.nextLong(1, 9)));
      case 9 -> new Action.Archive(one(random, targets));
      case 10 -> new Action.Unarchive(one(random, targets));
      case 0, 1 -> new Action.Pause(target, random.nextBoolean());
      case 2, 3 -> new Action.Resume(target);
      case 4, 5 -> new Action.Retry(target, random.nextBoolean());
      case 6 ->
          new Action.Change(
              target,
              Optional.of(random.nextInt(-2, 3)).filter(it -> random.nextBoolean()),
              Optional.of(List.of("t")),
              Optional.of(random.nextInt(3)).filter(it -> random.nextBoolean()),
              Optional.empty(),
              Optional.of(random.nextInt(3) * 50L).filter(it -> random.nextBoolean()));
      case 7 -> new Action.Drain(worker, slot);
      case 8 -> new Action.Release(worker, slot);
      default -> new Action.Undrain(worker, slot);
    };
  }

  private static String one(RandomGenerator random, String... of) {
    return of[random.nextInt(of.length)];
  }

  /** One of the latest attempts. */
  public static Optional<Event.TrialPlaced> last(Given given, RandomGenerator random) {
    List<Event.TrialPlaced> placed = given.all(Event.TrialPlaced.class);
    return placed.isEmpty()
        ? Optional.empty()
        : Optional.of(placed.get(Math.max(0, placed.size() - 1 - random.nextInt(4))));
  }

  /** Some of the attempts there were, some of them with a trainer. */
  public static List<Holding> holds(Given given, RandomGenerator random) {
    return given.all(Event.TrialPlaced.class).stream()
        .filter(placed -> random.nextInt(3) == 0)
        .map(
            placed ->
                new Holding(
                    placed.trial(),
                    placed.attempt(),
                    placed.lead().slot(),
                    random.nextInt(5),
                    random.nextBoolean(),
                    placed.grants().stream().skip(1).map(Grant::slot).toList()))
        .toList();
  }

  /**
   * A report of some placed attempt, mostly the next in sequence, sometimes a repeat, a gap or a
   * late one.
   */
  private static void reports(Given given, int which, Outcome outcome, int late) {
    List<Event.TrialPlaced> placed = given.all(Event.TrialPlaced.class);
    if (placed.isEmpty()) {
      return;
    }
    Event.TrialPlaced of = placed.get(Math.max(0, placed.size() - 1 - which % 4));
    long counted = given.state.trial(of.trial()).orElseThrow().lastSequence(of.attempt());
    long sequence = Math.max(1, counted + (late == 0 ? 0 : late == 1 ? 2 : 1));
    given.report(
        of.lead().worker(),
        of.lead().incarnation(),
        which < 5
            ? sequence == 1
                ? Given.started(of.trial().value(), of.attempt())
                : Given.scored(
                    of.trial().value(), of.attempt(), sequence, (int) sequence - 1, 7 * late)
            : Given.ended(of.trial().value(), of.attempt(), sequence, outcome));
  }
}
