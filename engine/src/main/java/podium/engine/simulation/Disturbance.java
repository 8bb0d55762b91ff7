package podium.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import podium.engine.simulation.Broker.Fault;

/** Something that happens to a world from outside; all times in milliseconds. */
sealed interface Disturbance {
  void befalls(World world);

  /** Somebody asks for something, sense or nonsense. */
  record Asked(String request) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().request(request.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Somebody writes into the log who has no business there. */
  record Forged(String record) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().write(record.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A scheduler's process is killed, and started again after a while. */
  record SchedulerKilled(int which, long down) implements Disturbance {
    @Override
    public void befalls(World world) {
      SchedulerNode scheduler = world.scheduler(which);
      scheduler.crash();
      world.agenda().in(down, scheduler::start);
    }
  }

  /** A person stops a scheduler, and starts it again after a while. */
  record SchedulerStopped(int which, long down) implements Disturbance {
    @Override
    public void befalls(World world) {
      SchedulerNode scheduler = world.scheduler(which);
      scheduler.stop();
      world.agenda().in(down, scheduler::start);
    }
  }

  /** A scheduler's process stands still. */
  record SchedulerStill(int which, long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.scheduler(which).still(millis);
    }
  }

  /** A scheduler's machine sleeps. */
  record SchedulerSlept(int which, long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.scheduler(which).sleep(millis);
    }
  }

  /** A scheduler's wall clock jumps. */
  record ClockSet(int which, long seconds) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.scheduler(which).setClock(Duration.ofSeconds(seconds));
    }
  }

  /** The elector takes a living scheduler for dead; it is told so late. */
  record ElectorErred(int which, long late) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.elector().errs(world.scheduler(which), late);
    }
  }

  /** A worker's process is killed, and started again after a while. */
  record WorkerKilled(int which, long down, boolean torn) implements Disturbance {
    @Override
    public void befalls(World world) {
      WorkerNode worker = world.worker(which);
      worker.crash();
      if (torn) {
        worker.disk().tear();
      }
      world.agenda().in(down, worker::start);
    }
  }

  /** A worker's machine is gone for good; the first one stays. */
  record WorkerGone(int which) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.worker(which).go();
    }
  }

  /** A person stops a worker, and starts it again after a while. */
  record WorkerStopped(int which, long down) implements Disturbance {
    @Override
    public void befalls(World world) {
      WorkerNode worker = world.worker(which);
      worker.close();
      world.agenda().in(down, worker::start);
    }
  }

  /** A worker's process stands still. */
  record WorkerStill(int which, long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.worker(which).still(millis);
    }
  }

  /** Another machine starts a worker of the same name, for a while. */
  record WorkerTwinned(int which, long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      WorkerNode twin = world.twin(which);
      twin.start();
      world.agenda().in(millis, twin::crash);
    }
  }

  /** A worker's disk is full for a while. */
  record DiskFull(int which, long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      Disk disk = world.worker(which).disk();
      disk.full = true;
      world.agenda().in(millis, () -> disk.full = false);
    }
  }

  /** What one says does not reach the other. */
  record LineCut(int scheduler, int worker, boolean toWorker, long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      String from = world.scheduler(scheduler).name();
      String to = world.worker(worker).machine();
      world.net().cut(toWorker ? new Net.Way(from, to) : new Net.Way(to, from), millis);
    }
  }

  /** The net loses, doubles, delays and reorders. */
  record NetBad(long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.net().bad(millis);
    }
  }

  /** The broker stands still. */
  record BrokerStill(long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().pause(millis);
    }
  }

  /** The broker is slow. */
  record BrokerSlow(long millis) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().slow(millis);
    }
  }

  /** The next appends go wrong. */
  record AppendsFailed(Fault fault, int count) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().faults(fault, count);
    }
  }

  /** Reading the log fails. */
  record ReadsFailed() implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().failReads();
    }
  }

  /** The log's last records are gone. */
  record TailLost(int count) implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().loseTail(count);
    }
  }

  /** A record of a snapshot is torn, or gone. */
  record SnapshotDamaged() implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().damageSnapshots();
    }
  }

  /** Somebody deletes the requests topic and makes another one. */
  record RequestsRemade() implements Disturbance {
    @Override
    public void befalls(World world) {
      world.broker().remakeRequests();
    }
  }
}
