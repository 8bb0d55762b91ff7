package podium.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.report.Outcome;

/**
 * Why the scheduler decided something: a code with its fields. The sentences made of it are for
 * people and may change; what is in the log does not.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "code", defaultImpl = Reason.Said.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Reason.Said.class, name = "SAID"),
  @JsonSubTypes.Type(value = Reason.FirstInOrder.class, name = "FIRST_IN_ORDER"),
  @JsonSubTypes.Type(value = Reason.LeastUsage.class, name = "LEAST_USAGE"),
  @JsonSubTypes.Type(value = Reason.LeastWork.class, name = "LEAST_WORK"),
  @JsonSubTypes.Type(value = Reason.LeastService.class, name = "LEAST_SERVICE"),
  @JsonSubTypes.Type(value = Reason.Faulty.class, name = "FAULTY"),
  @JsonSubTypes.Type(value = Reason.GpuTaken.class, name = "GPU_TAKEN"),
  @JsonSubTypes.Type(value = Reason.Silent.class, name = "SILENT"),
  @JsonSubTypes.Type(value = Reason.AttemptOver.class, name = "ATTEMPT_OVER"),
  @JsonSubTypes.Type(value = Reason.TooLarge.class, name = "TOO_LARGE"),
  @JsonSubTypes.Type(value = Reason.Fruitless.class, name = "FRUITLESS"),
  @JsonSubTypes.Type(value = Reason.TrainedToTheEnd.class, name = "TRAINED_TO_THE_END"),
  @JsonSubTypes.Type(value = Reason.Cancelled.class, name = "CANCELLED"),
  @JsonSubTypes.Type(value = Reason.Paused.class, name = "PAUSED"),
  @JsonSubTypes.Type(value = Reason.BelowMedian.class, name = "BELOW_MEDIAN"),
  @JsonSubTypes.Type(value = Reason.AtRung.class, name = "AT_RUNG"),
  @JsonSubTypes.Type(value = Reason.Promoted.class, name = "PROMOTED"),
  @JsonSubTypes.Type(value = Reason.BestLeft.class, name = "BEST_LEFT"),
  @JsonSubTypes.Type(value = Reason.NotPromoted.class, name = "NOT_PROMOTED"),
  @JsonSubTypes.Type(value = Reason.CheckpointOutOfReach.class, name = "CHECKPOINT_OUT_OF_REACH"),
  @JsonSubTypes.Type(value = Reason.BaseOutOfReach.class, name = "BASE_OUT_OF_REACH"),
  @JsonSubTypes.Type(value = Reason.LaterAttempt.class, name = "LATER_ATTEMPT"),
  @JsonSubTypes.Type(value = Reason.NotHeld.class, name = "NOT_HELD")
})
public sealed interface Reason {
  /** A sentence, or a part of one, for people. */
  String told();

  /** A sentence, as in format 1 of the log. */
  record Said(String text) implements Reason {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Said {}

    /** As it stands there: a plain text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Said of(String text) {
      return new Said(text);
    }

    @Override
    public String told() {
      return text;
    }
  }

  /** Placed: no trial that the free slot can train comes before it. */
  record FirstInOrder(int priority) implements Reason {
    @Override
    public String told() {
      return Text.of("first in order (priority %d) that this free slot can train", priority);
    }
  }

  /**
   * Placed: its owner had the least of late.
   *
   * @param slotMillis milliseconds on slots that it had, decaying, divided by its weight
   */
  record LeastUsage(long slotMillis) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "its owner had the least of late (%.1f slot-seconds by weight)", slotMillis / 1000.0);
    }
  }

  /**
   * Placed: it has the least work left.
   *
   * @param millis milliseconds that it needs, as far as is known
   */
  record LeastWork(long millis) implements Reason {
    @Override
    public String told() {
      return Text.of("the least work is left of it (about %.1f s)", millis / 1000.0);
    }
  }

  /**
   * Placed: it had the least service so far.
   *
   * @param slotMillis milliseconds on slots that it had
   */
  record LeastService(long slotMillis) implements Reason {
    @Override
    public String told() {
      return Text.of("it had the least service (%.1f slot-seconds)", slotMillis / 1000.0);
    }
  }

  /**
   * Left out: so many attempts in a row ended on the slot by no fault of theirs.
   *
   * @param last as which the last one ended
   * @param probeAfter how long the slot rests
   */
  record Faulty(int attempts, Outcome last, Duration probeAfter) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "attempts that failed on it in a row by no fault of theirs: %d, the last as %s; it rests"
              + " for %s, or until it is released",
          attempts, last, span(probeAfter));
    }
  }

  /**
   * Left out: another worker, which was there before, offers the slot's GPU, too.
   *
   * @param gpu its UUID
   * @param worker the other one
   */
  record GpuTaken(String gpu, String worker) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "its GPU (%s) is offered by worker %s, too, which was there before; it is used once that"
              + " one is gone. Give each worker devices of its own with --devices, or offer several"
              + " slots of one worker, as with --devices 'cuda:0*2'",
          gpu, worker);
    }
  }

  /** Lost: the worker said nothing for so long. */
  record Silent(Duration silence) implements Reason {
    @Override
    public String told() {
      return Text.of("silent for %.1f s", seconds(silence));
    }
  }

  /** How the attempt ended is why the trial waits again, or failed. */
  record AttemptOver(
      Outcome outcome, String message, Optional<Retry> retry, Optional<CheckpointAway> away)
      implements Reason {
    @Override
    public String told() {
      String spent = outcome.isLoss() ? "loss" : "failure";
      return how(outcome, message)
          + retry.map(it -> it.told(spent)).orElse("")
          + away.map(CheckpointAway::told).orElse("");
    }
  }

  /**
   * An attempt ran out of memory, and its experiment wants fewer images at a time then: the trial
   * waits again, or failed, where fewer cannot be.
   *
   * @param microBatch how many images the next attempt computes at a time at most; absent where
   *     this one computed a single one
   */
  record TooLarge(String message, Optional<Integer> microBatch, Optional<CheckpointAway> away)
      implements Reason {
    @Override
    public String told() {
      return how(Outcome.FAILED_OOM, message)
          + microBatch
              .map(TooLarge::next)
              .orElse(
                  "; a single image at a time needs that much: take a smaller imageSize or model,"
                      + " or a slot with more memory")
          + away.map(CheckpointAway::told).orElse("");
    }

    private static String next(int images) {
      return Text.of(
          "; goes on with %s at a time, in batches of the same size",
          images == 1 ? "a single image" : Text.of("at most %d images", images));
    }
  }

  /** Failed: so many attempts in a row brought no epoch; the last ended so. */
  record Fruitless(int attempts, Outcome outcome, String message) implements Reason {
    @Override
    public String told() {
      return Text.of("no new epoch in %d attempts, the last: %s", attempts, how(outcome, message));
    }
  }

  /** Succeeded. */
  record TrainedToTheEnd() implements Reason {
    @Override
    public String told() {
      return "trained to the end";
    }
  }

  /** Cancelled. */
  record Cancelled() implements Reason {
    @Override
    public String told() {
      return "people cancelled it";
    }
  }

  /** Paused. */
  record Paused() implements Reason {
    @Override
    public String told() {
      return "people paused it";
    }
  }

  /**
   * Stopped: at an epoch its best accuracy so far was below the median of the others.
   *
   * @param best its own, in [0, 1]
   * @param median of the averages that the others had up to that epoch
   * @param others how many had reached it
   */
  record BelowMedian(int epoch, double best, double median, int others) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "its best accuracy at epoch %d was %.2f %%, the median of %d others was %.2f %%",
          epoch, 100 * best, others, 100 * median);
    }
  }

  /**
   * Paused: it is held at a rung, since others were better there.
   *
   * @param epoch of the rung
   * @param best its best accuracy so far, in [0, 1]
   * @param place among those that reached it, from 1
   * @param of how many had reached it
   */
  record AtRung(int epoch, double best, int place, int of) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "held at the rung of epoch %d: place %d of %d with an accuracy of %.2f %%",
          epoch, place, of, 100 * best);
    }
  }

  /**
   * Promoted: it is among the best of its rung.
   *
   * @param epoch of the rung
   * @param place among those that reached it, from 1
   * @param of how many had reached it
   */
  record Promoted(int epoch, int place, int of) implements Reason {
    @Override
    public String told() {
      return Text.of("promoted at the rung of epoch %d: place %d of %d", epoch, place, of);
    }
  }

  /**
   * Promoted: nothing else of its experiment goes on, and none of it was trained to the end.
   *
   * @param epoch of the rung
   */
  record BestLeft(int epoch) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "the best that is left at the rung of epoch %d, and no trial was trained to the end",
          epoch);
    }
  }

  /**
   * Stopped: it was held at a rung, and nothing more comes that could promote it.
   *
   * @param epoch of the rung
   * @param best its best accuracy there, in [0, 1]
   * @param place among those that reached it, from 1
   * @param of how many had reached it
   */
  record NotPromoted(int epoch, double best, int place, int of) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "not promoted at the rung of epoch %d: place %d of %d with an accuracy of %.2f %%",
          epoch, place, of, 100 * best);
    }
  }

  /** Restarted: nobody came in time who sees the newest checkpoint. */
  record CheckpointOutOfReach(CheckpointAway checkpoint, int fromEpoch) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "waited %s for a worker that sees its %s; none came, so it goes on from epoch %d",
          span(checkpoint.atMost()), checkpoint.which(), fromEpoch);
    }
  }

  /** Failed: nobody came in time who sees the checkpoint that the fork begins with. */
  record BaseOutOfReach(CheckpointAway checkpoint) implements Reason {
    @Override
    public String told() {
      return Text.of(
          "waited %s for a worker that sees the %s, with which it begins; none came, and it cannot"
              + " begin without: start that worker, and retry it",
          span(checkpoint.atMost()), checkpoint.which());
    }
  }

  /** Fenced: a later attempt took its place. */
  record LaterAttempt(int attempt) implements Reason {
    @Override
    public String told() {
      return Text.of("attempt %d took its place", attempt);
    }
  }

  /** Fenced: the attempt was over, or whoever reported it did not hold it. */
  record NotHeld() implements Reason {
    @Override
    public String told() {
      return "the attempt was over or held elsewhere";
    }
  }

  /**
   * A failure that leaves further attempts.
   *
   * @param failure from 1
   * @param budget the failure that is the last
   * @param after how long the trial waits
   */
  record Retry(int failure, int budget, Duration after) {
    private String told(String spent) {
      return Text.of(
          "; %s %d of %d, tried again in %.1f s", spent, failure, budget, seconds(after));
    }
  }

  /**
   * A newest checkpoint that no worker sees.
   *
   * @param atMost how long the trial waits for one
   * @param home id of the folder it lies in
   * @param worker that wrote it
   */
  record CheckpointAway(Duration atMost, int epoch, String home, String worker) {
    String told() {
      return Text.of("; waits up to %s for a worker that sees its %s", span(atMost), which());
    }

    private String which() {
      return Text.of("checkpoint of epoch %d (home %s, written by %s)", epoch, home, worker);
    }
  }

  /** How an attempt ended, for people. */
  static String how(Outcome outcome, String message) {
    if (!message.isEmpty()) {
      return outcome + ": " + message;
    }
    return switch (outcome) {
      case LOST_WORKER -> outcome + ": its worker is gone";
      case NOT_BEGUN -> outcome + ": its worker did not begin it in time";
      case HUNG -> outcome + ": its trainer stood still";
      case TIMEOUT -> outcome + ": it took longer than its limits allow";
      case STOPPED -> outcome + ": others were better";
      case SUCCEEDED,
          FAILED_CODE,
          FAILED_OOM,
          DIVERGED,
          FAILED_INFRASTRUCTURE,
          CANCELLED,
          PREEMPTED ->
          outcome.name();
    };
  }

  private static String span(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : Text.of("%.1f s", seconds(duration));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
