package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.forecast.Expected;
import podium.engine.placement.Wait;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Search;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Score;
import podium.protocol.request.Action;

final class LogViewTest {
  private final LogView view = new LogView();
  private long index;

  @Test
  void apply_laterAttemptAtSameEpoch_supersedesOlderPoints() {
    tell(Story.accepted(Story.source(0), 0, "a", "resnet18"));
    tell(Story.placed("a-1.1", 1));
    tell(Story.epoch("a-1.1", 1, 1, 350));
    tell(Story.epoch("a-1.1", 1, 2, 359));
    tell(Story.placed("a-1.1", 2));
    tell(Story.epoch("a-1.1", 2, 1, 300));
    TrialRow row = view.trial(new TrialId("a-1.1")).orElseThrow();
    assertThat(row.epoch()).isEqualTo(1);
    assertThat(row.attempts()).isEqualTo(2);
    assertThat(row.bestTestAccuracy()).contains(300 / 360.0);
    assertThat(row.seconds()).isEqualTo(3.5);
  }

  @Test
  void bestTestAccuracy_ofHeldOutImages_isThatOfTheirBestEpoch() {
    tell(Story.accepted(Story.source(0), 0, "a", "resnet18"));
    tell(Story.placed("a-1.1", 1));
    tell(Story.epoch("a-1.1", 1, 1, 300, new Score(0.5, 80, 100)));
    tell(Story.epoch("a-1.1", 1, 2, 359, new Score(0.5, 80, 100)));
    TrialRow row = view.trial(new TrialId("a-1.1")).orElseThrow();
    assertThat(row.bestTestAccuracy()).contains(300 / 360.0);
    assertThat(Words.epoch(row, row.results().values().iterator().next()))
        .contains(
            "validation Loss: 0.500 | Acc: 80.000% (80/100)  test Loss: 0.250 | Acc: 83.333%");
  }

  @Test
  void trials_suggestedLater_areOfTheirExperiment() {
    tell(Story.accepted(Story.source(0), 0, "a", "resnet18"));
    TrialEntry entry =
        new TrialEntry(new TrialId("a-1.2"), Map.of("model", "vgg16", "learningRate", 0.5));
    tell(new Event.TrialSuggested(new ExperimentId("a-1"), entry));
    assertThat(view.trialsOf(new ExperimentId("a-1")))
        .extracting(TrialRow::trial)
        .containsExactly(new TrialId("a-1.1"), new TrialId("a-1.2"));
    TrialRow row = view.trial(new TrialId("a-1.2")).orElseThrow();
    assertThat(row.status()).isEqualTo(TrialStatus.QUEUED);
    assertThat(row.spec().recipe().learningRate()).isEqualTo(0.5);
    assertThat(view.queue()).extracting(TrialRow::trial).contains(row.trial());
  }

  @Test
  void queue_higherPriority_comesFirst() {
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18"));
    tell(Story.accepted(Story.source(1), 5, "b", "alexnet"));
    tell(Story.placed("a-1.1", 1));
    assertThat(view.queue())
        .extracting(TrialRow::trial)
        .containsExactly(new TrialId("b-1.1"), new TrialId("a-1.2"));
  }

  @Test
  void place_ofSeveralSlots_namesAllOfThem() {
    tell(Story.accepted(Story.source(0), 0, "a", "resnet18"));
    tell(
        new Event.TrialPlaced(
            new TrialId("a-1.1"),
            1,
            List.of(new Grant("w", "i", "cpu:1"), new Grant("w", "i", "cpu:0")),
            List.of(),
            new Reason.FirstInOrder(0)));
    assertThat(view.trial(new TrialId("a-1.1")).orElseThrow().place())
        .as("the one that trains it first")
        .isEqualTo("w cpu:1, cpu:0");
  }

  @Test
  void attemptInParts_isToldAndRecomputedSo() {
    tell(Story.accepted(Story.source(0), 0, "a", "resnet18"));
    tell(
        new Event.TrialPlaced(
            new TrialId("a-1.1"),
            2,
            List.of(new Grant("w", "i", "cpu:0")),
            List.of(),
            new Reason.FirstInOrder(0),
            Optional.of(32)));
    TrialRow row = view.trial(new TrialId("a-1.1")).orElseThrow();
    assertThat(row.reason()).endsWith("; it computes 32 of a batch's images at a time");
    TrialStory story = new TrialStory(row, Map.of(), Map.of(), Map.of(2, 32));
    assertThat(story.specOf(checkpoint(1))).isEqualTo(row.spec());
    assertThat(story.specOf(checkpoint(2)).recipe())
        .isEqualTo(row.spec().recipe().with("microBatch", 32L));
  }

  private static CheckpointRef checkpoint(int ofAttempt) {
    return new CheckpointRef(1, "a-1.1/" + ofAttempt + "/1", "sha", 1);
  }

