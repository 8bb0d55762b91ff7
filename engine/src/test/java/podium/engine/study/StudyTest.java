package podium.engine.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import podium.engine.study.Outcome.Ended;

/** Small traces, as one works them out by hand. Nothing is known of the models: 10 s to start. */
final class StudyTest {
  private static final Offset<Double> NEARLY = Offset.offset(1e-6);

  private final List<TraceJob> jobs = new ArrayList<>();
  private Cluster cluster = new Cluster(1, 1);

  private void job(String model, int slots, double submitted, double seconds) {
    jobs.add(new TraceJob(String.valueOf(jobs.size()), model, slots, submitted, seconds * 4, 0.25));
  }

  private void job(int slots, double submitted, double seconds) {
    job("any", slots, submitted, seconds);
  }

  private Outcome run(String rule, Overhead overhead) {
    return new Study(cluster, rule, overhead).of(jobs);
  }

  private void ends(String rule, Overhead overhead, double... ends) {
    assertThat(run(rule, overhead).jobs().stream().mapToDouble(Ended::end).toArray())
        .as(rule)
        .containsExactly(ends, NEARLY);
  }

  @Test
  void order_oneSlot_isSubmissionAndStartsCostOnce() {
    job(1, 0, 100);
    job(1, 30, 5);
    job(1, 50, 1);

    ends("order", Overhead.START, 110, 125, 136);
  }

  @Test
  void order_overheadAtEveryEvent_isTakenOffWhoGoesOn() {
    job(1, 0, 100);
    job(1, 30, 5);
    job(1, 50, 1);

    // why: 30 and 20 s of running bring 20 and 10; nobody foresees a start-up of what remains
    ends("order", Overhead.EVERY_EVENT, 120, 125, 126);
  }

  @Test
  void everyEvent_shorterThanTheOverhead_bringsNothing() {
    job(1, 0, 100);
    job(1, 4, 5);
    job(1, 8, 1);

    ends("order", Overhead.EVERY_EVENT, 108, 113, 114);
  }

  @Test
  void srtf_shorterOneComes_interruptsAndStartsAnew() {
    job(1, 0, 100);
    job(1, 30, 5);

    ends("srtf", Overhead.START, 135, 45);
    ends("srtf", Overhead.EVERY_EVENT, 115, 35);
  }

  @Test
  void start_interruptedWhileItStarts_owesAllOfItAgain() {
    job(1, 0, 100);
    job(1, 4, 5);

    ends("srtf", Overhead.START, 129, 19);
  }

  @Test
  void start_eventWhileItStarts_owesTheRest() {
    job(1, 0, 5);
    job(1, 4, 100);

    ends("srtf", Overhead.START, 15, 125);
  }

  @Test
  void srsf_wideJob_countsItsSlots() {
    cluster = new Cluster(1, 2);
    job(2, 0, 100);
    job(1, 0, 150);

    ends("srtf", Overhead.START, 110, 270);
    ends("srsf", Overhead.START, 270, 160);
  }

  @Test
  void srtf_twoAlike_goInTheOrderOfSubmission() {
    job(1, 5, 50);
    job(1, 5, 50);
    job(1, 0, 50);

    assertThat(run("srtf", Overhead.START).jobs().stream().map(it -> it.job().name()))
        .containsExactly("2", "0", "1");
    ends("srtf", Overhead.START, 60, 120, 180);
  }

  @Test
  void shortest_shorterOneComes_waitsForTheEndButNotInLine() {
    job(1, 0, 100);
    job(1, 10, 50);
    job(1, 20, 5);

    ends("shortest", Overhead.START, 110, 185, 125);
  }

  @Test
  void fair_modelsShareAsOwners_whoHadLeastGoesFirst() {
    job("one", 1, 0, 100);
    job("one", 1, 10, 40);
    job("two", 1, 20, 40);

    ends("order", Overhead.START, 110, 160, 210);
    ends("fair", Overhead.START, 110, 210, 160);
  }

  @Test
  void fair_twoSlotsAtOnce_areShared() {
    cluster = new Cluster(1, 2);
    job("one", 1, 0, 50);
    job("one", 1, 0, 50);
    job("two", 1, 0, 50);
    job("two", 1, 0, 50);

    ends("order", Overhead.START, 60, 60, 120, 120);
    ends("fair", Overhead.START, 60, 120, 60, 120);
  }

  @Test
  void order_nextInLineDoesNotFit_laterOneThatFitsRuns() {
    cluster = new Cluster(1, 2);
    job(1, 0, 100);
    job(2, 1, 10);
    job(1, 2, 200);

    ends("order", Overhead.START, 110, 232, 212);
  }

