package podium.workers.actor;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.report.Report;
import podium.workers.spool.AttemptId;
import podium.workers.spool.Spool;
import podium.workers.spool.SpooledReport;

/** Sends what is spooled, in order by attempt, until the scheduler has it. Not thread-safe. */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Identity identity;
  private final Spool spool;
  private final SchedulerLink link;
  private final Map<AttemptId, Outbox> outboxes = new LinkedHashMap<>();

  Delivery(Identity identity, Spool spool, SchedulerLink link) {
    this.identity = identity;
    this.spool = spool;
    this.link = link;
    for (Spool.Backlog left : spool.backlog()) {
      outboxes.put(left.attempt(), Outbox.inherited(left.attempt(), left.first(), left.last()));
    }
  }

  /** Whether all that earlier processes left was delivered. */
  boolean hasNoInherited() {
    return outboxes.values().stream().noneMatch(Outbox::isInherited);
  }

  /** Whether nothing waits for an answer. */
  boolean isEmpty() {
    return outboxes.values().stream().allMatch(Outbox::isDrained);
  }

  /** Spools and sends a report that no trainer made; says whether the disk took it. */
  boolean isTold(Report report) {
    try {
      spool.put(identity.incarnation(), report);
      spooled(report);
      return true;
    } catch (UncheckedIOException e) {
      LOG.atError().addKeyValue("report", report).setCause(e).log("report could not be spooled");
      return false;
    }
  }

  /** A report was spooled. */
  void spooled(Report report) {
    Outbox outbox = outboxes.computeIfAbsent(AttemptId.of(report), Outbox::of);
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
    spool.acknowledge(attempt, sequence);
    if (outbox.isDone()) {
      drop(attempt);
    } else {
      send(outbox);
    }
    return epoch;
  }

  void missing(AttemptId attempt, long next) {
    Outbox outbox = outboxes.get(attempt);
    if (outbox != null) {
      outbox.missing(next);
      send(outbox);
    }
  }

  void drop(AttemptId attempt) {
    outboxes.remove(attempt);
    spool.drop(attempt);
  }

  /** Nothing that waits will ever count. */
  void dropAll() {
    List.copyOf(outboxes.keySet()).forEach(this::drop);
  }

  /** Sends again what was not answered for a while. */
  void tick() {
    for (Outbox outbox : new ArrayList<>(outboxes.values())) {
      outbox.tick();
      send(outbox);
    }
  }

  private void send(Outbox outbox) {
    if (outbox.room() == 0) {
      return;
    }
    for (SpooledReport next : read(outbox)) {
      link.send(
          new SchedulerMessage.Deliver(
              identity.worker(), identity.incarnation(), next.holder(), next.report()));
      outbox.sent(next.report());
    }
  }

  private List<SpooledReport> read(Outbox outbox) {
    try {
      return spool.read(outbox.attempt(), outbox.sent(), outbox.room());
    } catch (UncheckedIOException e) {
      LOG.atError()
          .addKeyValue("attempt", outbox.attempt())
          .setCause(e)
          .log("spool cannot be read; tried again soon");
      return List.of();
    }
  }
}
