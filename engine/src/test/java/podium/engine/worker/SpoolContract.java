package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** What every spool promises. */
public abstract class SpoolContract {
  protected static final AttemptId FIRST = new AttemptId(new TrialId("exp-1.1"), 1);
  protected static final AttemptId OTHER = new AttemptId(new TrialId("exp-1.2"), 3);

  private Spool spool;

  /** Opens it, or opens it again as the next process does. */
  protected abstract Spool opened();

  @BeforeEach
  void open() {
    spool = opened();
  }

  private static Report started(AttemptId attempt) {
    return Given.started(attempt.trial().value(), attempt.attempt());
  }

  private static Report epoch(AttemptId attempt, long sequence) {
    return Given.epoch(attempt.trial().value(), attempt.attempt(), sequence, (int) sequence);
  }

  private static Report ended(AttemptId attempt, long sequence) {
    return Given.ended(attempt.trial().value(), attempt.attempt(), sequence, Outcome.SUCCEEDED);
  }

  @Test
  void read_afterPuts_givesThemInOrderByAttempt() {
    spool.put("a", started(FIRST));
    spool.put("a", started(OTHER));
    spool.put("a", epoch(FIRST, 2));

    assertThat(spool.read(FIRST, 0, 10))
        .containsExactly(
            new SpooledReport("a", started(FIRST)), new SpooledReport("a", epoch(FIRST, 2)));
    assertThat(spool.read(FIRST, 1, 10)).hasSize(1);
    assertThat(spool.read(FIRST, 0, 1)).hasSize(1);
    assertThat(spool.read(OTHER, 0, 10)).hasSize(1);
    assertThat(spool.backlog())
        .containsExactly(
            new Backlog(FIRST, "a", 1, 2, false), new Backlog(OTHER, "a", 1, 1, false));
  }

  @Test
  void acknowledge_ofAll_keepsNothingAndGoesOn() {
    spool.put("a", started(FIRST));
    spool.acknowledge(FIRST, 1);
    assertThat(spool.read(FIRST, 0, 10)).isEmpty();
    assertThat(spool.backlog()).isEmpty();

    spool.put("a", epoch(FIRST, 2));
    assertThat(spool.read(FIRST, 0, 10)).hasSize(1);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 2, 2, false));
  }

  @Test
  void acknowledge_ofSome_keepsTheRest() {
    for (int sequence = 1; sequence <= 5; sequence++) {
      spool.put("a", epoch(FIRST, sequence));
    }
    spool.acknowledge(FIRST, 3);
    spool.acknowledge(FIRST, 2);
    assertThat(spool.read(FIRST, 0, 10).getFirst().report().sequence()).isEqualTo(4);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 4, 5, false));
  }

  @Test
  void opened_again_hasWhatWaitsWithItsHolder() {
    spool.put("old", started(FIRST));
    spool.acknowledge(FIRST, 1);
    spool.put("old", epoch(FIRST, 2));
    spool.put("old", ended(FIRST, 3));
    spool.put("old", ended(OTHER, 1));
    spool.acknowledge(OTHER, 1);
    spool = opened();

    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "old", 2, 3, true));
    assertThat(spool.read(FIRST, 0, 10))
        .containsExactly(
            new SpooledReport("old", epoch(FIRST, 2)), new SpooledReport("old", ended(FIRST, 3)));
    spool.acknowledge(FIRST, 3);
    spool = opened();
    assertThat(spool.backlog()).isEmpty();
  }

  @Test
  void drop_ofAnAttempt_leavesOthers() {
    spool.put("a", started(FIRST));
    spool.put("a", started(OTHER));
    spool.drop(FIRST);
    assertThat(spool.read(FIRST, 0, 10)).isEmpty();
    assertThat(spool.backlog()).containsExactly(new Backlog(OTHER, "a", 1, 1, false));
  }

  @Test
  void put_outOfSequenceOrAfterTheEnd_isRefusedAndKeepsNothing() {
    spool.put("a", started(FIRST));
    assertThatThrownBy(() -> spool.put("a", epoch(FIRST, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    spool.put("a", ended(FIRST, 2));
    assertThatThrownBy(() -> spool.put("a", epoch(FIRST, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 2, true));
  }
}
