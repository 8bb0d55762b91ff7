package podium.workers.actor;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import podium.engine.worker.LimitWatch;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;
import podium.protocol.report.Start;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;
import podium.workers.spool.BoundedSpool;

/**
 * Trains one attempt on the calling thread and spools what its trainer tells as numbered reports.
 * {@link #train} and {@link #accept} are for the trainer's thread, {@code Preparing} and the rest
 * for any.
 */
final class AttemptRecorder implements Consumer<TrainerEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRecorder.class);

  /** What a recorder needs of its slot. */
  record Place(
      String worker,
      String incarnation,
      String slot,
      BoundedSpool spool,
      Timing timing,
      LongSupplier nanos) {}

  private static final int LONGEST_DOING = 200;

  private final Place place;
  private final Assignment assignment;
  private final Consumer<Report> spooled;
  private final Consumer<Progress> moved;
  private @Nullable Trainer trainer;
  private long sequence;
  private long lastProgress;
  private String waitingFor = "";
  private final LimitWatch watch;
  private int watchedEpoch;
  private volatile @Nullable Outcome stop;
  private volatile String pastLimit = "";
  private volatile boolean overdue;
  private volatile boolean fenced;
  private volatile boolean ended;

  AttemptRecorder(
      Place place, Assignment assignment, Consumer<Report> spooled, Consumer<Progress> moved) {
    this.place = place;
    this.assignment = assignment;
    this.spooled = spooled;
    this.moved = moved;
    this.lastProgress = place.nanos().getAsLong() - place.timing().progress().toNanos();
    this.watch =
        new LimitWatch(
            assignment.spec().limits(), place.timing().stop(), place.nanos().getAsLong());
  }

  AttemptId attempt() {
    return assignment.attemptId();
  }

  /** Whether the attempt's last report is spooled. */
  boolean hasEnded() {
    return ended;
  }

  /** From now on a full spool does not hold the trainer up, and it is told at each event. */
  void stop(Outcome why) {
    stop = why;
  }

  /** Whether its limits are to be looked at now and then. */
  boolean hasLimits() {
    synchronized (watch) {
      return watch.isNeeded();
    }
  }

  /** It has other limits of time from now on. */
  void limit(Limits limits) {
    synchronized (watch) {
      watch.limit(limits, place.nanos().getAsLong());
    }
  }

  /** Which limit it is so long past that its trainer will not end it by itself, in words. */
  Optional<String> pastLimit() {
    synchronized (watch) {
      return watch.over(place.nanos().getAsLong());
    }
  }

  /** Like {@link #stop}, as TIMEOUT, for going past that limit. */
  void stopForLimit(String past) {
    pastLimit = past;
    stop(Outcome.TIMEOUT);
  }

  /** Its trainer did not stop in time and is killed now. */
  void overdue() {
    overdue = true;
    synchronized (watch) {
      // why: too slow is the trial's own fault, standing still is its machine's
      if (!pastLimit.isEmpty() && !watch.hasMoved()) {
        stop = Outcome.HUNG;
      }
    }
  }

  /** From now on nothing is spooled. */
  void fence(Outcome why) {
    fenced = true;
    stop = why;
  }

  /** Blocks until the attempt ended, and sees to it that its end is told. */
  void train(Trainer by) {
    trainer = by;
    String message = "the trainer returned without saying how the attempt ended";
    try {
      if (stop == null) {
        by.train(assignment, this);
      }
    } catch (RuntimeException | Error e) {
      message = "the trainer failed: " + e;
      // why: whoever stops a trainer may have to close it under its attempt
      LOG.atLevel(stop == null ? Level.ERROR : Level.DEBUG)
          .addKeyValue("worker", place.worker())
          .addKeyValue("slot", place.slot())
          .addKeyValue("trial", assignment.trial())
          .addKeyValue("attempt", assignment.attempt())
          .setCause(e)
          .log("trainer failed");
    }
    if (!ended) {
      end(message);
    }
  }

  /** Ends an attempt that the trainer does not, or not any more, have. */
  void end(String message) {
    Outcome why = stop;
    if (why == null) {
      ended(Outcome.FAILED_CODE, message, false);
    } else {
      String stopped =
          overdue
              ? "stopped; its trainer did not within %d s and was killed"
                  .formatted(place.timing().stop().toSeconds())
              : "stopped";
      ended(why, pastLimit.isEmpty() ? stopped : pastLimit + "; " + stopped, false);
    }
  }

  @Override
  public void accept(TrainerEvent event) {
    if (ended) {
      return;
    }
    look(event);
    switch (event) {
      case TrainerEvent.Preparing preparing -> preparing(preparing);
      case TrainerEvent.Started started -> started(started);
      case TrainerEvent.Progress progress -> progress(progress);
      case TrainerEvent.EpochCompleted epoch ->
          record(
              new Report.Epoch(
                  assignment.trial(), assignment.attempt(), sequence + 1, epoch.result()));
      case TrainerEvent.Ended end -> ended(end);
    }
    Outcome why = stop;
    // why: a stop that came before the trainer had begun was lost on it
    if (why != null && trainer != null && !ended) {
      trainer.stop(why);
    }
  }

  private void look(TrainerEvent event) {
    long now = place.nanos().getAsLong();
    synchronized (watch) {
      switch (event) {
        case TrainerEvent.Preparing preparing when preparing.what().startsWith("waits ") ->
            watch.waited(now);
        case TrainerEvent.Preparing preparing -> {}
        case TrainerEvent.Started started -> inEpoch(started.resumedFromEpoch() + 1, now);
        case TrainerEvent.Progress progress -> {
          inEpoch(progress.epoch(), now);
          watch.moved(now);
        }
        case TrainerEvent.EpochCompleted epoch -> inEpoch(epoch.result().epoch() + 1, now);
        case TrainerEvent.Ended end -> {}
      }
    }
  }

  /** The next epoch trains while the last one's file is written, and may be heard of first. */
  private void inEpoch(int epoch, long now) {
    if (epoch > watchedEpoch) {
      watchedEpoch = epoch;
      watch.beginEpoch(now);
    }
  }

  private void started(TrainerEvent.Started event) {
    Start start =
        new Start(
            event.device(),
            event.parameters(),
            event.multiplyAdds(),
            event.imageSize(),
            event.classes(),
            event.trainImages(),
            event.testImages(),
            event.resumedFromEpoch(),
            event.data(),
            event.gpu());
    record(new Report.Started(assignment.trial(), assignment.attempt(), sequence + 1, start));
  }

  private void ended(TrainerEvent.Ended end) {
    Outcome why = stop;
    // why: whatever a trainer that is stopped, or killed for not stopping, dies of, it was told to
    boolean asTold = end.outcome() == why && pastLimit.isEmpty();
    if (why == null || asTold || end.outcome() == Outcome.SUCCEEDED) {
      ended(end.outcome(), end.message(), end.hopeless());
    } else {
      end("");
    }
  }

  private void ended(Outcome outcome, String message, boolean hopeless) {
    record(
        new Report.Ended(
            assignment.trial(), assignment.attempt(), sequence + 1, outcome, message, hopeless));
    ended = true;
  }

  private void progress(TrainerEvent.Progress event) {
    if (isDue()) {
      moved.accept(
          new Progress(
              assignment.trial(),
              assignment.attempt(),
              place.worker(),
              place.slot(),
              event.epoch(),
              assignment.spec().recipe().epochs(),
              event.step(),
              event.steps(),
              event.imagesPerSecond()));
    }
  }

  private void preparing(TrainerEvent.Preparing event) {
    if (isDue()) {
      moved.accept(before(event.what(), event.done(), event.all()));
    }
  }

  private Progress before(String what, long done, long all) {
    return Progress.before(
        assignment.trial(),
        assignment.attempt(),
        place.worker(),
        place.slot(),
        assignment.spec().recipe().epochs(),
        what.substring(0, Math.min(LONGEST_DOING, what.length())),
        Math.clamp(done, 0, Integer.MAX_VALUE),
        Math.clamp(all, 0, Integer.MAX_VALUE));
  }

  /** Whether progress may be told again; asked by any thread. */
  private synchronized boolean isDue() {
    long now = place.nanos().getAsLong();
    if (fenced || now - lastProgress < place.timing().progress().toNanos()) {
      return false;
    }
    lastProgress = now;
    return true;
  }

  private Progress waiting() {
    return before(waitingFor + place.spool().place(), 0, 0);
  }

  /** Returns when the report is on disk, or does not count any more. */
  private void record(Report report) {
    boolean waited = false;
    while (!fenced) {
      if (isSpooled(report, waited)) {
        sequence = report.sequence();
        if (waited) {
          synchronized (watch) {
            watch.waited(place.nanos().getAsLong());
          }
        }
        spooled.accept(report);
        return;
      }
      waited = true;
      if (isDue()) {
        moved.accept(waiting());
      }
      await(place.timing().room());
    }
  }

  private boolean isSpooled(Report report, boolean waited) {
    try {
      // why: only an epoch may have to wait; what begins and ends an attempt is small
      if (stop != null || !(report instanceof Report.Epoch)) {
        place.spool().put(place.incarnation(), report);
        return true;
      }
      boolean room = place.spool().offer(place.incarnation(), report);
      waitingFor = "waits for the scheduler to take the reports that fill ";
      if (!room && !waited) {
        alarm(report, "spool is full; the trial waits at its epoch's end for the scheduler", null);
      }
      return room;
    } catch (UncheckedIOException e) {
      waitingFor = "waits for room on disk: ";
      if (!waited) {
        alarm(report, "spool cannot be written; the trial waits for the disk", e);
      }
      return false;
    }
  }

  private void alarm(Report report, String what, @Nullable Throwable cause) {
    LOG.atError()
        .addKeyValue("worker", place.worker())
        .addKeyValue("slot", place.slot())
        .addKeyValue("trial", report.trial())
        .addKeyValue("attempt", report.attempt())
        .addKeyValue("sequence", report.sequence())
        .setCause(cause)
        .log(what);
  }

  private void await(Duration atMost) {
    try {
      place.spool().awaitChange(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the worker stops while a report waits for the disk", e);
    }
  }
}
