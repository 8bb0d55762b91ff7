package podium.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import podium.engine.Seeds;

final class RanksTest {
  @Test
  void places_afterAnyChanges_areThoseOfASortedList() {
    Seeds.upTo(
        200,
        random -> {
          Ranks ranks = new Ranks();
          Map<Integer, Double> figures = new TreeMap<>();
          for (int i = 0; i < 40; i++) {
            int number = 1 + random.nextInt(15);
            Double before = figures.remove(number);
            if (before == null) {
              double figure = random.nextInt(5) / 10.0;
              figures.put(number, figure);
              ranks.add(number, figure);
            } else {
              ranks.remove(number, before);
            }
            check(ranks, figures);
          }
        });
  }

  private static void check(Ranks ranks, Map<Integer, Double> figures) {
    List<Integer> sorted = new ArrayList<>(figures.keySet());
    sorted.sort(
        Comparator.<Integer, Double>comparing(it -> -figures.getOrDefault(it, 0.0))
            .thenComparing(it -> it));
    assertThat(ranks.size()).isEqualTo(sorted.size());
    for (int number : sorted) {
      assertThat(ranks.place(number)).isEqualTo(sorted.indexOf(number) + 1);
      double[] others =
          figures.entrySet().stream()
              .filter(it -> it.getKey() != number)
              .mapToDouble(Map.Entry::getValue)
              .sorted()
              .toArray();
      if (others.length == 0) {
        assertThat(ranks.medianWithout(number)).isEmpty();
      } else {
        double middle = (others[(others.length - 1) / 2] + others[others.length / 2]) / 2;
        assertThat(ranks.medianWithout(number)).hasValue(middle);
      }
    }
  }

  @Test
  void place_ofATrialThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> new Ranks().place(3)).hasMessageContaining("trial 3");
  }
}
