package podium.protocol.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

/** What a worker tells of an attempt; numbered from 1 within it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Report.Started.class, name = "Started"),
  @JsonSubTypes.Type(value = Report.Epoch.class, name = "Epoch"),
  @JsonSubTypes.Type(value = Report.Ended.class, name = "Ended")
})
public sealed interface Report {
  TrialId trial();

  int attempt();

  /** From 1, without gaps within an attempt. */
  long sequence();

  /** Which attempt it tells of. */
  default AttemptId attemptId() {
    return new AttemptId(trial(), attempt());
  }

  /** The attempt began to train. */
  record Started(TrialId trial, int attempt, long sequence, Start start) implements Report {
    public Started {
      Objects.requireNonNull(trial, "trial");
      AttemptId.require(attempt);
    }
  }

  /** The attempt finished an epoch and wrote its checkpoint. */
  record Epoch(TrialId trial, int attempt, long sequence, EpochResult result) implements Report {
    public Epoch {
      Objects.requireNonNull(trial, "trial");
      AttemptId.require(attempt);
    }
  }

  /**
   * The attempt is over; always its last report.
   *
   * @param message at most {@value #LONGEST_MESSAGE} characters; a longer one is cut, and says so
   * @param hopeless whether trying again cannot help, as with a data set that is not there
   */
  record Ended(
      TrialId trial,
      int attempt,
      long sequence,
      Outcome outcome,
      String message,
      @AddedLater boolean hopeless)
      implements Report {
    /** The most characters of a message: whatever carries it has a bound of its own. */
    public static final int LONGEST_MESSAGE = 4096;

    public Ended {
      Objects.requireNonNull(trial, "trial");
      AttemptId.require(attempt);
      message = CutText.to(LONGEST_MESSAGE, message);
    }

    /** An end after which trying again may help. */
    public Ended(TrialId trial, int attempt, long sequence, Outcome outcome, String message) {
      this(trial, attempt, sequence, outcome, message, false);
    }
  }
}