  @Test
  void fact_everyAnswer_isFoundByItsSource() {
    tell(Story.accepted(Story.source(0), 0, "a", "resnet18"));
    tell(new Event.RequestRejected(Story.source(1), java.util.List.of("why"), "x", 1, "ab"));
    tell(new Event.RequestDuplicate(Story.source(2), "key", "a-1"));
    assertThat(view.fact(Story.source(0), ""))
        .contains(
            new Fact.Accepted(
                "submit", new ExperimentId("a-1"), java.util.List.of(new TrialId("a-1.1")), 0));
    assertThat(view.fact(Story.source(1), ""))
        .contains(new Fact.Rejected(java.util.List.of("why")));
    assertThat(view.fact(Story.source(2), "")).contains(new Fact.Duplicate("key", "a-1"));
    assertThat(view.fact(Story.source(3), "")).isEmpty();
  }

  @Test
  void fact_ofASearch_countsTheTrialsThatItSuggestsLater() {
    Given given = new Given();
    given.submit(Given.searching("s", Search.Method.TPE, Optional.empty(), 20));
    Event.ExperimentAccepted accepted = given.last(Event.ExperimentAccepted.class);
    tell(accepted);
    List<TrialId> now = accepted.trials().stream().map(TrialEntry::trial).toList();
    assertThat(now).hasSizeBetween(1, 19);
    assertThat(view.fact(accepted.source(), ""))
        .contains(new Fact.Accepted("submit", accepted.experiment(), now, 20 - now.size()));
  }

  @Test
  void fact_ofTheSamePlaceInAnotherTopic_isNoAnswer() {
    tell(new Event.SchedulerStarted(DecisionSettings.DEFAULT, "a", NodeAddress.UNKNOWN));
    tell(new Event.RequestRejected(Story.source(0), java.util.List.of("of a"), "x", 1, "ab"));
    assertThat(view.fact(Story.source(0), "a")).isPresent();
    assertThat(view.fact(Story.source(0), "b")).as("the scheduler does not know b yet").isEmpty();
    tell(new Event.SchedulerStarted(DecisionSettings.DEFAULT, "b", NodeAddress.UNKNOWN));
    assertThat(view.fact(Story.source(0), "b")).isEmpty();
    tell(new Event.RequestRejected(Story.source(0), java.util.List.of("of b"), "x", 1, "ab"));
    assertThat(view.fact(Story.source(0), "b"))
        .contains(new Fact.Rejected(java.util.List.of("of b")));
  }

  @Test
  void fact_ofAPlaceThatTheTopicLost_isNoAnswer() {
    tell(Story.accepted(Story.source(3), 0, "a", "resnet18"));
    tell(Story.accepted(Story.source(4), 0, "b", "resnet18"));
    tell(new Event.RequestsLost("podium.requests", 1, 5, 3, ""));
    assertThat(view.fact(Story.source(4), "")).as("another partition").isPresent();
    tell(new Event.RequestsLost("podium.requests", 0, 5, 4, ""));
    assertThat(view.fact(Story.source(4), "")).isEmpty();
    assertThat(view.fact(Story.source(3), "")).isPresent();
  }

  @Test
  void statusTables_explained_queueIsInTheRulesOrderAndSaysWhatItWaitsFor() {
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18"));
    Map<TrialId, Wait> waits = new LinkedHashMap<>();
    waits.put(new TrialId("a-1.2"), new Wait.NoFreeSlot(0));
    waits.put(new TrialId("a-1.1"), new Wait.NotOffered("the model vgg16"));
    view.explain(Expected.of(Instant.EPOCH, waits));
    assertThat(view.queue().stream().map(row -> row.trial().value()))
        .containsExactly("a-1.2", "a-1.1");
    assertThat(String.join("\n", StatusTables.lines(view)))
        .contains("for the next free slot", "for a worker that has the model vgg16");
  }

  @Test
  void statusTables_wholeStory_showsEverySection() {
    tell(Story.worker());
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18", "alexnet"));
    tell(Story.placed("a-1.1", 1));
    tell(Story.epoch("a-1.1", 1, 1, 180));
    tell(Story.attemptEnded("a-1.2", 1, 1, Outcome.FAILED_CODE));
    tell(Story.ended("a-1.2", TrialStatus.FAILED));
    assertThat(String.join("\n", StatusTables.lines(view)))
        .contains("Experiments (1)", "Trials (2)", "Queue (1)", "Workers (1)")
        .contains("50.00 %", "it broke", "cpu:0", "READY", "1/2");
  }

  @Test
  void statusTables_slotThatWaitsForItsDisk_saysSoBesideTheTrial() {
    tell(Story.worker());
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18"));
    tell(Story.placed("a-1.1", 2));
    String full = "waits for room on disk: /data/checkpoints";
    Progress waits = Progress.before(new TrialId("a-1.1"), 2, "w", "cpu:0", 2, full, 0, 0);
    Progress decodes = Progress.before(new TrialId("a-1.1"), 2, "w", "cpu:0", 2, "decoding", 1, 2);
    assertThat(String.join("\n", StatusTables.lines(view, List.of(decodes, waits)))).contains(full);
    assertThat(String.join("\n", StatusTables.lines(view, List.of(waits, decodes))))
        .doesNotContain("waits for");
    Progress earlier = Progress.before(new TrialId("a-1.1"), 1, "w", "cpu:0", 2, full, 0, 0);
    assertThat(String.join("\n", StatusTables.lines(view, List.of(earlier))))
        .doesNotContain("waits for");
  }

