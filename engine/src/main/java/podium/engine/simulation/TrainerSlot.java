package podium.engine.simulation;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import podium.engine.worker.WorkerCore;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/** A slot of a worker: one trainer at a time, at most one more order in waiting. */
final class TrainerSlot {
  private static final long STOP_WITHIN = 20_000;
  private static final long SILENCE = 30_000;
  private static final long BETWEEN_PROGRESS = 20_000;
  private static final long BETWEEN_TRIES = 1_000;

  private final String name;
  private final WorkerNode machine;
  private final String incarnation;
  private final Mailbox process;
  private final WorkerCore core;
  private Optional<Training> current = Optional.empty();
  private Optional<WorkerMessage.Train> waiting = Optional.empty();

  /** Of which attempt on another slot it is part meanwhile. */
  private Optional<AttemptId> lentTo = Optional.empty();

  private final Consumer<AttemptId> over;

  /**
   * With nobody on it.
   *
   * @param over is told that an attempt needs its slots no more
   */
  TrainerSlot(
      String name,
      WorkerNode machine,
      String incarnation,
      Mailbox process,
      WorkerCore core,
      Consumer<AttemptId> over) {
    this.over = over;
    this.name = name;
    this.machine = machine;
    this.incarnation = incarnation;
    this.process = process;
    this.core = core;
  }

  boolean isFree() {
    return current.isEmpty() && lentTo.isEmpty();
  }

  /** It trains nothing of its own until that attempt is over. */
  void lend(AttemptId attempt) {
    if (!isFree()) {
      machine.givenTwice(name, attempt);
    }
    lentTo = Optional.of(attempt);
  }

  /** That attempt is over. */
  void giveBack(AttemptId attempt) {
    lentTo = lentTo.filter(to -> !to.equals(attempt));
  }

  void train(WorkerMessage.Train order) {
    if (lentTo.isPresent()) {
      machine.givenTwice(name, id(order));
    }
    if (current.isEmpty()) {
      begin(order);
      return;
    }
    current.filter(now -> !now.ended).ifPresent(now -> now.halt(Outcome.PREEMPTED));
    waiting.ifPresent(replaced -> release(id(replaced)));
    waiting = Optional.of(order);
  }

  void limit(AttemptId attempt, Limits limits) {
    current
        .filter(it -> it.id.equals(attempt))
        .ifPresent(
            it -> {
              it.limits.limit(limits);
              it.looksAtLimits();
            });
    waiting =
        waiting.map(next -> id(next).equals(attempt) ? TimeLimits.within(limits, next) : next);
  }

  /** The worker hears that a scheduler of that term knows it. */
  void heard(long term) {
    current.filter(it -> !it.ended && !it.gone && !it.halting).ifPresent(it -> it.heard(term));
  }

  void stop(AttemptId attempt, Outcome why) {
    Optional<Training> now = current.filter(it -> it.id.equals(attempt));
    if (now.isPresent()) {
      now.filter(it -> !it.ended).ifPresent(it -> it.halt(why));
      return;
    }
    waiting
        .filter(next -> id(next).equals(attempt))
        .ifPresent(
            next -> {
              waiting = Optional.empty();
              Training never = new Training(next);
              never.stop = Optional.of(why);
              never.ends(why, false, () -> release(attempt));
            });
  }

  void fence(AttemptId attempt) {
    current
        .filter(it -> it.id.equals(attempt))
        .ifPresent(
            it -> {
              it.fenced = true;
              it.halt(Outcome.PREEMPTED);
            });
    if (waiting.filter(next -> id(next).equals(attempt)).isPresent()) {
      waiting = Optional.empty();
      release(attempt);
    }
  }

  private static AttemptId id(WorkerMessage.Train order) {
    return new AttemptId(order.trial(), order.attempt());
  }

  private void begin(WorkerMessage.Train order) {
    Training begun = new Training(order);
    current = Optional.of(begun);
    begun.begins();
  }

  /** Tells the worker, as an actor tells another one. */
  private void release(AttemptId attempt) {
    over.accept(attempt);
    process.in(1, () -> core.released(attempt));
  }

  private void returned(Training training) {
    if (current.filter(now -> now == training).isPresent()) {
      current = Optional.empty();
      release(training.id);
      Optional<WorkerMessage.Train> next = waiting;
      waiting = Optional.empty();
      next.ifPresent(this::begin);
    }
  }

  /** An attempt and its trainer. */
  private final class Training {
    final AttemptId id;
    final WorkerMessage.Train order;
    final Nature nature;
    final TimeLimits limits;
    int epoch;
    long sequence;
    boolean halting;
    boolean gone;
    boolean fenced;
    boolean ended;
    Optional<Outcome> stop = Optional.empty();
    final Queue<Untold> untold = new ArrayDeque<>();

    Training(WorkerMessage.Train order) {
      this.order = order;
      this.limits = new TimeLimits(order.spec().limits(), machine.now());
      this.id = TrainerSlot.id(order);
      this.nature = machine.nature(id);
    }

