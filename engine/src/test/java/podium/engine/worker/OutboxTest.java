package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.report.Report;

/** How often what nobody answers is sent again. */
final class OutboxTest {
  private final Report first = Given.started("mine-1.1", 1);
  private final Report second = Given.epoch("mine-1.1", 1, 2, 1);
  private final Outbox outbox = Outbox.of(first.attemptId());

  OutboxTest() {
    outbox.spooled(first);
    outbox.spooled(second);
  }

  private List<Integer> ticksUntilItIsSentAgain(int times, Report report) {
    List<Integer> ticks = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      outbox.sent(report);
      int passed = 0;
      while (outbox.sent() == report.sequence()) {
        outbox.tick();
        passed++;
      }
      ticks.add(passed);
    }
    return ticks;
  }

  @Test
  void report_thatNobodyAnswers_isSentAgainAfterTwiceTheTimeUpToABound() {
    assertThat(ticksUntilItIsSentAgain(7, first)).containsExactly(2, 4, 8, 16, 32, 32, 32);
  }

  @Test
  void answer_toAnotherReport_isWaitedForAsAtFirst() {
    ticksUntilItIsSentAgain(4, first);
    outbox.sent(first);
    outbox.acknowledge(1);
    assertThat(ticksUntilItIsSentAgain(2, second)).containsExactly(2, 4);
  }

  @Test
  void schedulerThatAsksForAll_isWaitedForAsAtFirst() {
    ticksUntilItIsSentAgain(4, first);
    outbox.rewind();
    assertThat(ticksUntilItIsSentAgain(2, first)).containsExactly(2, 4);
  }
}
