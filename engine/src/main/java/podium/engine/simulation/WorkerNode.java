package podium.engine.simulation;

import java.util.List;
import java.util.Optional;
import podium.engine.worker.Route;
import podium.protocol.Text;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;

/** A worker's machine: process after process over one disk. */
final class WorkerNode {
  private final String machine;
  private final String worker;
  private final World world;
  private final Home home;
  private final List<Slot> slots;
  private final Disk disk = new Disk();
  private int processes;
  private boolean gone;
  private Optional<WorkerProcess> process = Optional.empty();
  private final List<NodeAddress> schedulers;
  private final int keepEvery;

  /** Where a process of a worker can be reached. */
  record Address(String machine, WorkerProcess process) {
    void hear(WorkerMessage message) {
      process.hear(message);
    }
  }

  /**
   * A machine without a process.
   *
   * @param machine its own name
   * @param worker name of the worker on it; another machine may have one of the same name
   * @param schedulers that a person gave it
   * @param keepEvery of how many epochs it keeps one checkpoint for good; 0 means none
   */
  WorkerNode(
      String machine,
      String worker,
      World world,
      Home home,
      List<Slot> slots,
      List<NodeAddress> schedulers,
      int keepEvery) {
    this.machine = machine;
    this.worker = worker;
    this.world = world;
    this.home = home;
    this.slots = List.copyOf(slots);
    this.schedulers = List.copyOf(schedulers);
    this.keepEvery = keepEvery;
  }

  String machine() {
    return machine;
  }

  String worker() {
    return worker;
  }

  World world() {
    return world;
  }

  Home home() {
    return home;
  }

  Disk disk() {
    return disk;
  }

  List<Slot> slots() {
    return slots;
  }

  int keepEvery() {
    return keepEvery;
  }

  Nature nature(AttemptId attempt) {
    return world.nature(attempt);
  }

  /** None of the checkpoints that it was to go on from is there. */
  void misses(WorkerMessage.Train order) {
    world.witness().misses(order);
  }

  /** Whether memory runs out on a slot of it, after so many epochs. */
  boolean runsOut(WorkerMessage.Train order, String slot, int epoch) {
    return slots.stream()
        .filter(it -> it.name().equals(slot))
        .anyMatch(it -> world.room().runsOut(order, it, epoch));
  }

  /** Milliseconds since the world began. */
  long now() {
    return world.agenda().now();
  }

  /** Whether an attempt of that process has the limits that the log gives it in that term. */
  boolean isWithin(AttemptId attempt, String incarnation, Limits limits, long term) {
    return world.witness().isWithin(attempt, incarnation, limits, term);
  }

  /** An attempt has limits that the log does not give it any more. */
  void behind(AttemptId attempt, Limits limits) {
    world
        .witness()
        .violates(Text.of("an attempt goes on within limits of before: %s, %s", attempt, limits));
  }

  /** Somebody is on a slot that an attempt is to have. */
  void givenTwice(String slot, AttemptId attempt) {
    world.witness().givenTwice(worker + " " + slot, attempt);
  }

  /** Where schedulers reach it. */
  NodeAddress address() {
    return new NodeAddress(machine + ":1");
  }

  /** The schedulers that a process knows when it begins. */
  Route route() {
    return new Route(schedulers, disk.schedulers);
  }

  /** A scheduler calls it. */
  void called(WorkerMessage message) {
    process.ifPresent(now -> now.hear(message));
  }

  /** A process is started, if there is none. */
  void start() {
    if (process.isEmpty() && !gone) {
      disk.reopen();
      WorkerProcess begun = new WorkerProcess(this, machine + "." + ++processes);
      process = Optional.of(begun);
      begun.start();
    }
  }

  void crash() {
    process.ifPresent(WorkerProcess::kill);
    process = Optional.empty();
  }

  /** It is gone for good, if others are left. */
  void go() {
    if (world.isSpare(this)) {
      crash();
      gone = true;
    }
  }

  boolean isGone() {
    return gone;
  }

  /** A person stops it. */
  void close() {
    process.ifPresent(WorkerProcess::close);
  }

  void still(long millis) {
    process.ifPresent(now -> now.still(millis));
  }

  /** Nothing is left to do, or to tell. */
  boolean isQuiet() {
    return disk.isEmpty() && process.filter(WorkerProcess::isIdle).isPresent();
  }

  void say(WorkerProcess from, NodeAddress to, SchedulerMessage message) {
    world.witness().said(message);
    SchedulerNode scheduler = world.scheduler(to);
    world
        .net()
        .carry(
            machine, scheduler.name(), () -> scheduler.hear(message, new Address(machine, from)));
  }

  void ended(WorkerProcess over) {
    if (process.filter(now -> now == over).isPresent()) {
      process = Optional.empty();
    }
  }
}