    void begins() {
      Optional<CheckpointRef> from = machine.home().find(order.checkpoints());
      epoch = from.map(CheckpointRef::epoch).orElse(0);
      if (from.isEmpty() && !order.checkpoints().isEmpty()) {
        machine.misses(order);
        trainerIn(10, () -> trainerEnds(Outcome.FAILED_INFRASTRUCTURE, false));
        return;
      }
      pulses();
      trainerIn(
          nature.start(),
          () ->
              tell(
                  next ->
                      new Report.Started(
                          id.trial(),
                          id.attempt(),
                          next,
                          new Start(
                              "cpu:0", 1000, 2000, 32, 10, 1437, 360, epoch, DataFacts.UNKNOWN)),
                  this::goesOn));
    }

    /** What its trainer does, unless it is gone by then. */
    private void trainerIn(long millis, Runnable what) {
      process.in(
          millis,
          () -> {
            if (!gone && !ended) {
              what.run();
            }
          });
    }

    private void pulses() {
      trainerIn(
          BETWEEN_PROGRESS,
          () -> {
            if (!isStill()) {
              core.advanced(
                  new Progress(
                      id.trial(),
                      id.attempt(),
                      machine.worker(),
                      name,
                      epoch + 1,
                      order.spec().recipe().epochs(),
                      1,
                      2,
                      1));
              pulses();
            }
          });
    }

    private boolean isStill() {
      return nature.still() && epoch >= nature.atEpoch();
    }

    private void goesOn() {
      if (gone) {
        return;
      }
      if (machine.runsOut(order, name, epoch)) {
        trainerEnds(Outcome.FAILED_OOM, false);
      } else if (nature.fails().isPresent() && epoch >= nature.atEpoch()) {
        trainerEnds(nature.fails().get(), nature.hopeless());
      } else if (isStill()) {
        if (!nature.pulse()) {
          trainerIn(SILENCE, () -> dies(Outcome.HUNG));
        }
      } else if (epoch >= order.spec().recipe().epochs()) {
        trainerEnds(Outcome.SUCCEEDED, false);
      } else {
        limits.beginEpoch(machine.now());
        trainerIn(nature.epoch(limits.limits().epochSeconds()), this::trained);
        looksAtLimits();
      }
    }

    /** It ends when one of them is over, unless it has others by then. */
    private void looksAtLimits() {
      Optional<Long> over = limits.over().filter(at -> nature.keepsLimits());
      over.ifPresent(
          at ->
              trainerIn(
                  Math.max(0, at - machine.now()),
                  () -> {
                    if (limits.over().equals(over)) {
                      trainerEnds(Outcome.TIMEOUT, false);
                    }
                  }));
    }

    private void heard(long term) {
      if (limits.isLate(machine.isWithin(id, incarnation, limits.limits(), term), machine.now())) {
        machine.behind(id, limits.limits());
      }
    }

    private void trained() {
      limits.endEpoch();
      epoch++;
      EpochResult result = result();
      tell(next -> new Report.Epoch(id.trial(), id.attempt(), next, result), this::goesOn);
    }

    private EpochResult result() {
      return new EpochResult(
          epoch,
          new Score(1, 1, 2),
          Optional.of(new Score(1, percent(), 100)),
          Optional.empty(),
          0.1,
          nature.epoch() / 1000.0,
          1,
          1,
          machine.home().write(id, epoch, percent()),
          "state");
    }

    /** What is correct of the test images; the same whenever the trial trains the epoch. */
    private int percent() {
      return Math.floorMod((id.trial() + "/" + epoch).hashCode(), 100);
    }

    void halt(Outcome why) {
      stop = Optional.of(why);
      if (halting) {
        return;
      }
      halting = true;
      if (!nature.deaf() && !isStill()) {
        trainerIn(nature.stop(), () -> trainerEnds(why, false));
      }
      process.in(STOP_WITHIN, () -> dies(stop.orElse(why)));
    }

    /** It is killed, and is gone when the machine lets it go. */
    private void dies(Outcome as) {
      if (!gone && !ended) {
        gone = true;
        process.in(nature.kill(), () -> ends(stop.orElse(as), false, () -> returned(this)));
      }
    }

    private void trainerEnds(Outcome outcome, boolean hopeless) {
      gone = true;
      boolean asItSays = stop.isEmpty() || outcome == Outcome.SUCCEEDED;
      ends(asItSays ? outcome : stop.get(), asItSays && hopeless, () -> returned(this));
    }

    void ends(Outcome outcome, boolean hopeless, Runnable then) {
      tell(
          next ->
              new Report.Ended(
                  id.trial(), id.attempt(), next, outcome, "so it was to be", hopeless),
          () -> {
            ended = true;
            then.run();
          });
    }

    /** Spools it behind what still waits for the disk, and goes on. */
    private void tell(LongFunction<Report> report, Runnable then) {
      untold.add(new Untold(report, then));
      if (untold.size() == 1) {
        drain();
      }
    }

    private void drain() {
      while (!untold.isEmpty()) {
        Report next = untold.element().report().apply(sequence + 1);
        if (!fenced) {
          if (machine.disk().full) {
            process.in(BETWEEN_TRIES, this::drain);
            return;
          }
          machine.disk().put(incarnation, next);
          sequence = next.sequence();
          // why: between the disk and the worker's next turn a process may die
          process.in(1, () -> core.spooled(next));
        }
        Runnable then = untold.element().then();
        untold.remove();
        then.run();
      }
    }
  }

  private record Untold(LongFunction<Report> report, Runnable then) {}
}
