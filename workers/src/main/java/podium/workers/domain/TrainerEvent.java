package podium.workers.domain;

import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;

/** What a trainer tells of an attempt, in this order; immutable. */
public sealed interface TrainerEvent {

  /**
   * What is done before training can begin, such as decoding; now and then, from any thread.
   *
   * @param what in a few words that begin with a verb, such as {@code decoding}
   * @param done images of {@code all}
   * @param all 0 when not known, or when it is not about images
   */
  record Preparing(String what, long done, long all) implements TrainerEvent {}

  /**
   * Model and data are in place.
   *
   * @param device such as {@code cpu:0}
   * @param parameters how many numbers are trained
   * @param multiplyAdds of the forward pass of one image; 0 when unknown
   * @param imageSize height and width the model sees, in pixels
   * @param resumedFromEpoch 0 when trained from the start
   * @param data what is trained on
   * @param gpu UUID of the GPU that the trainer really has; empty where it has none, or cannot know
   */
  record Started(
      String device,
      long parameters,
      long multiplyAdds,
      int imageSize,
      int classes,
      int trainImages,
      int testImages,
      int resumedFromEpoch,
      DataFacts data,
      String gpu)
      implements TrainerEvent {
    /** On no GPU. */
    public Started(
        String device,
        long parameters,
        long multiplyAdds,
        int imageSize,
        int classes,
        int trainImages,
        int testImages,
        int resumedFromEpoch,
        DataFacts data) {
      this(
          device,
          parameters,
          multiplyAdds,
          imageSize,
          classes,
          trainImages,
          testImages,
          resumedFromEpoch,
          data,
          "");
    }
  }

  /** How far an epoch is; now and then, not each step. */
  record Progress(int epoch, int step, int steps, double imagesPerSecond) implements TrainerEvent {}

  /** An epoch ended and its checkpoint is on disk. */
  record EpochCompleted(EpochResult result) implements TrainerEvent {}

  /**
   * The attempt ended; always the last event.
   *
   * @param hopeless whether trying again cannot help
   */
  record Ended(Outcome outcome, String message, boolean hopeless) implements TrainerEvent {
    /** An end after which trying again may help. */
    public Ended(Outcome outcome, String message) {
      this(outcome, message, false);
    }
  }
}
