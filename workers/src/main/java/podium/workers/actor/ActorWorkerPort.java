package podium.workers.actor;

import akka.actor.typed.javadsl.TimerScheduler;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import podium.engine.worker.Backlog;
import podium.engine.worker.Note;
import podium.engine.worker.Reminder;
import podium.engine.worker.Spool;
import podium.engine.worker.SpooledReport;
import podium.engine.worker.WorkerPort;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.workers.domain.Assignment;

/** A worker's link, slots, spool, timers and log. Confined to the worker. */
final class ActorWorkerPort implements WorkerPort {
  private final Logger logger;
  private final TimerScheduler<WorkerActor.Command> timers;
  private final WorkerActor.Parts parts;
  private final Spool spool;
  private final Slots slots;
  private boolean ended;

  ActorWorkerPort(
      Logger logger,
      TimerScheduler<WorkerActor.Command> timers,
      WorkerActor.Parts parts,
      Slots slots) {
    this.logger = logger;
    this.timers = timers;
    this.parts = parts;
    this.spool = parts.spool();
    this.slots = slots;
  }

  /** Whether the worker is over. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void send(SchedulerMessage message) {
    parts.link().send(message);
  }

  @Override
  public Optional<String> train(WorkerMessage.Train order) {
    Assignment assignment;
    try {
      assignment =
          new Assignment(
              order.trial(), order.attempt(), order.spec(), order.checkpoints(), order.beside());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    slots.tell(order.slot(), new SlotActor.Train(assignment));
    return Optional.empty();
  }

  @Override
  public void limit(String slot, AttemptId attempt, Limits limits) {
    slots.tell(slot, new SlotActor.Limit(attempt, limits));
  }

  @Override
  public void stop(String slot, AttemptId attempt, Outcome why) {
    slots.tell(slot, new SlotActor.Stop(attempt, why));
  }

  @Override
  public void fence(String slot, AttemptId attempt) {
    slots.tell(slot, new SlotActor.Fence(attempt));
  }

  @Override
  public List<Backlog> backlog() {
    return spool.backlog();
  }

  @Override
  public boolean spool(String holder, Report report) {
    try {
      spool.put(holder, report);
      return true;
    } catch (UncheckedIOException e) {
      log(Level.ERROR).addKeyValue("report", report).setCause(e).log("report could not be spooled");
      return false;
    }
  }

  @Override
  public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
    try {
      return spool.read(attempt, after, limit);
    } catch (UncheckedIOException e) {
      log(Level.ERROR)
          .addKeyValue("attempt", attempt)
          .setCause(e)
          .log("spool cannot be read; tried again soon");
      return List.of();
    }
  }

  @Override
  public void acknowledge(AttemptId attempt, long sequence) {
    spool.acknowledge(attempt, sequence);
  }

  @Override
  public void drop(AttemptId attempt) {
    spool.drop(attempt);
  }

  @Override
  public void counted(AttemptId attempt, int epoch) {
    parts.checkpoints().acknowledged(attempt.trial(), attempt.attempt(), epoch);
  }

  @Override
  public void registered(boolean is) {
    parts.registration().accept(is);
  }

  @Override
  public void refused(String why) {
    parts.refusal().accept(why);
  }

  @Override
  public void remind(Reminder of) {
    Duration after =
        switch (of) {
          case STOP_OVER -> parts.timing().stop().multipliedBy(2);
          case FAREWELL_OVER -> parts.timing().farewell();
        };
    timers.startSingleTimer(of, new WorkerActor.Remind(of), after);
  }

  @Override
  public void ended() {
    ended = true;
  }

  @Override
  public void note(Note note) {
    LoggingEventBuilder event =
        log(
            switch (note.weight()) {
              case INFO -> Level.INFO;
              case WARN -> Level.WARN;
              case ERROR -> Level.ERROR;
            });
    for (Map.Entry<String, Object> about : note.about().entrySet()) {
      event = event.addKeyValue(about.getKey(), about.getValue());
    }
    event.log(note.text());
  }

  private LoggingEventBuilder log(Level level) {
    return logger.atLevel(level).addKeyValue("worker", parts.identity().worker());
  }
}
