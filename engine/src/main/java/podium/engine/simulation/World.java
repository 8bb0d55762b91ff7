package podium.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.Text;
import podium.protocol.event.Slot;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;

/** A world as its plan has it, from its beginning to the last trial's end. */
final class World {
  private static final long LOOKS_EVERY = 5_000;
  private static final List<String> SIZES = List.of("small", "large");
  private static final long PATIENCE = 3 * 3_600_000L;

  private final Plan plan;
  private final boolean telling;
  private final List<String> story = new ArrayList<>();
  private final Agenda agenda = new Agenda();
  private final Broker broker;
  private final Net net;
  private final Witness witness;
  private final List<SchedulerNode> schedulers = new ArrayList<>();
  private final List<WorkerNode> workers = new ArrayList<>();
  private final List<WorkerNode> twins = new ArrayList<>();
  private final Elector elector;
  private final Room room;
  private boolean healed;

  /**
   * A world that has not begun.
   *
   * @param telling whether it keeps what its parts say
   */
  World(Plan plan, boolean telling) {
    this.plan = plan;
    this.telling = telling;
    this.broker = new Broker(agenda, Chance.of(plan.seed(), "broker"));
    this.net = new Net(agenda, Chance.of(plan.seed(), "net"));
    this.witness = new Witness(broker);
    this.room = new Room(plan.seed());
    for (int i = 0; i < plan.schedulers(); i++) {
      schedulers.add(new SchedulerNode("s" + (i + 1), this, plan.settings(), plan.snapshotEvery()));
    }
    Home shared = new Home("shared");
    Chance told = Chance.of(plan.seed(), "addresses");
    Chance keeping = Chance.of(plan.seed(), "keeping");
    boolean oneGpu = Chance.of(plan.seed(), "gpus").oneIn(4);
    for (int i = 0; i < plan.slots().size(); i++) {
      String name = "w" + (i + 1);
      List<Slot> slots = slots(i, oneGpu);
      int keepEvery = keeping.one(List.of(0, 0, 1, 2));
      workers.add(
          new WorkerNode(
              name,
              name,
              this,
              plan.oneHome() ? shared : new Home("home-" + name),
              slots,
              addresses(told),
              keepEvery));
      twins.add(
          new WorkerNode(
              name + "-twin",
              name,
              this,
              plan.oneHome() ? shared : new Home("home-" + name + "-twin"),
              slots,
              addresses(told),
              keepEvery));
    }
    this.elector = new Elector(agenda, Chance.of(plan.seed(), "elector"), broker);
  }

  /**
   * The slots of a worker; the first ones of two workers may be on one GPU by mistake. The first
   * worker has all of its slots to itself, since some trials need as many.
   */
  private List<Slot> slots(int worker, boolean oneGpu) {
    Chance sized = Chance.of(plan.seed(), "size of worker " + worker);
    return Stream.iterate(0, n -> n + 1)
        .limit(plan.slots().get(worker))
        .map(
            n ->
                new Slot(
                    "cpu:" + n,
                    sized.one(SIZES),
                    oneGpu && (worker == 1 || worker == 2) && n == 0 ? "GPU-0" : ""))
        .toList();
  }

  /** Those of some schedulers, or of one alone. */
  private List<NodeAddress> addresses(Chance chance) {
    int first = chance.between(0, schedulers.size() - 1);
    return Stream.iterate(first, i -> (i + 1) % schedulers.size())
        .limit(chance.between(1, schedulers.size()))
        .map(i -> schedulers.get(i).address())
        .toList();
  }

  /** All of it, or up to the first violation. */
  World run() {
    schedulers.forEach(SchedulerNode::start);
    workers.forEach(WorkerNode::start);
    for (Plan.Step step : plan.steps()) {
      agenda.in(
          step.at(),
          () -> {
            story("%d. %s", step.number(), step.what());
            step.what().befalls(this);
          });
    }
    agenda.in(plan.troubled(), this::heal);
    passUntil(plan.troubled());
    Optional<String> left = unfinished();
    while (isSound() && left.isPresent() && agenda.now() < plan.troubled() + PATIENCE) {
      workers.forEach(WorkerNode::start);
      schedulers.forEach(SchedulerNode::start);
      passUntil(agenda.now() + LOOKS_EVERY);
      left = unfinished();
    }
    if (isSound()) {
      left.ifPresent(
          what -> witness.violates("nothing goes wrong any more, and still not done: " + what));
      judgeTheWhole();
    }
    return this;
  }

  private boolean isSound() {
    return witness.violations().isEmpty();
  }

  private void passUntil(long time) {
    try {
      while (isSound() && agenda.step(time)) {
        witness.look();
      }
    } catch (RuntimeException e) {
      witness.defect("world", e);
    }
  }

  private void heal() {
    story("nothing goes wrong any more");
    healed = true;
    broker.heal();
    net.heal();
    elector.heal();
    room.heal();
    twins.forEach(WorkerNode::crash);
    workers.forEach(worker -> worker.disk().full = false);
    workers.forEach(WorkerNode::start);
    schedulers.forEach(SchedulerNode::start);
    Requests.wayFree(workers.size())
        .forEach(request -> broker.request(request.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<String> unfinished() {
    return witness
        .unfinished(Map.of(0, (long) broker.requests().size()))
        .or(
            () ->
                workers.stream()
                    .filter(worker -> !worker.isGone() && !worker.isQuiet())
                    .findFirst()
                    .map(worker -> Text.of("worker %s trains or has reports", worker.machine())));
  }

  /** What holds of a history as a whole. */
  private void judgeTheWhole() {
    if (plan.emphasis() == Plan.Emphasis.DEATHS) {
      witness
          .losses()
          .ifPresent(
              what -> witness.violates("only schedulers died, and it cost something: " + what));
    }
  }

  /** What the trainer of an attempt is like. */
  Nature nature(AttemptId attempt) {
    Chance chance = Chance.of(plan.seed(), "trainer of " + attempt);
    return plan.trainersFail() && !healed ? Nature.any(chance) : Nature.sound(chance);
  }

  Room room() {
    return room;
  }

  /** Somebody says something; costs nothing when nobody keeps it. */
  void story(String format, Object... arguments) {
    if (telling) {
      story.add(Text.of("%10.3f  %s", agenda.now() / 1000.0, Text.of(format, arguments)));
    }
  }

  List<String> story() {
    return List.copyOf(story);
  }

  Agenda agenda() {
    return agenda;
  }

  Broker broker() {
    return broker;
  }

  Net net() {
    return net;
  }

  Witness witness() {
    return witness;
  }

  Elector elector() {
    return elector;
  }

  List<SchedulerNode> schedulers() {
    return Collections.unmodifiableList(schedulers);
  }

  /** The scheduler of that address. */
  SchedulerNode scheduler(NodeAddress address) {
    return schedulers.stream()
        .filter(one -> one.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  /** A scheduler calls the worker at an address. */
  void call(String from, NodeAddress address, WorkerMessage message) {
    Stream.concat(workers.stream(), twins.stream())
        .filter(one -> one.address().equals(address))
        .forEach(one -> net.carry(from, one.machine(), () -> one.called(message)));
  }

  SchedulerNode scheduler(int which) {
    return schedulers.get(which % schedulers.size());
  }

  /** Whether there are others that stay. */
  boolean isSpare(WorkerNode worker) {
    return worker != workers.getFirst();
  }

  WorkerNode worker(int which) {
    return workers.get(which % workers.size());
  }

  WorkerNode twin(int which) {
    return twins.get(which % twins.size());
  }
}
