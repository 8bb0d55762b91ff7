package podium.engine.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.forecast.Workshop;
import podium.engine.study.Rescheduled.Figures;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.OwnerShare;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Limits;

/** Trials of a recorded log on other slots, beside how they went. */
final class RescheduledTest {
  private static History history(Workshop workshop) {
    History history = new History();
    List<byte[]> log = workshop.log();
    for (int i = 0; i < log.size(); i++) {
      history.take(i, log.get(i));
    }
    return history;
  }

  private static Workshop busy() {
    Workshop workshop = new Workshop(3, "cpu:0", "cpu:1");
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      workshop.submit(
          Duration.ofSeconds(random.nextInt(300)),
          Given.owned(
              Given.limited(
                  Given.epochs(Given.seeds("e", 1 + random.nextInt(3)), 2 + random.nextInt(8)),
                  new Limits(0, 0, 0, random.nextInt(2))),
              random.nextBoolean() ? "ada" : "bob"));
    }
    workshop.finish();
    return workshop;
  }

  @Test
  void sameSlotsAndRule_isWhatHappened() {
    History history = history(busy());
    assertThat(history.mostSlots()).isEqualTo(2);
    Rescheduled same = Rescheduled.of(history, 2, "order");
    Figures happened = same.happened();
    Figures instead = same.instead();
    Offset<Double> close = Offset.offset(0.5);
    assertThat(instead.trials()).isEqualTo(happened.trials()).isGreaterThan(20);
    assertThat(instead.completion().mean()).isEqualTo(happened.completion().mean(), close);
    assertThat(instead.completion().p99()).isEqualTo(happened.completion().p99(), close);
    assertThat(instead.waiting().median()).isEqualTo(happened.waiting().median(), close);
    assertThat(instead.makespan()).isEqualTo(happened.makespan(), close);
    assertThat(instead.utilisation()).isEqualTo(happened.utilisation(), Offset.offset(0.001));
    assertThat(instead.owners().keySet()).containsExactly("ada", "bob");
    assertThat(Objects.requireNonNull(instead.owners().get("ada")).waiting().mean())
        .isEqualTo(Objects.requireNonNull(happened.owners().get("ada")).waiting().mean(), close);
    assertThat(same.censored()).isEmpty();
  }

  @Test
  void moreSlots_waitLess_andShortestCompletesSoonerOnAverage() {
    History history = history(busy());
    double one = Rescheduled.of(history, 1, "order").instead().waiting().mean();
    double eight = Rescheduled.of(history, 8, "order").instead().waiting().mean();
    assertThat(eight).isLessThan(one / 10);
    assertThat(Rescheduled.of(history, 1, "shortest").instead().completion().mean())
        .isLessThan(Rescheduled.of(history, 1, "order").instead().completion().mean());
  }

  /** Trials of two slots on a worker of three, one after the other, and one of a single slot. */
  private static Workshop wide() {
    Workshop workshop = new Workshop(3, "cpu:0", "cpu:1", "cpu:2");
    workshop.submit(Duration.ZERO, Given.together(Given.epochs(Given.seeds("wide", 3), 5), 2));
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("one", 1), 5));
    workshop.finish();
    return workshop;
  }

  @Test
  void trialsOfSeveralSlots_takeThemTogether() {
    History history = history(wide());
    Offset<Double> close = Offset.offset(0.5);
    Rescheduled same = Rescheduled.of(history, 3, "order");
    assertThat(same.instead().makespan()).isEqualTo(same.happened().makespan(), close);
    assertThat(same.instead().utilisation())
        .isEqualTo(same.happened().utilisation(), Offset.offset(0.001))
        .isBetween(0.67, 1.0);
    assertThat(Rescheduled.of(history, 4, "order").instead().makespan())
        .as("two of them at a time")
        .isLessThan(0.8 * same.instead().makespan());
    assertThat(Rescheduled.of(history, 2, "order").instead().utilisation())
        .as("the last one has one of two slots")
        .isBetween(0.8, 0.95);
    assertThatThrownBy(() -> Rescheduled.of(history, 1, "order"))
        .hasMessage("wide-1.1 needs 2 slots together, and there would be 1; give at least as many");
  }

  @Test
  void roomBelowALimit_isKeptAsItWas() {
    DecisionSettings limited =
        DecisionSettings.DEFAULT.withOwners(Map.of("ada", new OwnerShare(2, 1)));
    Workshop workshop = new Workshop(3, limited, "cpu:0", "cpu:1", "cpu:2");
    for (int epochs : List.of(5, 20)) {
      workshop.submit(
          Duration.ZERO, Given.owned(Given.epochs(Given.seeds("runs", 1), epochs), "ada"));
    }
    workshop.submit(
        Duration.ZERO,
        Given.owned(Given.together(Given.epochs(Given.seeds("wide", 1), 5), 2), "ada"));
    workshop.submit(Duration.ZERO, Given.owned(Given.epochs(Given.seeds("late", 6), 5), "ada"));
    workshop.finish();
    Rescheduled same = Rescheduled.of(history(workshop), 3, "order");
    Offset<Double> close = Offset.offset(0.5);
    assertThat(same.instead().waiting().mean()).isEqualTo(same.happened().waiting().mean(), close);
    assertThat(same.instead().makespan()).isEqualTo(same.happened().makespan(), close);
  }

  @Test
  void trialsThatDidNotSucceed_areNamedAndTakeTheirSlots() {
    Workshop workshop = new Workshop(3, "cpu:0");
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("a", 1), 5));
    workshop.submit(Duration.ofSeconds(30), Given.epochs(Given.seeds("b", 1), 5));
    workshop.given.cancel("b-1");
    workshop.finish();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("c", 1), 50));
    workshop.submit(Duration.ofSeconds(100), Given.epochs(Given.seeds("d", 1), 5));
    Rescheduled result = Rescheduled.of(history(workshop), 1, "order");
    assertThat(result.happened().trials()).isEqualTo(1);
    assertThat(result.instead().trials()).isEqualTo(1);
    assertThat(result.censored())
        .containsEntry(TrialStatus.CANCELLED, 1)
        .containsEntry(TrialStatus.QUEUED, 2);
    assertThat(result.instead().makespan())
        .as("with what the one had that is not over")
        .isGreaterThan(result.happened().makespan());
  }

  @Test
  void ruleOrSlotsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> Rescheduled.of(new History(), 1, "luck"))
        .hasMessageContaining("no rule of placement is named luck; allowed: fair");
    assertThatThrownBy(() -> Rescheduled.of(new History(), 0, "order"))
        .hasMessageContaining("allowed: 1 of 1 or more");
  }
}
