package podium.engine.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import podium.protocol.event.Holding;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;

/**
 * A worker: registers its slots, takes orders for them, delivers what they spool. What it is told
 * comes in by its methods, one at a time; what it does goes out through its port. Not thread-safe.
 */
public final class WorkerCore {
  private static final int TICKS_BETWEEN_HELLOS = 2;

  /** After so many ticks without a word that counts nobody has this worker. */
  private static final int LONGEST_SILENCE = 4;

  private enum Phase {
    WORKING,
    STOPPING,
    OVER
  }

  /**
   * What a worker offers.
   *
   * @param keepEvery of how many epochs it keeps one checkpoint for good; 0 means none
   */
  public record Offer(Identity identity, List<Slot> slots, Catalog catalog, int keepEvery) {
    public Offer {
      slots = List.copyOf(slots);
    }
  }

  private final Offer offer;
  private final Identity identity;
  private final Set<String> slots;
  private final WorkerPort port;
  private final Orders orders = new Orders();
  private final Delivery delivery;
  private Phase phase = Phase.WORKING;
  private boolean registered;
  private int ticks;
  private int quiet;
  private boolean stopOver;
  private boolean farewell;
  private boolean farewellOver;

  /** Slots whose GPU another worker has, and which one. */
  private SortedMap<String, String> taken = Collections.emptySortedMap();

  /** A worker with what earlier processes of its folder left in the spool. */
  public WorkerCore(Offer offer, WorkerPort port) {
    this.offer = offer;
    this.identity = offer.identity();
    this.slots = offer.slots().stream().map(Slot::name).collect(Collectors.toSet());
    this.port = port;
    this.delivery = new Delivery(identity, port);
  }

  /** Its first words. */
  public void start() {
    sayHello();
  }

  /** Time passes: a tick is a second. */
  public void tick() {
    if (phase == Phase.OVER) {
      return;
    }
    orders.tick();
    delivery.tick(orders.placed().keySet());
    if (registered && phase == Phase.WORKING && ++quiet > LONGEST_SILENCE) {
      note(Note.Weight.WARN, "nothing is heard of any scheduler", Map.of("seconds", quiet));
      setRegistered(false);
    }
    if (phase == Phase.WORKING && !registered && ticks++ % TICKS_BETWEEN_HELLOS == 0) {
      sayHello();
    }
    leaveIfDone();
  }

  /** The scheduler says something. */
  public void hear(WorkerMessage message) {
    switch (phase) {
      case WORKING -> onHeard(message);
      case STOPPING -> {
        onHeardLast(message);
        leaveIfDone();
      }
      case OVER -> {}
    }
  }

  /** A slot spooled a report. */
  public void spooled(Report report) {
    if (orders.isFenced(report.attemptId())) {
      delivery.drop(report.attemptId());
    } else {
      delivery.spooled(report);
    }
    leaveIfDone();
  }

  /** A slot tells how far its attempt is. */
  public void advanced(Progress progress) {
    port.send(new SchedulerMessage.Tell(identity.worker(), identity.incarnation(), progress));
  }

  /** A slot is done with an attempt: whatever trained it is at rest, or gone. */
  public void released(AttemptId attempt) {
    orders.release(attempt);
    delivery.endForgotten(attempt);
    sayFreed(attempt);
    leaveIfDone();
  }

  /** A message is larger than any that can be sent. */
  public void tooLarge(SchedulerMessage message, long bytes, long most) {
    if (phase == Phase.WORKING && message instanceof SchedulerMessage.Hello hello) {
      giveUp(
          "worker %s ends: what it tells of itself takes %d bytes, and a message to the scheduler %d at most; register fewer than its %d data sets and %d weights"
              .formatted(
                  hello.worker(),
                  bytes,
                  most,
                  hello.catalog().datasets().size(),
                  hello.catalog().weights().size()));
    } else if (phase == Phase.WORKING) {
      note(
          Note.Weight.ERROR,
          "a message is too large to be sent; the scheduler will not hear of it",
          Map.of("message", message.getClass().getSimpleName(), "bytes", bytes, "most", most));
    }
  }

  /** A person wants it to stop: it ends its attempts, delivers what it can, and says goodbye. */
  public void close() {
    if (phase == Phase.WORKING) {
      note(Note.Weight.INFO, "stopping", Map.of());
      sayLeaving();
      stop();
    }
  }

  /** The time of that is over. */
  public void remind(Reminder of) {
    switch (of) {
      case STOP_OVER -> stopOver = true;
      case FAREWELL_OVER -> farewellOver = true;
    }
    leaveIfDone();
  }

  private void sayHello() {
    // why: names and numbers of another log may be those of this one
    if (orders.hasLeftovers()) {
      return;
    }
    port.send(
        new SchedulerMessage.Hello(
            identity.worker(),
            identity.incarnation(),
            identity.host(),
            offer.slots(),
            offer.catalog(),
            identity.checkpointHome(),
            holds(),
            identity.address(),
            offer.keepEvery()));
  }