  @Test
  void slotThatIsLeftOut_saysWhy_untilItIsTriedAgain() {
    tell(Story.worker());
    String slot = view.workers().getFirst().slots().getFirst().name();
    tell(new Event.SlotQuarantined("w", "i", slot, new Reason.GpuTaken("GPU-1", "anvil")));
    assertThat(String.join("\n", StatusTables.lines(view)))
        .contains(slot + " (left out: ")
        .contains("anvil");
    assertThat(slotsOf(AnswerJson.status(view, List.of())))
        .allSatisfy(row -> assertThat(row.get("leftOut").asBoolean()).isTrue())
        .allSatisfy(row -> assertThat(row.get("reason").asText()).contains("anvil"));
    tell(new Event.SlotProbed("w", slot));
    assertThat(String.join("\n", StatusTables.lines(view))).doesNotContain("left out");
    assertThat(slotsOf(AnswerJson.status(view, List.of())).get(0).get("reason").asText()).isEmpty();
  }

  private static JsonNode slotsOf(JsonNode status) {
    return status.get("workers").get(0).get("slots");
  }

  @Test
  void statusTables_workerStoppedOnPurpose_hasLeft() {
    tell(Story.worker());
    tell(new Event.WorkerLeft("w", "i"));
    assertThat(String.join("\n", StatusTables.lines(view))).contains("LEFT").doesNotContain("LOST");
  }

  @Test
  void finalTable_bestOfSucceeded_isMarkedOnce() {
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18", "alexnet"));
    for (int trial = 1; trial <= 2; trial++) {
      tell(Story.started("a-1." + trial, 1));
      tell(Story.epoch("a-1." + trial, 1, 1, 300 + trial));
      tell(Story.ended("a-1." + trial, TrialStatus.SUCCEEDED));
    }
    tell(Story.ended("a-1.3", TrialStatus.FAILED));
    assertThat(FinalTable.lines(view.trialsOf(new ExperimentId("a-1"))))
        .hasSize(4)
        .satisfiesExactly(
            head -> assertThat(head).contains("model", "parameters", "seconds", "test"),
            vgg -> assertThat(vgg).startsWith("vgg16").doesNotContain("best"),
            resnet -> assertThat(resnet).contains("11,181,642", "83.89 %", "* best"),
            alexnet -> assertThat(alexnet).contains("FAILED: it broke"));
  }

  @Test
  void trialsOnOtherData_areMarkedInTheFinalTableAndInTheStatus() {
    DataFacts before = new DataFacts("ab".repeat(32), List.of());
    DataFacts after = new DataFacts("cd".repeat(32), List.of());
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18", "alexnet", "googlenet"));
    tell(Story.started("a-1.2", 1, DataFacts.UNKNOWN));
    tell(Story.started("a-1.1", 1, before));
    tell(Story.started("a-1.3", 1, after));
    tell(Story.started("a-1.4", 1, before));
    for (int trial = 1; trial <= 4; trial++) {
      tell(Story.epoch("a-1." + trial, 1, 1, 300 + trial % 4));
      tell(Story.ended("a-1." + trial, TrialStatus.SUCCEEDED));
    }
    assertThat(FinalTable.lines(view.trialsOf(new ExperimentId("a-1"))))
        .filteredOn(line -> line.contains("other data"))
        .singleElement()
        .asString()
        .startsWith("alexnet")
        .endsWith("* best; other data than a-1.1 began with");
    assertThat(StatusTables.lines(view))
        .filteredOn(line -> line.contains("other data than a-1.1 began with"))
        .singleElement()
        .asString()
        .startsWith("a-1.3");
  }

  @Test
  void archivedExperiment_isLeftOutOfTheStatusUntilItIsUnarchived() {
    ExperimentId a = new ExperimentId("a-1");
    tell(Story.accepted(Story.source(0), 0, "a", "vgg16"));
    tell(Story.accepted(Story.source(1), 0, "b", "vgg16"));
    tell(Story.ended("a-1.1", TrialStatus.FAILED));
    tell(asked(new Action.Archive("a"), a));
    assertThat(view.visible())
        .extracting(ExperimentRow::experiment)
        .containsExactly(new ExperimentId("b-1"));
    assertThat(String.join("\n", StatusTables.lines(view)))
        .doesNotContain("a-1")
        .contains("1 more are archived; ./podium status --all lists them, too");
    assertThat(String.join("\n", StatusTables.lines(view, view.experiments(), List.of())))
        .contains("a-1.1")
        .doesNotContain("archived");
    tell(asked(new Action.Unarchive("a"), a));
    assertThat(view.visible()).hasSize(2);
  }

  private static Event asked(Action action, ExperimentId experiment) {
    return new Event.RequestAccepted(
        Story.source(7), Optional.empty(), action, List.of(experiment), List.of());
  }

  private void tell(Event event) {
    view.apply(Story.entry(index++, "", event));
  }
}
