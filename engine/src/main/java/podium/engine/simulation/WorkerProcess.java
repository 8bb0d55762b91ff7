package podium.engine.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.worker.Backlog;
import podium.engine.worker.Identity;
import podium.engine.worker.Note;
import podium.engine.worker.Reminder;
import podium.engine.worker.Route;
import podium.engine.worker.SpooledReport;
import podium.engine.worker.WorkerCore;
import podium.engine.worker.WorkerPort;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** A process of a worker: production's worker, with slots, a disk and a line to a scheduler. */
final class WorkerProcess implements WorkerPort {
  private static final long TICK = 1_000;

  private final WorkerNode machine;
  private final String incarnation;
  private final Mailbox process;
  private final WorkerCore core;
  private final Map<String, TrainerSlot> slots = new LinkedHashMap<>();
  private final Route route;
  private long beats;

  WorkerProcess(WorkerNode machine, String incarnation) {
    this.machine = machine;
    this.route = machine.route();
    this.incarnation = incarnation;
    this.process = new Mailbox(machine.world().agenda());
    this.core =
        new WorkerCore(
            new WorkerCore.Offer(
                new Identity(
                    machine.worker(),
                    incarnation,
                    machine.machine(),
                    machine.home().id(),
                    machine.address()),
                machine.slots(),
                Catalog.BUILT_IN,
                machine.keepEvery()),
            this);
    for (Slot slot : machine.slots()) {
      slots.put(
          slot.name(),
          new TrainerSlot(slot.name(), machine, incarnation, process, core, this::over));
    }
  }

  void start() {
    core.start();
    process.every(
        TICK,
        () -> {
          route.tick();
          send(new SchedulerMessage.Heartbeat(machine.worker(), incarnation, ++beats));
          core.tick();
        });
  }

  void kill() {
    process.kill();
  }

  void close() {
    process.tell(core::close);
  }

  void still(long millis) {
    process.still(millis);
  }

  boolean isIdle() {
    return slots.values().stream().allMatch(TrainerSlot::isFree);
  }

  /** What a scheduler says reaches the process. */
  void hear(WorkerMessage message) {
    process.tell(
        () -> {
          boolean forIt = route.hears(message);
          machine.disk().schedulers = route.learned();
          if (forIt) {
            core.hear(message);
            if (message instanceof WorkerMessage.Heard heard) {
              slots.values().forEach(slot -> slot.heard(heard.term()));
            }
          }
        });
  }

  @Override
  public void send(SchedulerMessage message) {
    machine.say(this, route.target(), message);
  }

  @Override
  public Optional<String> train(WorkerMessage.Train order) {
    AttemptId attempt = new AttemptId(order.trial(), order.attempt());
    process.in(
        1,
        () -> {
          order.beside().forEach(slot -> slot(slot).lend(attempt));
          slot(order.slot()).train(order);
        });
    return Optional.empty();
  }

  private void over(AttemptId attempt) {
    slots.values().forEach(slot -> slot.giveBack(attempt));
  }

  @Override
  public void limit(String slot, AttemptId attempt, Limits limits) {
    process.in(1, () -> slot(slot).limit(attempt, limits));
  }

  @Override
  public void stop(String slot, AttemptId attempt, Outcome why) {
    process.in(1, () -> slot(slot).stop(attempt, why));
  }

  @Override
  public void fence(String slot, AttemptId attempt) {
    process.in(1, () -> slot(slot).fence(attempt));
  }

  private TrainerSlot slot(String name) {
    return java.util.Objects.requireNonNull(slots.get(name), name);
  }

  @Override
  public List<Backlog> backlog() {
    return machine.disk().backlog();
  }

  @Override
  public boolean spool(String holder, Report report) {
    if (machine.disk().full) {
      return false;
    }
    machine.disk().put(holder, report);
    return true;
  }

  @Override
  public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
    return machine.disk().read(attempt, after, limit);
  }

  @Override
  public void acknowledge(AttemptId attempt, long sequence) {
    machine.disk().acknowledge(attempt, sequence);
  }

  @Override
  public void drop(AttemptId attempt) {
    machine.disk().drop(attempt);
  }

  @Override
  public void counted(AttemptId attempt, int epoch) {
    machine.home().counted(attempt, epoch, machine.keepEvery());
  }

  @Override
  public void registered(boolean is) {}

  @Override
  public void refused(String why) {
    machine.world().story("%s: %s", machine.machine(), why);
  }

  @Override
  public void remind(Reminder of) {
    long after =
        switch (of) {
          case STOP_OVER -> 40_000;
          case FAREWELL_OVER -> 2_000;
        };
    process.in(after, () -> core.remind(of));
  }

  @Override
  public void ended() {
    process.kill();
    machine.ended(this);
  }

  @Override
  public void note(Note note) {
    machine.world().story("%s: %s", machine.machine(), note.text());
  }
}
