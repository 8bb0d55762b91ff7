package podium.engine.reign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.reign.Realm.Node;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Alive;

/** Law 4: who reigns is what the log says. */
final class CandidateTest {
  private final Realm realm = new Realm();

  @Test
  void start_emptyLog_asksForTheTopicClaimsAndReigns() {
    Node node = realm.candidate("s1");
    assertThat(node.status.phase()).isEqualTo(Phase.RECOVERING);
    node.reads();
    assertThat(node.underway).hasSize(1);
    assertThat(node.begin).as("requests are read by who reigns").isEmpty();
    node.settles();
    assertThat(node.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(node.begin).contains(new Intake.Begin("topic-a", Map.of()));
    assertThat(realm.entries())
        .extracting(entry -> entry.event().type())
        .containsExactly("SchedulerStarted", "ReignBegun");
  }

  @Test
  void claim_ofATermThatAnotherOneTookBefore_standsByAndDoesNotClaimAgain() {
    Node late = realm.candidate("late").reads();
    Node other = realm.reigning("other");
    late.arrive(1).reads();
    late.candidate.tick();
    assertThat(late.underway).as("another one reigns").isEmpty();
    assertThat(late.status.phase()).isEqualTo(Phase.STANDBY);
    assertThat(late.status.detail()).contains("other:1", "term 1");
    other.reads();
    assertThat(other.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(realm.valid(Event.SchedulerStarted.class)).hasSize(1);
  }

  @Test
  void standby_thatIsElected_claimsAtOnceAndTheOtherStandsBy() {
    Node first = realm.reigning("first");
    Node second = realm.standby("second").settles();
    assertThat(second.status.phase()).isEqualTo(Phase.STANDBY);
    realm.passes(second, Duration.ofMinutes(5), Duration.ofSeconds(1));
    assertThat(realm.valid(Event.SchedulerStarted.class)).as("nobody elected it").hasSize(1);

    second.elected().settles();
    assertThat(second.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(second.candidate.term()).isEqualTo(2);
    first.reads();
    assertThat(first.candidate.ending())
        .contains(new Ending(false, "scheduler second with term 2 reigns"));
  }

  @Test
  void reign_thatIsDismissed_saysSoLastOfAllAndStandsByOnceThatIsRead() {
    Node node = realm.reigning("s1").dismissed();
    node.submit(0, "mine");
    assertThat(node.candidate.ending()).isEmpty();
    node.settles();
    assertThat(node.candidate.ending()).isPresent();
    assertThat(realm.entries().getLast().event())
        .isEqualTo(new Event.SchedulerStoodDown("another scheduler is to reign"));
    assertThat(realm.valid(Event.ExperimentAccepted.class)).isEmpty();
  }

  @Test
  void reign_thatIsDismissedWhileTheBrokerIsAway_isOverAfterThreeSeconds() {
    Node node = realm.reigning("s1").dismissed();
    node.lose(node.underway.size());
    realm.passes(node, Duration.ofSeconds(3), Duration.ofMillis(500));
    assertThat(node.candidate.ending()).isEmpty();
    realm.passes(node, Duration.ofSeconds(1), Duration.ofMillis(500));
    assertThat(node.candidate.ending()).isPresent();
  }

  @Test
  void elected_thatLostItsTermToAnotherOne_claimsOnlyAfterTwoSessionsWithoutAWordOfThatOne() {
    Node duel = realm.reigning("one");
    Node other = realm.reigning("two");
    duel.reads();
    Realm.Node again = realm.heir(duel, "one-again").reads();
    assertThat(again.underway).isEmpty();
    for (int second = 0; second < 30; second++) {
      realm.passes(Duration.ofSeconds(1));
      again.candidate.hear(other.lives.isEmpty() ? alive(2) : other.lives.getLast(), false);
      again.candidate.tick();
      again.reads();
    }
    assertThat(again.underway).as("the other one lives").isEmpty();
    realm.passes(again, Duration.ofSeconds(11), Duration.ofSeconds(1));
    assertThat(again.candidate.term()).isEqualTo(2);
    realm.passes(again, Duration.ofSeconds(4), Duration.ofSeconds(1));
    assertThat(again.candidate.term()).isEqualTo(3);
    assertThat(again.status.phase()).isEqualTo(Phase.ACTIVE);
  }

  private static Alive alive(long term) {
    return new Alive(term, NodeAddress.UNKNOWN);
  }

  @Test
  void elected_whoseOwnReignBroke_claimsAtOnce() {
    Node node = realm.reigning("s1");
    node.candidate.failed("Kafka failed");
    assertThat(realm.heir(node, "s1-again").settles().candidate.term()).isEqualTo(2);
  }

  @Test
  void reigns_thatEndThreeTimesBeforeTheyDidAnything_leaveTheElection() {
    Node node = realm.reigning("s0");
    for (int life = 1; life <= 3; life++) {
      assertThat(node.office.withdrawal()).isEmpty();
      node.candidate.failed("a defect");
      node = realm.heir(node, "s" + life).settles();
    }
    assertThat(node.office.withdrawal().orElseThrow()).contains("3 reigns", "a defect");
    node.submit(0, "mine");
    node.settles();
    node.candidate.failed("another one");
    assertThat(node.office.withdrawal()).isEmpty();
  }

  @Test
  void worker_thatSpeaksToAStandby_isToldWhoReigns() {
    realm.reigning("s1");
    Node standby = realm.standby("s2").settles();
    standby.candidate.hear(ReignTest.hello("w", "i", "host"), "at-w");
    assertThat(standby.heardAt("at-w"))
        .containsExactly(new WorkerMessage.StandingBy(1, "i", new NodeAddress("s1:1")));
  }

  @Test
  void claim_thatGetsLost_isMadeAgainByAnotherLife() {
    Node node = realm.candidate("first").reads();
    node.lose(1);
    realm.passes(Duration.ofSeconds(60));
    node.candidate.tick();
    realm.passes(Duration.ofSeconds(1));
    assertThatThrownBy(node.candidate::tick)
        .isInstanceOf(ReignEnded.class)
        .hasMessageContaining("not read back");
    assertThat(realm.reigning("second").candidate.term()).isEqualTo(1);
  }

  @Test
  void scheduler_whoseAppendsComeAfterAnotherOneBegan_standsDownAndTheyAreVoid() {
    Node first = realm.reigning("first");
    first.candidate.hear(ReignTest.hello("w", "i", "host"), "at-w");
    first.submit(0, "mine");
    Node second = realm.reigning("second");
    second.submit(0, "mine");
    second.settles();
    first.arrive(first.underway.size()).reads();
    assertThat(first.candidate.ending().orElseThrow().why()).contains("second", "term 2");
    assertThat(first.said).isEmpty();
    assertThat(first.batchesDone).isZero();
    first.candidate.tick();
    first.submit(1, "more");
    first.settles();
    assertThat(first.underway).as("nothing is done any more").isEmpty();
    second.settles();
    assertThat(second.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(realm.valid(Event.ExperimentAccepted.class)).hasSize(1);
    assertThat(realm.valid(Event.WorkerRegistered.class)).isEmpty();
  }

  @Test
  void hole_inOwnEntries_endsTheReignAndNothingIsSaid() {
    Node node = realm.reigning("s1");
    node.candidate.hear(ReignTest.hello("w", "i", "host"), "at-w");
    node.submit(0, "mine");
    node.lose(1);
    node.arrive(node.underway.size());
    assertThatThrownBy(node::reads)
        .isInstanceOf(ReignEnded.class)
        .hasMessageContaining("own entry is void");
    assertThat(node.said).isEmpty();
    Node next = realm.reigning("s2");
    assertThat(next.begin).contains(new Intake.Begin("topic-a", Map.of()));
    assertThat(realm.valid(Event.ExperimentAccepted.class)).isEmpty();
  }

  @Test
  void log_withVoidRecords_isToldInOneLineAtAStartAndEachOneThatComesLater() {
    Node first = realm.reigning("s1");
    for (int stray = 0; stray < 3; stray++) {
      realm.log.add("{}".getBytes(StandardCharsets.UTF_8));
    }
    first.reads();
    assertThat(first.notes).filteredOn(note -> note.contains("is void")).hasSize(3);

    Node second = realm.candidate("s2").reads();
    assertThat(second.notes)
        .filteredOn(note -> note.startsWith("WARNING"))
        .singleElement()
        .asString()
        .startsWith("WARNING the record at offset 2 is void: ")
        .endsWith("so are 2 more of this log, which ./podium log doctor counts");
    realm.log.add("{}".getBytes(StandardCharsets.UTF_8));
    second.reads();
    assertThat(second.notes).last().asString().contains("the record at offset 5 is void: ");
  }

  @Test
  void log_withOneVoidRecord_isToldAtAStart() {
    realm.log.add("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(realm.candidate("s1").reads().notes)
        .singleElement()
        .asString()
        .startsWith("WARNING the record at offset 0 is void: ")
        .doesNotContain("more");
  }

  @Test
  void topic_toldTwice_oneClaim() {
    Node node = realm.candidate("s1").reads();
    node.candidate.topic("topic-a");
    assertThat(node.underway).hasSize(1);
  }

  @Test
  void otherTopic_whileItReigns_endsTheTermAndTheNextReadsThatOneFromItsStart() {
    Node node = realm.reigning("s1");
    node.submit(0, "mine");
    node.settles();
    assertThatThrownBy(() -> node.candidate.otherTopic("topic-b"))
        .isInstanceOf(ReignEnded.class)
        .hasMessageContaining("topic-b");
    Node next = realm.candidate("s2");
    next.topic = "topic-b";
    next.settles();
    assertThat(next.begin).contains(new Intake.Begin("topic-b", Map.of()));
    assertThat(realm.valid(Event.RequestsLost.class))
        .containsExactly(new Event.RequestsLost("podium.requests", 0, 1, 0, "topic-a"));
    assertThat(next.notes).anyMatch(it -> it.startsWith("ERROR requests are lost"));
  }

  @Test
  void log_withRecordsThatDoNotBelongThere_goesOnInTheSameTerm() {
    Node node = realm.reigning("s1");
    List<String> strangers =
        List.of(
            "{}",
            "",
            "null",
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"vgg11\"]}}");
    strangers.forEach(stranger -> realm.log.add(stranger.getBytes(StandardCharsets.UTF_8)));
    Event started = new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN);
    for (long term : List.of(Long.MAX_VALUE, 3L, 1L, -1L)) {
      realm.log.add(EventCodec.encode(Entry.of(term, "forged", 0, "", Instant.EPOCH, started)));
    }
    node.submit(0, "mine");
    node.settles();
    assertThat(realm.valid(Event.ExperimentAccepted.class)).hasSize(1);
    assertThat(realm.valid(Event.SchedulerStarted.class)).hasSize(1);
    assertThat(node.notes).filteredOn(it -> it.startsWith("WARNING")).hasSize(8);
    assertThat(realm.reigning("s2").candidate.term()).isEqualTo(2);
  }

  @Test
  void log_withARecordOfALaterVersion_isNotReignedOver() {
    realm.reigning("s1");
    String later =
        new String(
                EventCodec.encode(realm.next(new Event.WorkerLeft("w", "i"))),
                StandardCharsets.UTF_8)
            .replace("\"WorkerLeft\"", "\"WorkerPraised\"");
    realm.log.add(later.getBytes(StandardCharsets.UTF_8));
    Node older = realm.candidate("older").settles();
    assertThat(older.candidate.ending().orElseThrow().forGood()).isTrue();
    assertThat(older.status.detail())
        .contains("newer than this program", "offset 2", "WorkerPraised");
    assertThat(realm.valid(Event.SchedulerStarted.class)).hasSize(1);
  }

  @Test
  void claim_thatHadToWait_timeGoesOnFromTheLastEntry() {
    Node first = realm.candidate("first", Duration.ofHours(1)).settles();
    Node second = realm.candidate("second").reads();
    first.submit(0, "late");
    first.settles();
    second.settles();
    second.submit(1, "next");
    second.settles();
    List<Instant> times =
        realm.entries().stream()
            .filter(entry -> !(entry.event() instanceof Event.SchedulerStarted))
            .map(Entry::time)
            .toList();
    assertThat(times).hasSizeGreaterThan(3).isSorted();
  }
}
