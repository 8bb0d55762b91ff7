package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.WorkerMessage;

final class RouteTest {
  private static final NodeAddress A = new NodeAddress("a:1");
  private static final NodeAddress B = new NodeAddress("b:1");
  private static final NodeAddress C = new NodeAddress("c:1");

  private static void ticks(Route route, int count) {
    for (int i = 0; i < count; i++) {
      route.tick();
    }
  }

  private static WorkerMessage word(long term) {
    return new WorkerMessage.Heard(term, "i");
  }

  private static WorkerMessage wordFrom(NodeAddress address, long term) {
    return new WorkerMessage.Heard(term, "i", new TreeMap<>(), address);
  }

  private static WorkerMessage welcome(long term, NodeAddress... schedulers) {
    return new WorkerMessage.Welcome(term, "i", "log", List.of(schedulers));
  }

  @Test
  void start_nobodyAnswers_goesRoundAllItKnowsAndSaysForHowLong() {
    Route route = new Route(List.of(A, B), List.of(C));
    List<NodeAddress> tried = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tried.add(route.target());
      ticks(route, 4);
    }
    assertThat(tried).containsExactly(A, B, C, A, B);
    assertThat(route.silence()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void word_fromTime_staysWhereItIs() {
    Route route = new Route(List.of(A, B), List.of());
    for (int i = 0; i < 20; i++) {
      ticks(route, 3);
      assertThat(route.hears(word(3))).isTrue();
    }
    assertThat(route.target()).isEqualTo(A);
    assertThat(route.silence()).isZero();
    ticks(route, 6);
    assertThat(route.target()).isEqualTo(B);
  }

  @Test
  void word_ofAnOldTerm_doesNotHoldIt() {
    Route route = new Route(List.of(A, B), List.of());
    route.hears(word(3));
    for (int i = 0; i < 6; i++) {
      route.tick();
      route.hears(word(2));
    }
    assertThat(route.target()).isEqualTo(B);
  }

  @Test
  void newReign_callsIt_followsTheHigherTermAlone() {
    Route route = new Route(List.of(A), List.of());
    route.hears(word(3));
    assertThat(route.hears(new WorkerMessage.Reigning(3, "i", B))).isFalse();
    assertThat(route.target()).isEqualTo(A);
    route.hears(new WorkerMessage.Reigning(4, "i", B));
    assertThat(route.target()).isEqualTo(B);
  }

  @Test
  void hint_ofAStandby_isWorthATryAndNoMore() {
    Route route = new Route(List.of(A), List.of());
    assertThat(route.hears(new WorkerMessage.StandingBy(3, "i", B))).isFalse();
    assertThat(route.target()).isEqualTo(B);
    ticks(route, 4);
    assertThat(route.target()).isEqualTo(A);
    route.hears(new WorkerMessage.StandingBy(3, "i", NodeAddress.UNKNOWN));
    assertThat(route.target()).isEqualTo(A);
    assertThat(route.silence()).as("somebody is there").isLessThan(3);
  }

  @Test
  void word_comesWhenAnotherIsTriedAlready_leadsBackToWhoeverSaidIt() {
    for (WorkerMessage first : List.of(wordFrom(A, 3), welcome(3, A, B))) {
      for (WorkerMessage late : List.of(wordFrom(A, 3), welcome(3, A, B), answer(3))) {
        Route route = new Route(List.of(A, B), List.of());
        route.hears(first);
        ticks(route, 6);
        assertThat(route.target()).isEqualTo(B);
        route.hears(late);
        assertThat(route.target()).as("%s, %s", first, late).isEqualTo(A);
        ticks(route, 5);
        assertThat(route.target()).as("it spoke, and is not left at once").isEqualTo(A);
      }
    }
  }

  @Test
  void word_ofANewReignThatAnotherWasAskedFor_isFollowed() {
    Route route = new Route(List.of(A, B, C), List.of());
    route.hears(wordFrom(A, 3));
    ticks(route, 6 + 4);
    assertThat(route.target()).isEqualTo(C);
    route.hears(wordFrom(B, 4));
    assertThat(route.target()).isEqualTo(B);
    route.hears(wordFrom(A, 3));
    assertThat(route.target()).as("its term is over").isEqualTo(B);
  }

  @Test
  void word_ofOneThatDoesNotKnowTheWorker_doesNotLeadBackToAnotherLogsReignOfItsTerm() {
    Route route = new Route(List.of(A, B), List.of());
    route.hears(wordFrom(A, 1));
    ticks(route, 6);
    assertThat(route.target()).isEqualTo(B);
    route.hears(new WorkerMessage.HelloAgain(1, "i", "another log"));
    assertThat(route.target()).isEqualTo(B);
    route.hears(welcome(1, B));
    route.hears(answer(1));
    assertThat(route.target()).isEqualTo(B);
  }

  @Test
  void word_ofATermWithoutAKnownSpeaker_staysWhereItIs() {
    Route route = new Route(List.of(A, B), List.of());
    route.hears(wordFrom(A, 3));
    ticks(route, 6);
    route.hears(answer(4));
    assertThat(route.target()).isEqualTo(B);
  }

  private static WorkerMessage answer(long term) {
    return new WorkerMessage.Answer(
        term, new TrialId("e-1.1"), 1, 1, WorkerMessage.Verdict.ACCEPTED, 2);
  }

  @Test
  void welcome_namesTheOthers_areLearnedInPlaceOfThoseBefore() {
    Route route = new Route(List.of(A), List.of(C));
    route.hears(welcome(3, A, B));
    assertThat(route.learned()).containsExactly(B);
    ticks(route, 6);
    assertThat(route.target()).isEqualTo(B);
  }

  @Test
  void terms_thatTheLogLost_areForgottenAfterARoundInVain() {
    Route route = new Route(List.of(A, B), List.of());
    route.hears(word(9));
    ticks(route, 6 + 2 * 4);
    route.hears(word(8));
    route.tick();
    assertThat(route.silence()).isOne();
  }

  @Test
  void terms_thatTheLogLost_areForgottenThoughAStandbyIsAlwaysThere() {
    Route route = new Route(List.of(A, B), List.of());
    route.hears(word(9));
    for (int second = 0; second < 60; second++) {
      route.tick();
      route.hears(route.target().equals(A) ? word(2) : new WorkerMessage.StandingBy(2, "i", A));
    }
    assertThat(route.target()).isEqualTo(A);
    assertThat(route.silence()).isZero();
  }
}
