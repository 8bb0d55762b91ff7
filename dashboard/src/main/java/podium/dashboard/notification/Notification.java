package podium.dashboard.notification;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * Something worth telling. Immutable.
 *
 * @param id the same whenever it is told of the same log, and of nothing else
 * @param offset of the fact that it follows from
 * @param time of that fact
 * @param trial nothing where it is about the experiment as a whole
 * @param text one sentence
 */
public record Notification(
    String id,
    Kind kind,
    long offset,
    Instant time,
    ExperimentId experiment,
    Optional<TrialId> trial,
    String text) {
  private static final int LONGEST_TEXT = 600;

  public Notification {
    text = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  /**
   * One that follows from a fact of a log.
   *
   * @param log its id
   */
  static Notification of(
      String log,
      Kind kind,
      long offset,
      Instant time,
      ExperimentId experiment,
      Optional<TrialId> trial,
      String text) {
    return new Notification(
        "%s-%d-%s-%s"
            .formatted(
                log, offset, kind.word(), trial.map(TrialId::value).orElse(experiment.value())),
        kind,
        offset,
        time,
        experiment,
        trial,
        text);
  }
}
