package podium.engine.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import podium.engine.Given;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** A worker on a machine of its own: process after process over one disk, a line to the office. */
final class Machine {
  private static final List<String> SLOTS = List.of("cpu:0", "cpu:1");
  private static final int EPOCHS = 3;
  private static final int STOP_SECONDS = 20;
  private static final int SILENCE_SECONDS = 30;

  private final String name;
  private final Office office;
  private final RandomGenerator random;
  private final Disk disk = new Disk();
  private int processes;
  private Optional<Life> process = Optional.empty();

  /** Whether nothing goes through its line. */
  boolean cut;

  /** Whether messages get lost and doubled, and trainers fail and stand still. */
  boolean bad = true;

  Machine(String name, Office office, RandomGenerator random) {
    this.name = name;
    this.office = office;
    this.random = random;
    start();
  }

  void start() {
    if (process.isEmpty()) {
      disk.reopen();
      Life made = new Life(name + "." + ++processes);
      process = Optional.of(made);
      made.core.start();
    }
  }

  void crash() {
    process = Optional.empty();
  }

  void close() {
    process.ifPresent(now -> now.core.close());
  }

  boolean isQuiet() {
    return disk.isEmpty() && process.filter(now -> now.slots.isEmpty()).isPresent();
  }

  /** Half a second went by. */
  void tick(boolean second) {
    process.ifPresent(now -> now.tick(second));
  }

  /** An attempt on a slot. */
  private static final class Training {
    final AttemptId attempt;
    final int from;
    long sequence;
    int epoch;
    boolean fenced;
    boolean still;
    Optional<Outcome> stop = Optional.empty();
    int stoppedFor;
    int stillFor;

    Training(WorkerMessage.Train order) {
      this.attempt = new AttemptId(order.trial(), order.attempt());
      this.from = order.checkpoints().stream().mapToInt(CheckpointRef::epoch).max().orElse(0);
      this.epoch = from;
    }
  }

  private final class Life implements WorkerPort {
    final String incarnation;
    final WorkerCore core;
    final Map<String, Training> slots = new HashMap<>();
    final Map<String, Training> next = new HashMap<>();
    final Queue<SchedulerMessage> out = new ArrayDeque<>();
    final Queue<WorkerMessage> in = new ArrayDeque<>();
    final Map<Reminder, Integer> reminders = new HashMap<>();

    Life(String incarnation) {
      this.incarnation = incarnation;
      this.core =
          new WorkerCore(
              new WorkerCore.Offer(
                  new Identity(name, incarnation, "host", "shared"),
                  SLOTS.stream().map(slot -> new Slot(slot, "")).toList(),
                  Catalog.BUILT_IN),
              this);
    }

    private boolean isGone() {
      return process.filter(now -> now == this).isEmpty();
    }

    void tick(boolean second) {
      if (second) {
        send(new SchedulerMessage.Heartbeat(name, incarnation));
        core.tick();
        SLOTS.forEach(this::work);
        for (Reminder reminder : List.copyOf(reminders.keySet())) {
          if (reminders.merge(reminder, -1, Integer::sum) <= 0) {
            reminders.remove(reminder);
            core.remind(reminder);
          }
        }
      }
      for (SchedulerMessage message : carried(out)) {
        office.hear(message, in::add);
      }
      for (WorkerMessage message : carried(in)) {
        if (!isGone()) {
          core.hear(message);
        }
      }
    }

    private <T> List<T> carried(Queue<T> line) {
      List<T> carried = new ArrayList<>();
      for (T message = line.poll(); message != null; message = line.poll()) {
        int copies = bad ? random.nextInt(20) : 2;
        for (int copy = copies == 0 ? 0 : copies == 1 ? 2 : 1; copy > 0 && !cut; copy--) {
          carried.add(message);
        }
      }
      return carried;
    }

