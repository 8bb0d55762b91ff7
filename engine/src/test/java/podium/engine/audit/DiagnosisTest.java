package podium.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.audit.Diagnosis.Break;
import podium.engine.audit.Diagnosis.Cost;
import podium.engine.audit.Diagnosis.Places;
import podium.engine.audit.Diagnosis.Term;
import podium.engine.log.Scribe;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Action;

/** Logs that are damaged in each way there is. */
final class DiagnosisTest {
  private static final Event LEFT = new Event.WorkerLeft("w", "i");

  private static Diagnosis of(Scribe scribe) {
    Diagnosis diagnosis = new Diagnosis();
    for (int offset = 0; offset < scribe.log.size(); offset++) {
      diagnosis.take(offset, scribe.log.get(offset));
    }
    return diagnosis;
  }

  private static Event epoch(int attempt, long sequence, int epoch) {
    return new Event.EpochCompleted(
        new TrialId("e-1.1"),
        attempt,
        sequence,
        ((Report.Epoch) Given.epoch("e-1.1", attempt, sequence, epoch)).result());
  }

  @Test
  void wholeLog_ofTwoFormats_hasItsTermsAndNothingElse() {
    Scribe scribe = new Scribe(1).term("a").event(LEFT);
    Scribe later = new Scribe(2);
    scribe.log.forEach(later::raw);
    Diagnosis diagnosis = of(later.term("b").event(LEFT).event(LEFT));
    assertThat(diagnosis.terms())
        .extracting(Term::term, Term::format, Term::from, Term::to, Term::entries)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 1, 0L, 1L, 2L),
            org.assertj.core.groups.Tuple.tuple(2L, 2, 2L, 4L, 3L));
    assertThat(diagnosis.voided()).isEmpty();
    assertThat(diagnosis.breaks()).isEmpty();
    assertThat(diagnosis.cost()).isEqualTo(new Cost(0, 0, List.of()));
  }

  @Test
  void recordAltered_breaksTheChainAtTheNext_andWhatFollowsOfTheTermIsCountedAsLost() {
    Scribe scribe = new Scribe(2).term("a").event(LEFT).event(LEFT);
    scribe.event(epoch(1, 2, 1)).event(epoch(1, 3, 2));
    scribe.event(new Event.AttemptEnded(new TrialId("e-1.1"), 1, 4, Outcome.SUCCEEDED, "", false));
    String head = scribe.fence().head();
    byte[] altered =
        new String(scribe.log.get(2), StandardCharsets.UTF_8)
            .replace("\"worker\":\"w\"", "\"worker\":\"x\"")
            .getBytes(StandardCharsets.UTF_8);
    scribe.log.set(2, altered);
    Diagnosis diagnosis = of(scribe);
    assertThat(diagnosis.breaks())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.offset()).isEqualTo(3);
              assertThat(it.term()).isEqualTo(1);
              assertThat(it.voided()).isEqualTo(3);
              assertThat(it.expected()).isNotEqualTo(it.found()).hasSize(64);
              assertThat(it.found()).hasSize(64).isNotEqualTo(head);
            });
    assertThat(diagnosis.voided()).isEqualTo(Map.of(Cause.OTHER_HEAD, new Places(3, 3, 5)));
    assertThat(diagnosis.cost()).isEqualTo(new Cost(2, 1, List.of(new TrialId("e-1.1"))));
  }

  @Test
  void tailLost_andANewTermThatCountsAgain_isOneBreakInEachTermThatGoesOn() {
    Scribe scribe = new Scribe(2).term("a").event(LEFT).event(LEFT).term("b").event(LEFT);
    scribe.log.remove(2);
    scribe.log.add(
        scribe.record(
            3,
            "c",
            0,
            new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN)));
    Diagnosis diagnosis = of(scribe);
    assertThat(diagnosis.breaks()).extracting(Break::offset, Break::voided).hasSize(1);
    assertThat(diagnosis.terms()).extracting(Term::incarnation).containsExactly("a", "b", "c");
  }

  @Test
  void voids_areNamedByTheirCause() {
    Scribe scribe = new Scribe(2).term("a").event(LEFT).term("b").event(LEFT);
    scribe.raw("not JSON");
    scribe.raw(scribe.record(1, "a", 2, LEFT));
    scribe.raw(
        scribe.record(
            9,
            "z",
            0,
            new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN)));
    scribe.raw(
        scribe.record(
            3,
            "z",
            5,
            new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN)));
    scribe.raw(scribe.record(2, "b", 7, LEFT));
    scribe.raw(scribe.next(LEFT).put("format", 1).toString());
    scribe.raw(scribe.next(LEFT).put("prev", "f".repeat(64)).toString());
    Diagnosis diagnosis = of(scribe);
    assertThat(diagnosis.voided().keySet())
        .containsExactlyInAnyOrder(
            Cause.NO_ENTRY,
            Cause.OLD_REIGN,
            Cause.OTHER_TERM,
            Cause.NO_CLAIM,
            Cause.WRONG_INDEX,
            Cause.OTHER_FORMAT,
            Cause.OTHER_HEAD);
    assertThat(diagnosis.voided().values())
        .allSatisfy(places -> assertThat(places.count()).isEqualTo(1));
  }

  @Test
  void reportOfAnOldReign_thatCountsInTheNext_costsNothing() {
    Scribe scribe = new Scribe(2).term("a").event(LEFT).term("b").event(LEFT);
    scribe.raw(scribe.record(1, "a", 2, epoch(1, 2, 1)));
    assertThat(of(scribe).cost().epochs()).isEqualTo(1);
    scribe.event(epoch(1, 2, 1));
    assertThat(of(scribe).cost()).isEqualTo(new Cost(0, 0, List.of()));
    scribe.raw(scribe.record(1, "a", 2, epoch(1, 2, 1)));
    assertThat(of(scribe).cost().epochs()).isZero();
  }

  @Test
  void laterVersion_isNamedByType() {
    Scribe scribe = new Scribe(2).term("a");
    ObjectNode paused = scribe.next(LEFT).put("type", "TrialPondered");
    scribe.raw(paused.toString()).event(LEFT);
    assertThat(of(scribe).notUnderstood()).isEqualTo(Map.of("TrialPondered", new Places(1, 1, 1)));
  }

  @Test
  void requestsOfEveryKind_haveTheirFact() {
    Scribe scribe = new Scribe(2);
    scribe.raw(
        scribe.record(
            1,
            "a",
            0,
            new Event.SchedulerStarted(DecisionSettings.DEFAULT, "one", NodeAddress.UNKNOWN)));
    scribe.event(new Event.RequestDuplicate(source(0), "k", "mine-1"));
    scribe.event(new Event.CancelAccepted(source(1), Optional.empty(), "mine-1", List.of()));
    scribe.event(
        new Event.RequestAccepted(
            source(2), Optional.empty(), new Action.Archive("mine-1"), List.of(), List.of()));
    scribe.event(rejected(3));
    Diagnosis diagnosis = of(scribe);
    assertThat(List.of(0L, 1L, 2L, 3L)).noneMatch(offset -> diagnosis.lacksFact(0, offset));
    assertThat(diagnosis.waits(0, 4)).isTrue();
  }

  private static Source source(long offset) {
    return new Source("podium.requests", 0, offset);
  }

  @Test
  void requestsWithoutFacts_areThoseBeforeOthersThatHaveOne() {
    Scribe scribe = new Scribe(2);
    scribe.raw(
        scribe.record(
            1,
            "a",
            0,
            new Event.SchedulerStarted(DecisionSettings.DEFAULT, "one", NodeAddress.UNKNOWN)));
    scribe.event(rejected(0)).event(rejected(3));
    scribe.event(new Event.RequestsLost("podium.requests", 0, 4, 6, "")).event(rejected(6));
    Diagnosis diagnosis = of(scribe);
    assertThat(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L))
        .filteredOn(offset -> diagnosis.lacksFact(0, offset))
        .containsExactly(1L, 2L);
    assertThat(diagnosis.waits(0, 6)).isFalse();
    assertThat(diagnosis.waits(0, 7)).isTrue();
    assertThat(diagnosis.requestsTopic()).isEqualTo("one");
  }

  private static Event rejected(long offset) {
    return new Event.RequestRejected(
        new Source("podium.requests", 0, offset), List.of("no"), "", 0, "");
  }
}