  private List<Holding> holds() {
    Map<AttemptId, Place> placed = orders.placed();
    List<Holding> holds = new ArrayList<>();
    placed.forEach((attempt, place) -> holds.add(delivery.holding(attempt, place)));
    holds.addAll(delivery.withoutTrainer(placed.keySet()));
    return holds;
  }

  private void sayFreed(AttemptId attempt) {
    port.send(
        new SchedulerMessage.Freed(
            identity.worker(), identity.incarnation(), attempt.trial(), attempt.attempt()));
  }

  private void onHeard(WorkerMessage message) {
    if (orders.isOfAnotherLog(logOf(message))) {
      forgetTheLogBefore();
    }
    if (orders.isOfOldTerm(message.term())) {
      note(Note.Weight.WARN, "message of an old term ignored", Map.of("term", message.term()));
      return;
    }
    quiet = 0;
    switch (message) {
      case WorkerMessage.Welcome welcome when isOurs(welcome.incarnation()) ->
          register(welcome.term());
      case WorkerMessage.HelloAgain again when isOurs(again.incarnation()) -> unregister(again);
      case WorkerMessage.Replaced replaced when isOurs(replaced.incarnation()) ->
          giveUp(
              "worker %s ends: another process, on %s, took its name; give each worker a name of its own with --name"
                  .formatted(identity.worker(), replaced.by()));
      case WorkerMessage.Train train when isOurs(train.incarnation()) -> onTrain(train);
      case WorkerMessage.Limit limit when isOurs(limit.incarnation()) ->
          limit(new AttemptId(limit.trial(), limit.attempt()), limit.limits());
      case WorkerMessage.Stop stop when isOurs(stop.incarnation()) -> onStop(stop);
      case WorkerMessage.Answer answer -> onAnswer(answer);
      case WorkerMessage.Heard heard when isOurs(heard.incarnation()) -> {
        register(heard.term());
        tellTaken(heard.taken());
      }
      case WorkerMessage.Reigning ignored -> {}
      case WorkerMessage.StandingBy ignored -> {}
      case WorkerMessage ofAnother ->
          note(
              Note.Weight.WARN,
              "message for another incarnation ignored",
              Map.of("message", ofAnother));
    }
  }

  private void onHeardLast(WorkerMessage message) {
    if (orders.isOfOldTerm(message.term())) {
      return;
    }
    switch (message) {
      case WorkerMessage.Answer answer -> onAnswer(answer);
      // why: what it has to say counts only from a worker that is registered
      case WorkerMessage.HelloAgain again when isOurs(again.incarnation()) -> {
        delivery.hold();
        if (!delivery.isEmpty() || !orders.placed().isEmpty()) {
          sayHello();
        }
      }
      case WorkerMessage.Welcome welcome when isOurs(welcome.incarnation()) -> {
        sayLeaving();
        delivery.open();
      }
      case WorkerMessage other -> {}
    }
  }

  private void sayLeaving() {
    port.send(new SchedulerMessage.Leaving(identity.worker(), identity.incarnation()));
  }

  private String logOf(WorkerMessage message) {
    return switch (message) {
      case WorkerMessage.Welcome welcome when isOurs(welcome.incarnation()) -> welcome.log();
      case WorkerMessage.HelloAgain again when isOurs(again.incarnation()) -> again.log();
      case WorkerMessage other -> "";
    };
  }

  /** Terms, attempts and reports of one log say nothing in another one. */
  private void forgetTheLogBefore() {
    note(
        Note.Weight.WARN,
        "the scheduler follows another event log than before; what that one ordered ends",
        Map.of("attempts", orders.placed().keySet()));
    setRegistered(false);
    delivery.dropAll();
    orders
        .placed()
        .forEach(
            (attempt, place) -> {
              orders.fence(attempt);
              port.fence(place.slot(), attempt);
            });
  }

  private void register(long term) {
    if (!registered) {
      note(Note.Weight.INFO, "registered", Map.of("term", term));
    }
    boolean before = registered;
    setRegistered(true);
    if (!before) {
      delivery.open();
    }
  }

  private void tellTaken(SortedMap<String, String> now) {
    now.forEach(
        (slot, owner) -> {
          if (!owner.equals(taken.get(slot))) {
            note(
                Note.Weight.WARN,
                "slot %s gets nothing: worker %s, which was there before, offers its GPU, too; give each worker devices of its own with --devices, or offer several slots of one worker, as with --devices 'cuda:0*2'"
                    .formatted(slot, owner),
                Map.of("slot", slot, "owner", owner));
          }
        });
    taken.keySet().stream()
        .filter(slot -> !now.containsKey(slot))
        .forEach(
            slot ->
                note(
                    Note.Weight.INFO,
                    "slot %s is used: no other worker has its GPU any more".formatted(slot),
                    Map.of("slot", slot)));
    taken = now;
  }

  private void unregister(WorkerMessage.HelloAgain again) {
    if (registered) {
      note(Note.Weight.WARN, "scheduler does not know us", Map.of("term", again.term()));
    }
    setRegistered(false);
    sayHello();
  }