  @Test
  void srtf_slotsOnDifferentNodes_areNotTogether() {
    cluster = new Cluster(2, 3);
    job(2, 0, 100);
    job(2, 0, 100);
    job(2, 0, 100);

    ends("srtf", Overhead.START, 110, 110, 220);
    ends("las", Overhead.START, 110, 110, 110);
  }

  @Test
  void srtf_moreThanANode_needsIdleNodesAndTheRest() {
    cluster = new Cluster(2, 8);
    job(5, 0, 50);
    job(12, 0, 100);
    ends("srtf", Overhead.START, 60, 170);

    jobs.clear();
    job(4, 0, 50);
    job(12, 0, 100);
    ends("srtf", Overhead.START, 60, 110);
  }

  @Test
  void las_whoHadEnough_goesBehindWhoIsNew() {
    job(1, 0, 10_000);
    job(1, 4_000, 100);

    // why: events at 3,250, 4,000, 4,100 and, after 7,200 s of running, 7,300 take 10 s each
    ends("las", Overhead.EVERY_EVENT, 10_130, 4_100);
    ends("las", Overhead.START, 10_130, 4_110);
  }

  @Test
  void las_classesChange_atTheirLimits() {
    job(1, 0, 10_000);
    job(1, 100, 4_000);

    // why: the second has class 0 from 3,250 to 6,500 and class 1 from 10,450 on
    ends("las", Overhead.START, 14_050, 11_220);
  }

  @Test
  void las_slots_multiplyWhatIsAttended() {
    cluster = new Cluster(1, 32);
    job(32, 0, 1_000);
    job(32, 50, 10);

    // why: 3,250 slot-seconds are 102 whole seconds of 32 slots
    ends("las", Overhead.START, 1_040, 122);
  }

  @Test
  void las_whoRunsInAClass_isNotInterruptedByWhoWaits() {
    cluster = new Cluster(1, 2);
    job(1, 0, 100);
    job(2, 1, 100);
    job(1, 2, 500);

    ends("las", Overhead.START, 110, 622, 512);
  }

  @Test
  void outcome_hasWaitingMakespanAndUtilisation() {
    cluster = new Cluster(1, 2);
    job(1, 0, 100);
    job(2, 30, 5);
    Outcome outcome = run("order", Overhead.START);

    assertThat(outcome.completion().mean()).isEqualTo(102.5);
    assertThat(outcome.completion().median()).isEqualTo(110);
    assertThat(outcome.waiting().mean()).isEqualTo(40);
    assertThat(outcome.makespan()).isEqualTo(125);
    assertThat(outcome.utilisation()).isEqualTo((110 + 2 * 15) / 250.0);
  }

  @Test
  void spread_isOfPlacesRoundedDown() {
    for (int i = 1; i <= 200; i++) {
      job(1, 0, i);
    }
    cluster = new Cluster(1, 200);
    Spread spread = run("order", Overhead.START).completion();

    assertThat(spread).isEqualTo(new Spread(110.5, 111, 201, 209));
  }

  @Test
  void startUp_isWhatWasMeasured_elseTenSeconds() {
    assertThat(StartUp.seconds("a2c", 1)).isEqualTo(38);
    assertThat(StartUp.seconds("a2c", 32)).isEqualTo(46);
    assertThat(StartUp.seconds("shufflenet_v2_x1_0", 16)).isEqualTo(7);
    assertThat(StartUp.seconds("a2c", 3)).isEqualTo(10);
    assertThat(StartUp.seconds("a2c", 64)).isEqualTo(10);
    assertThat(StartUp.seconds("resnet50", 1)).isEqualTo(10);
  }

  @Test
  void study_whatCannotBe_isRefused() {
    assertThatThrownBy(() -> new Study(cluster, "luck", Overhead.START))
        .hasMessageContaining("no rule of placement is named luck; allowed: fair, las, order");
    assertThatThrownBy(() -> new Cluster(0, 8)).hasMessageContaining("0 nodes of 8 slots");
    assertThatThrownBy(() -> job(0, 0, 1)).hasMessageContaining("job 0 needs 0 slots");
    assertThatThrownBy(() -> job(1, Double.NaN, 1)).hasMessageContaining("submitted NaN");
    job(2, 0, 1);
    assertThatThrownBy(() -> run("order", Overhead.START))
        .hasMessage("job 0 needs 2 slots; there are 1");
  }
}
