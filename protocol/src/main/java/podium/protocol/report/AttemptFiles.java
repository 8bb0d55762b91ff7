package podium.protocol.report;

import podium.protocol.id.AttemptId;

/** Where an attempt's files lie below the home of checkpoints, with {@code /}. */
public final class AttemptFiles {
  /** What a checkpoint's name begins with. */
  public static final String PREFIX = "epoch-";

  /** What a checkpoint's name ends with. */
  public static final String SUFFIX = ".safetensors";

  private AttemptFiles() {}

  /** The checkpoint of an epoch. */
  public static String checkpoint(AttemptId attempt, int epoch) {
    return folder(attempt) + PREFIX + epoch + SUFFIX;
  }

  /** What its trainer said, a line for each thing, in UTF-8. */
  public static String log(AttemptId attempt) {
    return folder(attempt) + "trainer.log";
  }

  private static String folder(AttemptId attempt) {
    return attempt.trial() + "/" + attempt.attempt() + "/";
  }
}
