package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import podium.dashboard.Story;
import podium.dashboard.domain.Position.LogId;
import podium.engine.state.LogFold;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Space;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.DataFacts;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.request.Action;

final class BoardFoldTest {
  private static final class Memory implements Rows {
    private final Map<ExperimentId, ExperimentRow> experiments = new HashMap<>();
    private final Map<TrialId, Trial> trials = new HashMap<>();
    private final Map<String, WorkerRow> workers = new HashMap<>();

    void keep(Batch batch) {
      batch.experiments().forEach(row -> experiments.put(row.experiment(), row));
      batch.trials().forEach(trial -> trials.put(trial.row().identity().trial(), trial));
      batch.workers().forEach(row -> workers.put(row.worker(), row));
    }

    @Override
    public Optional<ExperimentRow> experiment(ExperimentId experiment) {
      return Optional.ofNullable(experiments.get(experiment));
    }

    @Override
    public Optional<Trial> trial(TrialId trial) {
      return Optional.ofNullable(trials.get(trial));
    }

    @Override
    public Optional<WorkerRow> worker(String worker) {
      return Optional.ofNullable(workers.get(worker));
    }
  }

  private static final Position START = Position.begin("g", LogId.NONE);

  private static Batch fold(Story story) {
    return fold(story, new Memory(), START, new LogFold(), story.log().size());
  }

  private static Batch fold(Story story, Rows rows, Position from, LogFold log, int to) {
    BoardFold folder = new BoardFold(rows, from);
    for (int offset = (int) from.offset(); offset < to; offset++) {
      byte[] record = story.log().get(offset);
      folder.fold(log.read(offset, record), record);
    }
    return folder.batch();
  }

  private static Trial trial(Batch batch, String trial) {
    return batch.trials().stream()
        .filter(each -> each.row().identity().trial().equals(new TrialId(trial)))
        .findFirst()
        .orElseThrow();
  }

  private static Story mine() {
    return new Story()
        .term()
        .worker("anvil", 2)
        .experiment("mine", 1, "", List.of("resnet18", "vgg16"), 10);
  }

  private static DataFacts data(String fingerprint) {
    return new DataFacts(fingerprint, List.of());
  }

  @Test
  void best_overAnyAttempts_isTheMaximumOfWhatCounts() {
    for (int seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Story story = mine();
      TreeMap<Integer, Double> counts = new TreeMap<>();
      for (int attempt = 1; attempt <= 1 + random.nextInt(4); attempt++) {
        if (attempt > 1) {
          story.lost("mine-1.1", attempt - 1);
        }
        int from = random.nextInt(1 + (counts.isEmpty() ? 0 : counts.lastKey()));
        story.placed("mine-1.1", attempt, "cuda:0").started("mine-1.1", attempt, from, 7);
        for (int epoch = from + 1; epoch <= Math.min(10, from + 1 + random.nextInt(4)); epoch++) {
          double accuracy = random.nextInt(1, 9) / 8.0;
          story.epoch("mine-1.1", attempt, epoch, accuracy, 1);
          counts.tailMap(epoch, true).clear();
          counts.put(epoch, accuracy);
        }
      }
      Learning learning = trial(fold(story), "mine-1.1").row().learning();
      double best = Collections.max(counts.values());
      assertThat(learning.bestTestAccuracy()).as("seed %d", seed).contains(best);
      assertThat(counts.get(learning.bestEpoch().orElseThrow()))
          .as("seed %d", seed)
          .isEqualTo(best);
      assertThat(learning.epoch()).as("seed %d", seed).isEqualTo(counts.lastKey());
      assertThat(learning.seconds()).as("seed %d", seed).isEqualTo(counts.size());
    }
  }

