package podium.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import podium.engine.Seeds;
import podium.protocol.event.Envelope;

final class FenceTest {
  record Line(boolean starts, long term, String incarnation, long index) {
    Envelope envelope() {
      return new Envelope(
          Envelope.FIRST_FORMAT,
          term,
          incarnation,
          index,
          "",
          starts ? "SchedulerStarted" : "WorkerLeft",
          Instant.EPOCH);
    }
  }

  private static List<Boolean> validity(List<Line> lines) {
    List<Boolean> valid = new ArrayList<>();
    Fence fence = Fence.START;
    for (Line line : lines) {
      boolean counts = fence.against(line.envelope()).isEmpty();
      valid.add(counts);
      fence = counts ? fence.after(line.envelope(), new byte[0]) : fence;
    }
    return valid;
  }

  @Test
  void judge_denseReign_allValid() {
    assertThat(
            validity(
                List.of(
                    new Line(true, 1, "a", 0),
                    new Line(false, 1, "a", 1),
                    new Line(false, 1, "a", 2))))
        .containsExactly(true, true, true);
  }

  @Test
  void judge_lateBatchBehindNewTerm_void() {
    assertThat(
            validity(
                List.of(
                    new Line(true, 1, "a", 0),
                    new Line(true, 2, "b", 0),
                    new Line(false, 1, "a", 1),
                    new Line(false, 2, "b", 1))))
        .containsExactly(true, true, false, true);
  }

  @Test
  void judge_equalTerm_secondVoid() {
    assertThat(
            validity(
                List.of(
                    new Line(true, 1, "a", 0),
                    new Line(true, 1, "b", 0),
                    new Line(false, 1, "b", 1),
                    new Line(false, 1, "a", 1))))
        .containsExactly(true, false, false, true);
  }

  @Test
  void judge_hole_everythingAfterItVoid() {
    assertThat(
            validity(
                List.of(
                    new Line(true, 1, "a", 0),
                    new Line(false, 1, "a", 2),
                    new Line(false, 1, "a", 3),
                    new Line(true, 2, "a2", 0))))
        .containsExactly(true, false, false, true);
  }

  @Test
  void judge_repeatedRecord_secondVoid() {
    assertThat(
            validity(
                List.of(
                    new Line(true, 1, "a", 0),
                    new Line(false, 1, "a", 1),
                    new Line(false, 1, "a", 1))))
        .containsExactly(true, true, false);
  }

  @Test
  void judge_termThatDoesNotFollow_voidAndTheNextCanBegin() {
    assertThat(
            validity(
                List.of(
                    new Line(true, 1, "a", 0),
                    new Line(true, Long.MAX_VALUE, "forged", 0),
                    new Line(true, 3, "forged", 0),
                    new Line(true, 0, "forged", 0),
                    new Line(false, 1, "a", 1),
                    new Line(true, 2, "b", 0))))
        .containsExactly(true, false, false, false, true, true);
  }

  @Test
  void judge_anyLog_validOnesAreDenseReignsOfTermsInARow() {
    Seeds.upTo(
        2_000,
        random -> {
          long term = 0;
          String owner = "";
          long index = -1;
          List<Line> log = log(random);
          List<Boolean> valid = validity(log);
          for (int i = 0; i < log.size(); i++) {
            if (!valid.get(i)) {
              continue;
            }
            Line line = log.get(i);
            if (line.starts()) {
              assertThat(line.term()).isEqualTo(term + 1);
              assertThat(line.index()).isZero();
              owner = line.incarnation();
              term = line.term();
            } else {
              assertThat(line.term()).isEqualTo(term);
              assertThat(line.incarnation()).isEqualTo(owner);
              assertThat(line.index()).isEqualTo(index + 1);
            }
            index = line.index();
          }
        });
  }

  private static List<Line> log(RandomGenerator random) {
    List<Line> lines = new ArrayList<>();
    int size = random.nextInt(40);
    for (int i = 0; i < size; i++) {
      lines.add(
          new Line(
              random.nextInt(5) == 0,
              random.nextLong(1, 4),
              random.nextBoolean() ? "a" : "b",
              random.nextLong(5)));
    }
    return lines;
  }
}
