package podium.engine.reign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.reign.Realm.Node;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.request.Action;
import podium.protocol.request.Request;

/** Workers hear of limits of time that people change, whatever gets lost. */
final class LimitsToldTest {
  private static final Duration TICK = Candidate.TICK;
  private final Realm realm = new Realm();
  private final Node node = realm.reigning("s1");

  /** A worker was told to train {@code mine-1.1}. */
  @BeforeEach
  void placed() {
    node.candidate.hear(ReignTest.hello("w", "i", "host"), "at-w");
    node.submit(0, "mine");
    node.settles();
    node.heardAt("at-w");
  }

  /** It does. */
  private void trains() {
    node.candidate.hear(
        new SchedulerMessage.Deliver("w", "i", "i", Given.started("mine-1.1", 1)), "at-w");
    node.settles();
    node.heardAt("at-w");
  }

  private void change(long offset, long seconds) {
    Action change =
        new Action.Change(
            "mine-1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(seconds),
            Optional.empty());
    node.take(offset, new Request.Act(Optional.empty(), change));
  }

  private static WorkerMessage limit(long term, long seconds) {
    return new WorkerMessage.Limit(
        term, "i", new TrialId("mine-1.1"), 1, new Limits(0, seconds, 0));
  }

  @Test
  void worker_ofAnAttemptThatTrains_isToldAfterTheReadBackAndAgainEveryFewTicks() {
    trains();
    change(1, 900);
    assertThat(node.heardAt("at-w")).isEmpty();
    node.settles();
    assertThat(node.heardAt("at-w")).containsExactly(limit(1, 900));
    realm.passes(node, TICK.multipliedBy(8), TICK);
    assertThat(node.heardAt("at-w")).containsExactly(limit(1, 900));
  }

  @Test
  void worker_thatSpeaksToTheNextScheduler_isToldByThatOne() {
    trains();
    change(1, 900);
    node.settles();
    Node second = realm.reigning("s2");
    second.candidate.hear(new SchedulerMessage.Heartbeat("w", "i", 0), "at-w");
    assertThat(second.heardAt("at-w")).contains(limit(2, 900));
  }

  @Test
  void changes_oneAfterTheOther_areToldInTheirOrder() {
    trains();
    change(1, 900);
    change(2, 0);
    node.settles();
    assertThat(node.heardAt("at-w")).containsExactly(limit(1, 900), limit(1, 0));
  }

  @Test
  void attemptThatHasNotBegun_isOrderedAgainWithTheNewLimits() {
    node.submit(1, "other");
    node.candidate.hear(ReignTest.hello("v", "j", "host"), "at-v");
    assertThat(node.heardAt("at-v")).isEmpty();
    Action change =
        new Action.Change(
            "other-1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(60L));
    node.take(2, new Request.Act(Optional.empty(), change));
    node.settles();
    assertThat(node.heardAt("at-v").getLast())
        .isInstanceOfSatisfying(
            WorkerMessage.Train.class,
            train -> assertThat(train.spec().limits().epochSeconds()).isEqualTo(60));
  }
}