  @Test
  void started_onOtherDataThanTheExperimentBegan_isMarked() {
    Batch batch =
        fold(
            mine()
                .placed("mine-1.2", 1, "cuda:0")
                .started("mine-1.2", 1, 0, 7, data("before"))
                .placed("mine-1.1", 1, "cuda:1")
                .started("mine-1.1", 1, 0, 7, data("after")));
    assertThat(trial(batch, "mine-1.2").row().data())
        .isEqualTo(new TrialData(Optional.of("before"), Optional.empty()));
    assertThat(trial(batch, "mine-1.1").row().data())
        .isEqualTo(new TrialData(Optional.of("after"), Optional.of(new TrialId("mine-1.2"))));
    assertThat(batch.experiments().getLast().firstData())
        .contains(new FirstData("before", new TrialId("mine-1.2")));
    assertThat(batch.experiments().getLast().counts()).isEqualTo(new Counts(0, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void started_anewOnTheDataItsExperimentBeganWith_isMarkedNoMore() {
    Story story =
        mine()
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 7, data("before"))
            .lost("mine-1.1", 1)
            .placed("mine-1.1", 2, "cuda:0")
            .started("mine-1.1", 2, 0, 7, data("after"));
    assertThat(trial(fold(story), "mine-1.1").row().data().otherDataThan())
        .contains(new TrialId("mine-1.1"));
    story
        .lost("mine-1.1", 2)
        .placed("mine-1.1", 3, "cuda:0")
        .started("mine-1.1", 3, 0, 7, data("before"));
    assertThat(trial(fold(story), "mine-1.1").row().data().otherDataThan()).isEmpty();
  }

  @Test
  void started_byAnEarlierVersion_saysNothingOfItsData() {
    Batch batch =
        fold(
            mine()
                .placed("mine-1.2", 1, "cuda:0")
                .started("mine-1.2", 1, 0, 7)
                .placed("mine-1.1", 1, "cuda:1")
                .started("mine-1.1", 1, 0, 7, data("after")));
    assertThat(trial(batch, "mine-1.2").row().data()).isEqualTo(TrialData.NONE);
    assertThat(trial(batch, "mine-1.1").row().data().otherDataThan()).isEmpty();
  }

  @Test
  void accepted_twoModels_twoQueuedTrials() {
    Batch batch = fold(mine());

    assertThat(batch.experiments())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.counts()).isEqualTo(new Counts(2, 0, 0, 0, 0, 0, 0));
              assertThat(row.accepted()).isEqualTo(2);
            });
    TrialRow first = trial(batch, "mine-1.1").row();
    assertThat(first.identity().model()).isEqualTo("resnet18");
    assertThat(first.identity().number()).isEqualTo(1);
    assertThat(first.identity().epochs()).isEqualTo(10);
    assertThat(first.standing().status()).isEqualTo(TrialStatus.QUEUED);
  }

  @Test
  void suggested_trial_waitsBesideTheOthersOfItsExperiment() {
    TrialEntry entry =
        new TrialEntry(new TrialId("found-1.3"), Map.of("model", "vgg16", "learningRate", 0.5));
    Event suggested = new Event.TrialSuggested(new ExperimentId("found-1"), entry);
    Batch batch = fold(new Story().term().event(found()).event(suggested));
    assertThat(batch.experiments().getFirst())
        .returns(3, ExperimentRow::trials)
        .returns(new Counts(3, 0, 0, 0, 0, 0, 0), ExperimentRow::counts);
    assertThat(trial(batch, "found-1.3").row().identity())
        .returns(3, TrialIdentity::number)
        .returns("vgg16", TrialIdentity::model)
        .returns(10, TrialIdentity::epochs)
        .returns("digits", TrialIdentity::dataset)
        .returns(entry.assignment(), TrialIdentity::assignment);
    assertThat(trial(batch, "found-1.3").row().standing().status()).isEqualTo(TrialStatus.QUEUED);
    assertThat(fold(new Story().term().event(suggested)).trials()).isEmpty();
  }

  /** A search of four points that begins with two. */
  private static Event found() {
    Search search =
        new Search(
            Search.Method.TPE, 4, 0, Map.of("learningRate", new Space(Space.Scale.LOG, 1e-4, 1)));
    ExperimentSpec spec =
        new ExperimentSpec(
            "found",
            Optional.empty(),
            "digits",
            Map.of("model", List.of("resnet18", "vgg16")),
            List.of(),
            List.of(),
            List.of(),
            search,
            Recipe.defaults(),
            "none",
            Resources.ANY,
            0,
            false,
            "",
            Limits.NONE,
            List.of(),
            Stopping.NONE);
    ExperimentId id = new ExperimentId("found-1");
    return new Event.ExperimentAccepted(
        new Source("podium.requests", 0, 0),
        id,
        spec,
        Stream.of(1, 2)
            .map(number -> new TrialEntry(id.trial(number), spec.assignments().get(number - 1)))
            .toList());
  }

  @Test
  void trials_heldPromotedAndStopped_standAndAreCountedAsThat() {
    Story held =
        held("mine-1.1", 0.5, 1)
            .apply(
                new Story()
                    .term()
                    .worker("anvil", 2)
                    .experiment(
                        "mine",
                        1,
                        "",
                        List.of("resnet18", "vgg16"),
                        10,
                        new Stopping(Stopping.Rule.ASHA, 1, 3, 3, 0)));
    assertThat(fold(held).experiments().getFirst().counts())
        .isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
    assertThat(trial(fold(held), "mine-1.1").row().standing().reason().orElseThrow())
        .isEqualTo("held at the rung of epoch 1: place 1 of 1 with an accuracy of 50.00 %");
    Story stopped =
        held("mine-1.2", 0.25, 2)
            .apply(held)
            .event(new Event.TrialPromoted(new TrialId("mine-1.1"), 1, new Reason.BestLeft(1)))
            .event(
                new Event.TrialEnded(
                    new TrialId("mine-1.2"),
                    TrialStatus.STOPPED,
                    new Reason.NotPromoted(1, 0.25, 2, 2)));
    Batch batch = fold(stopped);
    assertThat(batch.experiments().getFirst().counts()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 1));
    assertThat(trial(batch, "mine-1.1").row().standing().reason().orElseThrow())
        .contains("the best that is left");
    assertThat(trial(batch, "mine-1.2").row().standing().reason().orElseThrow())
        .isEqualTo("not promoted at the rung of epoch 1: place 2 of 2 with an accuracy of 25.00 %");
  }

  /** The trial is held at the first rung. */
  private static UnaryOperator<Story> held(String trial, double accuracy, int place) {
    return story ->
        story
            .placed(trial, 1, "cuda:0")
            .started(trial, 1, 0, 5)
            .epoch(trial, 1, 1, accuracy, 1)
            .event(new Event.StopOrdered(new TrialId(trial), 1, Outcome.PREEMPTED))
            .attemptEnded(trial, 1, Outcome.PREEMPTED, "")
            .event(
                new Event.TrialPaused(
                    new TrialId(trial), new Reason.AtRung(1, accuracy, place, place)));
  }

  private static Event asked(long offset, Action action, String... trials) {
    return new Event.RequestAccepted(
        new Source("podium.requests", 0, offset),
        Optional.of("k" + offset),
        action,
        List.of(new ExperimentId("mine-1")),
        Stream.of(trials).map(TrialId::new).toList());
  }

  @Test
  void asked_ofTrials_standAndAreCountedWhereTheyWereSent() {
    Story story =
        mine()
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 5)
            .event(asked(7, new Action.Pause("mine", false), "mine-1.1", "mine-1.2"))
            .event(new Event.TrialPaused(new TrialId("mine-1.2"), new Reason.Paused()));
    Batch paused = fold(story);
    assertThat(paused.experiments().getFirst().counts()).isEqualTo(new Counts(0, 1, 1, 0, 0, 0, 0));
    assertThat(trial(paused, "mine-1.1").row().standing().reason().orElseThrow())
        .contains("once its epoch is over");
    assertThat(paused.requests().getLast())
        .returns("pause", RequestRow::verb)
        .returns(2, RequestRow::trials)
        .returns(Optional.of("k7"), RequestRow::key);

    Story further =
        story
            .attemptEnded("mine-1.1", 1, Outcome.DIVERGED, "")
            .event(
                new Event.TrialEnded(
                    new TrialId("mine-1.1"), TrialStatus.FAILED, new Reason.Said("diverged")))
            .event(
                new Event.CancelAccepted(
                    new Source("podium.requests", 0, 8),
                    Optional.empty(),
                    "mine-1.2",
                    List.of(new TrialId("mine-1.2"))))
            .event(
                new Event.TrialEnded(
                    new TrialId("mine-1.2"), TrialStatus.CANCELLED, new Reason.Cancelled()))
            .event(asked(9, new Action.Retry("mine", false), "mine-1.1", "mine-1.2"))
            .event(
                asked(
                    10,
                    new Action.Change(
                        "mine", Optional.of(9), Optional.of(List.of("x")), Optional.empty())));
    Batch again = fold(further);
    assertThat(again.experiments().getFirst())
        .returns(new Counts(2, 0, 0, 0, 0, 0, 0), ExperimentRow::counts)
        .returns(9, ExperimentRow::priority)
        .returns(List.of("x"), ExperimentRow::tags);
    assertThat(trial(again, "mine-1.1").row().standing().endedAt()).isEmpty();
  }

  @Test
  void drained_worker_staysSoWhenItComesAgain() {
    Batch batch =
        fold(
            mine()
                .event(asked(7, new Action.Drain("anvil", Optional.of("cuda:1"))))
                .worker("anvil", 2));
    assertThat(batch.workers().getLast().drained()).containsExactly("cuda:1");
  }

  @Test
  void slotLeftOut_saysWhyUntilItIsTriedOrReleased() {
    Event leftOut =
        new Event.SlotQuarantined(
            "anvil",
            Story.WORKER_INCARNATION,
            "cuda:1",
            new Reason.Faulty(3, Outcome.HUNG, Duration.ofMinutes(10)));
    assertThat(fold(mine().event(leftOut)).workers().getLast().resting())
        .containsOnlyKeys("cuda:1")
        .hasValueSatisfying(new Condition<>(why -> why.contains("the last as HUNG"), "a reason"));
    for (Event over :
        List.of(
            new Event.SlotProbed("anvil", "cuda:1"),
            asked(7, new Action.Release("anvil", Optional.empty())))) {
      assertThat(fold(mine().event(leftOut).event(over)).workers().getLast().resting()).isEmpty();
    }
  }

  @Test
  void trained_toTheEnd_bestSecondsAndStatusHistory() {
    Batch batch =
        fold(
            mine()
                .placed("mine-1.1", 1, "cuda:0")
                .started("mine-1.1", 1, 0, 11_000_000)
                .epoch("mine-1.1", 1, 1, 0.5, 10)
                .epoch("mine-1.1", 1, 2, 0.75, 10)
                .epoch("mine-1.1", 1, 3, 0.7, 10)
                .succeeded("mine-1.1", 1));

    TrialRow row = trial(batch, "mine-1.1").row();
    assertThat(row.learning().bestTestAccuracy()).contains(0.75);
    assertThat(row.learning().bestEpoch()).contains(2);
    assertThat(row.learning().testAccuracy()).contains(0.7);
    assertThat(row.learning().seconds()).isEqualTo(30);
    assertThat(row.learning().parameters()).contains(11_000_000L);
    assertThat(row.learning().multiplyAdds()).contains(33_000_000L);
    assertThat(row.standing().status()).isEqualTo(TrialStatus.SUCCEEDED);
    assertThat(row.standing().endedAt()).isPresent();
    assertThat(
            batch.statuses().stream().filter(span -> span.trial().equals(new TrialId("mine-1.1"))))
        .containsExactly(
            new StatusRow(new TrialId("mine-1.1"), TrialStatus.QUEUED, 2, Optional.of(3L)),
            new StatusRow(new TrialId("mine-1.1"), TrialStatus.RUNNING, 3, Optional.of(9L)),
            new StatusRow(new TrialId("mine-1.1"), TrialStatus.SUCCEEDED, 9, Optional.empty()));
    assertThat(batch.experiments().getFirst().counts()).isEqualTo(new Counts(1, 0, 0, 1, 0, 0, 0));
    assertThat(batch.events()).hasSize(7);
  }

  @Test
  void heldOutImages_bestEpochIsChosenByThemAndItsTestAccuracyShown() {
    Story story =
        mine()
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 5)
            .epoch("mine-1.1", 1, 1, 0.5, new Score(1, 40, 100))
            .epoch("mine-1.1", 1, 2, 0.6, new Score(1, 70, 100))
            .epoch("mine-1.1", 1, 3, 0.9, new Score(1, 70, 100))
            .epoch("mine-1.1", 1, 4, 0.95, new Score(1, 65, 100));

    Learning learning = trial(fold(story), "mine-1.1").row().learning();
    assertThat(learning.bestTestAccuracy()).contains(0.6);
    assertThat(learning.bestValidationAccuracy()).contains(0.7);
    assertThat(learning.bestEpoch()).contains(2);

    story
        .lost("mine-1.1", 1)
        .placed("mine-1.1", 2, "cuda:0")
        .started("mine-1.1", 2, 1, 5)
        .epoch("mine-1.1", 2, 2, 0.55, new Score(1, 30, 100));
    Learning after = trial(fold(story), "mine-1.1").row().learning();
    assertThat(after.bestTestAccuracy()).contains(0.5);
    assertThat(after.bestValidationAccuracy()).contains(0.4);
    assertThat(after.bestEpoch()).contains(1);
  }

  @Test
  void laterAttempt_sameEpochAgain_supersedesOlderFromThere() {
    Batch batch =
        fold(
            mine()
                .placed("mine-1.1", 1, "cuda:0")
                .started("mine-1.1", 1, 0, 5)
                .epoch("mine-1.1", 1, 1, 0.2, 10)
                .epoch("mine-1.1", 1, 2, 0.3, 10)
                .epoch("mine-1.1", 1, 3, 0.4, 10)
                .epoch("mine-1.1", 1, 4, 0.9, 10)
                .epoch("mine-1.1", 1, 5, 0.95, 10)
                .lost("mine-1.1", 1)
                .placed("mine-1.1", 2, "cuda:0")
                .started("mine-1.1", 2, 3, 5)
                .epoch("mine-1.1", 2, 4, 0.5, 7));

    Trial trial = trial(batch, "mine-1.1");
    assertThat(trial.row().learning().bestTestAccuracy()).contains(0.5);
    assertThat(trial.row().learning().epoch()).isEqualTo(4);
    assertThat(trial.row().learning().seconds()).isEqualTo(37);
    assertThat(trial.row().standing().attempts()).isEqualTo(2);
    assertThat(trial.counting()).extracting(Mark::attempt).containsExactly(1, 1, 1, 2);
    assertThat(batch.superseded())
        .containsExactly(new Change.Supersede(new TrialId("mine-1.1"), 2, 4, batch.next() - 1));
    assertThat(batch.attempts())
        .extracting(AttemptRow::outcome)
        .containsExactly(Optional.of(Outcome.LOST_WORKER), Optional.empty());
  }

  @Test
  void extremes_areOfTheEpochsThatCount() {
    Story story =
        mine()
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 5)
            .epoch("mine-1.1", 1, 1, 0.6, 10)
            .epoch("mine-1.1", 1, 2, 0.9, 10)
            .epoch("mine-1.1", 1, 3, 0.3, 10);
    Extremes first = trial(fold(story), "mine-1.1").row().learning().extremes();
    assertThat(first.minTestAccuracy()).contains(0.3);
    assertThat(first.maxTestAccuracy()).contains(0.9);
    assertThat(first.minTrainAccuracy()).contains(0.34);
    assertThat(first.maxTrainAccuracy()).contains(0.94);
    assertThat(first.minTrainLoss()).contains(2.3 * Math.exp(-0.75));
    assertThat(first.maxTrainLoss()).contains(2.3 * Math.exp(-0.25));
    assertThat(first.minTestLoss()).contains(2.3 * Math.exp(-0.2 * 3) + 0.1);
    assertThat(first.maxTestLoss()).contains(2.3 * Math.exp(-0.2) + 0.1);

    story
        .lost("mine-1.1", 1)
        .placed("mine-1.1", 2, "cuda:0")
        .started("mine-1.1", 2, 1, 5)
        .epoch("mine-1.1", 2, 2, 0.7, 7);
    Extremes after = trial(fold(story), "mine-1.1").row().learning().extremes();
    assertThat(after.minTestAccuracy()).contains(0.6);
    assertThat(after.maxTestAccuracy()).as("0.9 was trained anew, as 0.7").contains(0.7);
    assertThat(after.minTestLoss()).contains(2.3 * Math.exp(-0.4) + 0.1);

    TrialRow running = trial(fold(story), "mine-1.1").row();
    assertThat(Accuracy.MIN.of(running)).as("it may learn more").isEmpty();
    story.epoch("mine-1.1", 2, 3, 0.65, 7).succeeded("mine-1.1", 2);
    TrialRow succeeded = trial(fold(story), "mine-1.1").row();
    assertThat(Accuracy.MIN.of(succeeded)).contains(0.6);
    assertThat(Accuracy.MAX.of(succeeded)).contains(0.7);
    assertThat(Accuracy.LAST.of(succeeded)).contains(0.65);
  }

  @Test
  void reportFenced_goodAccuracy_rankingUnmoved() {
    Story before =
        mine()
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 5)
            .epoch("mine-1.1", 1, 1, 0.2, 1);
    TrialRow row = trial(fold(before), "mine-1.1").row();

    Batch after =
        fold(
            before.event(
                new Event.ReportFenced(
                    new TrialId("mine-1.1"),
                    1,
                    "i",
                    9,
                    "Epoch",
                    new Reason.Said("attempt 1 is over"))));

    assertThat(trial(after, "mine-1.1").row()).isEqualTo(row);
    assertThat(after.totals().fencedReports()).isEqualTo(1);
  }

  @Test
  void epochOfOldAttempt_afterNewPlacement_changesNothing() {
    Story before =
        mine().placed("mine-1.1", 1, "cuda:0").lost("mine-1.1", 1).placed("mine-1.1", 2, "cuda:0");

    Batch after = fold(before.epoch("mine-1.1", 1, 1, 0.99, 1));

    assertThat(trial(after, "mine-1.1").row().learning()).isEqualTo(Learning.NONE);
    assertThat(after.totals().refused()).isOne();
  }

  @Test
  void duplicateRejectedLostRequests_counted() {
    Source source = new Source("podium.requests", 0, 4);
    Batch batch =
        fold(
            mine()
                .event(new Event.RequestDuplicate(source, "k", "mine-1"))
                .event(new Event.RequestsLost("podium.requests", 2, 6, 9, ""))
                .rejected("{", "not JSON"));

    assertThat(batch.totals().duplicates()).isEqualTo(1);
    assertThat(batch.totals().lostRequests()).isEqualTo(3);
    assertThat(batch.totals().rejected()).isEqualTo(1);
    assertThat(batch.totals().experiments()).isEqualTo(1);
    assertThat(batch.rejected())
        .satisfiesExactly(
            row -> {
              assertThat(row.source()).isEqualTo(new Source("podium.requests", 2, 6));
              assertThat(row.reasons())
                  .singleElement()
                  .asString()
                  .contains("partition 2, no longer holds offsets 6 to 8");
            },
            row -> assertThat(row.reasons()).containsExactly("not JSON"));
  }

  @Test
  void recordsOfOldTermAndGarbage_voidedNotApplied() {
    Story story = mine().term();
    story.ghost(
        new Event.TrialEnded(
            new TrialId("mine-1.1"), TrialStatus.FAILED, new Reason.Said("ghost")));
    story.log().add("{not json".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    Batch batch = fold(story.placed("mine-1.1", 1, "cuda:0"));

    assertThat(batch.place().voided()).isEqualTo(2);
    assertThat(trial(batch, "mine-1.1").row().standing().status()).isEqualTo(TrialStatus.RUNNING);
  }

  @Test
  void workerSuspectedRecoveredLost_statusFollowsOnlyItsIncarnation() {
    Story story = mine().suspected("anvil");
    assertThat(fold(story).workers().getFirst().status()).isEqualTo(WorkerRow.Status.SUSPECT);

    story.event(new Event.WorkerLost("anvil", "another incarnation", new Reason.Said("old news")));
    assertThat(fold(story).workers().getFirst().status()).isEqualTo(WorkerRow.Status.SUSPECT);

    story.event(new Event.WorkerRecovered("anvil", Story.WORKER_INCARNATION));
    assertThat(fold(story).workers().getFirst().status()).isEqualTo(WorkerRow.Status.ALIVE);
  }

  @Test
  void workerStopped_leftAndNotLost() {
    Story story = mine().event(new Event.WorkerLeft("anvil", Story.WORKER_INCARNATION));

    WorkerRow left = fold(story).workers().getFirst();

    assertThat(left.status()).isEqualTo(WorkerRow.Status.LEFT);
    assertThat(left.note()).isEqualTo("it was stopped");
  }

  @Test
  void folding_inAnyBatchSizes_sameRows() {
    Story story =
        mine()
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 5)
            .epoch("mine-1.1", 1, 1, 0.2, 0.1)
            .epoch("mine-1.1", 1, 2, 0.3, 0.2)
            .lost("mine-1.1", 1)
            .placed("mine-1.1", 2, "cuda:0")
            .started("mine-1.1", 2, 1, 5)
            .epoch("mine-1.1", 2, 2, 0.25, 0.3)
            .succeeded("mine-1.1", 2);
    Trial whole = trial(fold(story), "mine-1.1");
    for (int size = 1; size < 6; size++) {
      Memory memory = new Memory();
      Position position = START;
      LogFold log = new LogFold();
      for (int from = 0; from < story.log().size(); from += size) {
        Batch batch = fold(story, memory, position, log, Math.min(from + size, story.log().size()));
        memory.keep(batch);
        position = position.after(batch);
      }
      assertThat(memory.trial(new TrialId("mine-1.1"))).contains(whole);
    }
  }
}
