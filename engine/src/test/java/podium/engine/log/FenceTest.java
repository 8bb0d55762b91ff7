package podium.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class FenceTest {
  record Line(boolean starts, long term, String incarnation, long index) {}

  private static List<Boolean> validity(List<Line> lines) {
    List<Boolean> valid = new ArrayList<>();
    Fence fence = Fence.START;
    for (Line line : lines) {
      Fence.Verdict verdict =
          fence.judge(line.starts(), line.term(), line.incarnation(), line.index());
      valid.add(verdict.valid());
      fence = verdict.after();
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
  void judge_voidRecord_counted() {
    Fence fence = Fence.START.judge(false, 3, "x", 7).after();
    assertThat(fence.voided()).isEqualTo(1);
    assertThat(fence.term()).isZero();
  }

  @Property
  void judge_anyLog_validOnesAreDenseReignsOfGrowingTerms(@ForAll("logs") List<Line> log) {
    long term = 0;
    String owner = "";
    long index = -1;
    List<Boolean> valid = validity(log);
    for (int i = 0; i < log.size(); i++) {
      if (!valid.get(i)) {
        continue;
      }
      Line line = log.get(i);
      if (line.starts()) {
        assertThat(line.term()).isGreaterThan(term);
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
  }

  @Provide
  Arbitrary<List<Line>> logs() {
    Arbitrary<Line> line =
        Combinators.combine(
                Arbitraries.frequency(
                    net.jqwik.api.Tuple.of(1, true), net.jqwik.api.Tuple.of(4, false)),
                Arbitraries.longs().between(1, 3),
                Arbitraries.of("a", "b"),
                Arbitraries.longs().between(0, 4))
            .as(Line::new);
    return line.list().ofMaxSize(40);
  }
}