    private void work(String slot) {
      Training now = slots.get(slot);
      if (now == null) {
        Optional.ofNullable(next.remove(slot)).ifPresent(begins -> slots.put(slot, begins));
        return;
      }
      boolean killed = now.still && ++now.stillFor >= SILENCE_SECONDS;
      boolean overdue = now.stop.isPresent() && ++now.stoppedFor >= STOP_SECONDS;
      if (now.fenced && (!now.still || overdue || killed)) {
        over(slot, now);
      } else if (now.stop.isPresent() && (!now.still || overdue || killed)) {
        ends(slot, now, now.stop.get());
      } else if (killed) {
        ends(slot, now, Outcome.HUNG);
      } else if (!now.still && random.nextInt(4) == 0) {
        trains(slot, now);
      }
    }

    private void trains(String slot, Training now) {
      AttemptId id = now.attempt;
      if (bad && random.nextInt(15) == 0) {
        now.still = true;
      } else if (now.sequence == 0) {
        tells(now, Given.resumed(id.trial().value(), id.attempt(), now.from));
      } else if (bad && random.nextInt(30) == 0) {
        ends(slot, now, Outcome.FAILED_INFRASTRUCTURE);
      } else if (now.epoch >= EPOCHS) {
        ends(slot, now, Outcome.SUCCEEDED);
      } else {
        now.epoch++;
        tells(now, Given.epoch(id.trial().value(), id.attempt(), now.sequence + 1, now.epoch));
      }
    }

    private void ends(String slot, Training now, Outcome outcome) {
      tells(
          now,
          Given.ended(
              now.attempt.trial().value(), now.attempt.attempt(), now.sequence + 1, outcome));
      over(slot, now);
    }

    private void tells(Training now, Report report) {
      if (!now.fenced) {
        now.sequence = report.sequence();
        disk.put(incarnation, report);
        core.spooled(report);
      }
    }

    private void over(String slot, Training now) {
      slots.remove(slot);
      if (!isGone()) {
        core.released(now.attempt);
      }
    }

    private Optional<Training> on(String slot, AttemptId attempt) {
      return Optional.ofNullable(slots.get(slot))
          .filter(now -> now.attempt.equals(attempt))
          .or(() -> Optional.ofNullable(next.get(slot)).filter(now -> now.attempt.equals(attempt)));
    }

    @Override
    public void send(SchedulerMessage message) {
      out.add(message);
    }

    @Override
    public Optional<String> train(WorkerMessage.Train order) {
      Training before = slots.get(order.slot());
      if (before != null) {
        before.stop = before.stop.or(() -> Optional.of(Outcome.PREEMPTED));
      }
      if (next.put(order.slot(), new Training(order)) != null) {
        throw new AssertionError("a third attempt for slot " + order.slot());
      }
      return Optional.empty();
    }

    @Override
    public void stop(String slot, AttemptId attempt, Outcome why) {
      on(slot, attempt).ifPresent(now -> now.stop = Optional.of(why));
    }

    @Override
    public void fence(String slot, AttemptId attempt) {
      on(slot, attempt)
          .ifPresent(
              now -> {
                now.fenced = true;
                now.stop = Optional.of(Outcome.PREEMPTED);
              });
    }

    @Override
    public List<Backlog> backlog() {
      return disk.backlog();
    }

    @Override
    public boolean spool(String holder, Report report) {
      if (bad && random.nextInt(3) == 0) {
        return false;
      }
      disk.put(holder, report);
      return true;
    }

    @Override
    public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
      return bad && random.nextInt(10) == 0 ? List.of() : disk.read(attempt, after, limit);
    }

    @Override
    public void acknowledge(AttemptId attempt, long sequence) {
      disk.acknowledge(attempt, sequence);
    }

    @Override
    public void drop(AttemptId attempt) {
      disk.drop(attempt);
    }

    @Override
    public void counted(AttemptId attempt, int epoch) {}

    @Override
    public void registered(boolean is) {}

    @Override
    public void refused(String why) {}

    @Override
    public void remind(Reminder of) {
      reminders.put(of, of == Reminder.STOP_OVER ? 2 * STOP_SECONDS : 2);
    }

    @Override
    public void ended() {
      for (SchedulerMessage message : carried(out)) {
        office.hear(message, in::add);
      }
      process = Optional.empty();
    }

    @Override
    public void note(Note note) {}
  }
}
