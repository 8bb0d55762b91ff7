package podium.engine.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.protocol.event.Holding;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/**
 * Sends what is spooled, in order by attempt, until the scheduler has it; what earlier processes
 * left first. Sends nothing while the scheduler does not know what the worker holds. Not
 * thread-safe.
 */
final class Delivery {
  static final String LOST = "the worker's process ended under it";
  static final String FORGOTTEN = "the log lost reports of it that it had counted";

  private final Identity identity;
  private final WorkerPort port;
  private final Map<AttemptId, Outbox> outboxes = new LinkedHashMap<>();

  /** Attempts of which the log lost reports that it had counted; each is to end with that one. */
  private final Map<AttemptId, SpooledReport> forgotten = new LinkedHashMap<>();

  private boolean open;

  Delivery(Identity identity, WorkerPort port) {
    this.identity = identity;
    this.port = port;
    for (Backlog left : port.backlog()) {
      outboxes.put(left.attempt(), Outbox.inherited(left));
    }
    endInherited();
  }

  /** Whether something of an attempt waits, or can still come. */
  boolean has(AttemptId attempt) {
    return outboxes.containsKey(attempt);
  }

  /** Whether nothing waits for an answer. */
  boolean isEmpty() {
    return forgotten.isEmpty() && outboxes.values().stream().allMatch(Outbox::isDrained);
  }

  /** The attempts of which reports wait for an answer and that no slot has. */
  List<Holding> withoutTrainer(Set<AttemptId> placed) {
    return outboxes.values().stream()
        .filter(outbox -> !outbox.isDone() && !placed.contains(outbox.attempt()))
        .map(
            outbox ->
                new Holding(
                    outbox.attempt().trial(),
                    outbox.attempt().attempt(),
                    "",
                    outbox.spooled(),
                    false))
        .toList();
  }

  /** What is held of an attempt whose trainer is there. */
  Holding holding(AttemptId attempt, Place place) {
    long last = Optional.ofNullable(outboxes.get(attempt)).map(Outbox::spooled).orElse(0L);
    return new Holding(
        attempt.trial(), attempt.attempt(), place.slot(), last, true, place.beside());
  }

  /** The scheduler knows what is held: sends all that waits. */
  void open() {
    open = true;
    for (Outbox outbox : List.copyOf(outboxes.values())) {
      outbox.rewind();
      send(outbox);
    }
  }

  /** The scheduler does not know what is held: sends nothing. */
  void hold() {
    open = false;
  }

  /** Spools and sends a report that no trainer made; says whether the disk took it. */
  boolean isTold(Report report) {
    if (!port.spool(identity.incarnation(), report)) {
      return false;
    }
    spooled(report);
    return true;
  }

  /** A report was spooled. */
  void spooled(Report report) {
    Outbox outbox = outboxes.computeIfAbsent(report.attemptId(), Outbox::of);
    outbox.spooled(report);
    send(outbox);
  }

  /** The scheduler has all of an attempt up to that one; the last epoch among what is new of it. */
  Optional<Integer> acknowledge(AttemptId attempt, long sequence) {
    Outbox outbox = outboxes.get(attempt);
    if (outbox == null) {
      return Optional.empty();
    }
    Optional<Integer> epoch = outbox.acknowledge(sequence);
    port.acknowledge(attempt, sequence);
    if (outbox.isDone()) {
      drop(attempt);
    } else {
      send(outbox);
    }
    return epoch;
  }

  /** The scheduler lacks that one; says whether it can still be had. */
  boolean missing(AttemptId attempt, long next) {
    Outbox outbox = outboxes.get(attempt);
    if (outbox == null || forgotten.containsKey(attempt)) {
      return true;
    }
    if (outbox.isAcknowledged(next)) {
      Report end =
          new Report.Ended(
              attempt.trial(), attempt.attempt(), next, Outcome.FAILED_INFRASTRUCTURE, FORGOTTEN);
      forgotten.put(
          attempt, new SpooledReport(outbox.leftBy().orElse(identity.incarnation()), end));
      return false;
    }
    outbox.missing(next);
    send(outbox);
    return true;
  }

  /** Nothing trains an attempt any more of which the log lost reports: tells its end. */
  void endForgotten(AttemptId attempt) {
    SpooledReport end = forgotten.get(attempt);
    if (end == null) {
      return;
    }
    drop(attempt);
    if (port.spool(end.holder(), end.report())) {
      forgotten.remove(attempt);
      Outbox last =
          Outbox.inherited(
              new Backlog(
                  attempt, end.holder(), end.report().sequence(), end.report().sequence(), true));
      outboxes.put(attempt, last);
      send(last);
    }
  }

  void drop(AttemptId attempt) {
    outboxes.remove(attempt);
    port.drop(attempt);
  }

  /** Nothing that waits will ever count. */
  void dropAll() {
    forgotten.clear();
    List.copyOf(outboxes.keySet()).forEach(this::drop);
  }

  /**
   * Sends again what was not answered for a while.
   *
   * @param placed attempts that are on a slot
   */
  void tick(Set<AttemptId> placed) {
    endInherited();
    List.copyOf(forgotten.keySet()).stream()
        .filter(attempt -> !placed.contains(attempt))
        .forEach(this::endForgotten);
    for (Outbox outbox : new ArrayList<>(outboxes.values())) {
      outbox.tick();
      send(outbox);
    }
  }

  /**
   * Ends what an earlier process was training: nobody else can tell, and its trial goes on at once.
   */
  private void endInherited() {
    for (Outbox outbox : List.copyOf(outboxes.values())) {
      outbox.leftBy().filter(holder -> !outbox.isOver()).ifPresent(holder -> end(outbox, holder));
    }
  }

  private void end(Outbox outbox, String holder) {
    Report end =
        new Report.Ended(
            outbox.attempt().trial(),
            outbox.attempt().attempt(),
            outbox.spooled() + 1,
            Outcome.LOST_WORKER,
            LOST);
    // why: it is spooled behind the rest, so another end of this process changes nothing
    if (port.spool(holder, end)) {
      outbox.spooled(end);
    }
  }

  private void send(Outbox outbox) {
    if (!open || outbox.room() == 0 || forgotten.containsKey(outbox.attempt())) {
      return;
    }
    for (SpooledReport next : port.read(outbox.attempt(), outbox.sent(), outbox.room())) {
      port.send(
          new SchedulerMessage.Deliver(
              identity.worker(), identity.incarnation(), next.holder(), next.report()));
      outbox.sent(next.report());
    }
  }
}
