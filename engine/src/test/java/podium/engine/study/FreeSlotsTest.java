package podium.engine.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which nodes give their slots. */
final class FreeSlotsTest {
  private final FreeSlots free = new FreeSlots(new Cluster(3, 8));

  private int[] take(int slots) {
    return free.take(slots).orElseThrow();
  }

  @Test
  void take_upToANodesSlots_isTheFirstNodeThatHasThem() {
    assertThat(take(6)).containsExactly(6, 0, 0);
    assertThat(take(4)).containsExactly(0, 4, 0);
    assertThat(take(2)).containsExactly(2, 0, 0);
    assertThat(take(8)).containsExactly(0, 0, 8);
  }

  @Test
  void take_moreThanANodes_isIdleNodesAndTheRestOfTheFirstOtherOne() {
    take(4);
    assertThat(take(12)).containsExactly(4, 8, 0);
    assertThat(take(8)).containsExactly(0, 0, 8);
  }

  @Test
  void take_restFitsNowhere_takesNothing() {
    take(5);
    take(8);
    assertThat(free.take(12)).isEmpty();
    assertThat(take(8)).containsExactly(0, 0, 8);
  }

  @Test
  void take_enoughButOnNoNodeTogether_isRefused() {
    take(5);
    take(5);
    take(5);
    assertThat(free.take(4)).isEmpty();
    assertThat(free.take(9)).isEmpty();
  }

  @Test
  void giveBack_whatWasTaken_canBeTakenAnew() {
    int[] all = free.take(24).orElseThrow();
    assertThat(free.take(1)).isEmpty();
    free.giveBack(all);
    assertThat(take(20)).containsExactly(8, 8, 4);
  }

  @Test
  void take_afterARefusal_lessMayStillFit() {
    take(5);
    take(8);
    assertThat(free.take(12)).isEmpty();
    assertThat(free.take(12)).isEmpty();
    assertThat(take(11)).containsExactly(3, 0, 8);
  }

  @Test
  void giveBack_afterARefusal_itMayFit() {
    int[] five = take(5);
    take(8);
    assertThat(free.take(12)).isEmpty();
    free.giveBack(five);
    assertThat(take(12)).containsExactly(8, 0, 4);
  }

  @Test
  void clear_whateverWasTaken_isFree() {
    take(24);
    free.clear();
    assertThat(take(24)).containsExactly(8, 8, 8);
  }
}
