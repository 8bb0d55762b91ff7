package podium.protocol.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import podium.protocol.AddedLater;

/** What a worker tells of an attempt; numbered from 1 within it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Report.Started.class, name = "Started"),
  @JsonSubTypes.Type(value = Report.Epoch.class, name = "Epoch"),
  @JsonSubTypes.Type(value = Report.Ended.class, name = "Ended")
})
public sealed interface Report {
  String trial();

  int attempt();

  /** From 1, without gaps within an attempt. */
  long sequence();

  /** The attempt began to train. */
  record Started(String trial, int attempt, long sequence, Start start) implements Report {}

  /** The attempt finished an epoch and wrote its checkpoint. */
  record Epoch(String trial, int attempt, long sequence, EpochResult result) implements Report {}

  /**
   * The attempt is over; always its last report.
   *
   * @param message at most {@value #LONGEST_MESSAGE} characters; a longer one is cut, and says so
   * @param hopeless whether trying again cannot help, as with a data set that is not there
   */
  record Ended(
      String trial,
      int attempt,
      long sequence,
      Outcome outcome,
      String message,
      @AddedLater boolean hopeless)
      implements Report {
    /** The most characters of a message: whatever carries it has a bound of its own. */
    public static final int LONGEST_MESSAGE = 4096;

    public Ended {
      message = CutText.to(LONGEST_MESSAGE, message);
    }

    /** An end after which trying again may help. */
    public Ended(String trial, int attempt, long sequence, Outcome outcome, String message) {
      this(trial, attempt, sequence, outcome, message, false);
    }
  }
}