  private void setRegistered(boolean is) {
    registered = is;
    if (!is) {
      delivery.hold();
    }
    port.registered(is);
  }

  private void onTrain(WorkerMessage.Train train) {
    AttemptId attempt = new AttemptId(train.trial(), train.attempt());
    limit(attempt, train.spec().limits());
    // why: the order comes again, and until then the slot has only what another log ordered
    if (orders.hasLeftovers() || !orders.isNew(attempt) || delivery.has(attempt)) {
      return;
    }
    Place place = Place.of(train);
    Optional<String> strange = place.slots().filter(slot -> !slots.contains(slot)).findFirst();
    if (strange.isPresent()) {
      refuse(attempt, Outcome.LOST_WORKER, "the worker has no slot " + strange.get(), false);
      return;
    }
    List<AttemptId> inTheWay = orders.inTheWayOf(place);
    if (!inTheWay.isEmpty()) {
      // why: the order comes again, and by then its slots are free; a Hello that came late made
      // the scheduler think that they were
      inTheWay.forEach(
          other ->
              orders.slotOf(other).ifPresent(slot -> port.stop(slot, other, Outcome.PREEMPTED)));
      return;
    }
    Optional<String> against = port.train(train);
    if (against.isEmpty()) {
      orders.place(attempt, place);
    } else {
      // why: it would come again for ever, and keep the slot
      refuse(attempt, Outcome.FAILED_CODE, "malformed order: " + against.get(), true);
    }
  }

  private void limit(AttemptId attempt, Limits limits) {
    if (!orders.hasLeftovers() && !orders.isFenced(attempt)) {
      orders.slotOf(attempt).ifPresent(slot -> port.limit(slot, attempt, limits));
    }
  }

  private void onStop(WorkerMessage.Stop stop) {
    AttemptId attempt = new AttemptId(stop.trial(), stop.attempt());
    if (orders.hasLeftovers()) {
      return;
    }
    Optional<String> slot = orders.slotOf(attempt);
    if (slot.isPresent()) {
      port.stop(slot.get(), attempt, stop.why());
      return;
    }
    if (orders.isNew(attempt) && !delivery.has(attempt)) {
      // why: its order got lost; the scheduler waits for the end all the same
      refuse(attempt, stop.why(), "stopped before it began", false);
    }
    sayFreed(attempt);
  }

  private void refuse(AttemptId attempt, Outcome outcome, String message, boolean hopeless) {
    note(Note.Weight.WARN, message, Map.of("attempt", attempt));
    if (delivery.isTold(
        new Report.Ended(attempt.trial(), attempt.attempt(), 1, outcome, message, hopeless))) {
      orders.refuse(attempt);
    }
  }

  private void onAnswer(WorkerMessage.Answer answer) {
    AttemptId attempt = new AttemptId(answer.trial(), answer.attempt());
    switch (answer.verdict()) {
      case ACCEPTED ->
          delivery
              .acknowledge(attempt, answer.sequence())
              .ifPresent(epoch -> port.counted(attempt, epoch));
      // why: it may be of an attempt that counts no more, which must not cost another one its files
      case REPEAT -> delivery.acknowledge(attempt, answer.sequence());
      case GAP -> {
        if (!delivery.missing(attempt, answer.next())) {
          note(Note.Weight.ERROR, Delivery.FORGOTTEN, Map.of("attempt", attempt));
          orders
              .fence(attempt)
              .ifPresentOrElse(
                  slot -> port.fence(slot, attempt), () -> delivery.endForgotten(attempt));
        }
      }
      case FENCED -> {
        delivery.drop(attempt);
        orders.fence(attempt).ifPresent(slot -> port.fence(slot, attempt));
      }
    }
  }

  /** Ends by itself: no scheduler will ever give it anything. */
  private void giveUp(String why) {
    note(Note.Weight.ERROR, why, Map.of());
    port.refused(why);
    stop();
  }

  private void stop() {
    phase = Phase.STOPPING;
    port.registered(false);
    orders
        .placed()
        .forEach((attempt, place) -> port.stop(place.slot(), attempt, Outcome.PREEMPTED));
    // why: the slots close a trainer that does not stop, and tell its end after that
    port.remind(Reminder.STOP_OVER);
    leaveIfDone();
  }

  private void leaveIfDone() {
    if (phase != Phase.STOPPING || (!orders.placed().isEmpty() && !stopOver)) {
      return;
    }
    if (!farewell) {
      farewell = true;
      port.remind(Reminder.FAREWELL_OVER);
    }
    if (!delivery.isEmpty() && !farewellOver) {
      return;
    }
    phase = Phase.OVER;
    port.send(new SchedulerMessage.Goodbye(identity.worker(), identity.incarnation()));
    port.ended();
  }

  private boolean isOurs(String incarnation) {
    return incarnation.equals(identity.incarnation());
  }

  private void note(Note.Weight weight, String text, Map<String, Object> about) {
    port.note(new Note(weight, text, about));
  }
}
