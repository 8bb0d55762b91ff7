package podium.protocol.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.protocol.codec.RequestFile;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Needs;
import podium.protocol.request.Request.Reading;

final class TpeTest {
  private static final String MATRIX =
      "matrix: {model: [m, n], learningRate: {log: [1e-4, 1]}, momentum: {uniform: [0, 0.99]}}\n"
          + "recipe: {optimizer: sgd}\n";

  /** Best at model n, a rate of 0.01 and momentum 0.9. */
  private static double accuracy(Map<String, Object> point) {
    double rate = Math.log10((double) value(point, "learningRate")) + 2;
    double momentum = (double) value(point, "momentum") - 0.9;
    return (value(point, "model").equals("n") ? 0.9 : 0.8)
        - 0.1 * rate * rate
        - 0.3 * momentum * momentum;
  }

  private static Object value(Map<String, Object> one, String name) {
    return java.util.Objects.requireNonNull(one.get(name));
  }

  @Test
  void search_ofAKnownFunction_isBetterThanDrawing() {
    List<Double> suggested = new ArrayList<>();
    List<Double> drawn = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      String search = "search: {method: %s, trials: 50, seed: " + seed + "}";
      suggested.add(best(all(spec(MATRIX + search.formatted("tpe")), TpeTest::accuracy)));
      drawn.add(best(spec(MATRIX + search.formatted("random")).assignments()));
    }
    double means = mean(suggested) - mean(drawn);
    assertThat(means).as("tpe %s, random %s", mean(suggested), mean(drawn)).isPositive();
    long better = IntStream.range(0, 20).filter(i -> suggested.get(i) > drawn.get(i)).count();
    assertThat(better).isGreaterThanOrEqualTo(14);
  }

  private static double best(List<Map<String, Object>> points) {
    return points.stream().mapToDouble(TpeTest::accuracy).max().orElseThrow();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(it -> it).average().orElseThrow();
  }

  /** A whole search, each trial ended before the next is suggested. */
  private static List<Map<String, Object>> all(
      ExperimentSpec spec, ToDoubleFunction<Map<String, Object>> score) {
    List<Map<String, Object>> all = new ArrayList<>(spec.assignments());
    while (all.size() < spec.trialCount()) {
      all.add(
          Tpe.next(
                  spec,
                  all.size() + 1,
                  all.stream()
                      .map(it -> new Tpe.Tried(it, OptionalDouble.of(score.applyAsDouble(it))))
                      .toList())
              .orElseThrow());
    }
    return all;
  }

  @Test
  void search_beginsWithDrawnPoints_andHasNoPointTwice() {
    ExperimentSpec spec = spec(MATRIX + "search: {method: tpe, trials: 40}");
    assertThat(spec.firstCount()).isEqualTo(10);
    assertThat(spec.assignments())
        .hasSize(10)
        .containsExactlyElementsOf(
            spec(MATRIX + "search: {method: random, trials: 10}").assignments());
    assertThat(all(spec, TpeTest::accuracy)).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void search_ofASmallMatrix_comesToEveryPoint() {
    ExperimentSpec spec =
        spec(
            "matrix: {model: m, seed: 3, optimizer: [sgd, adam], momentum: [0.1, 0.5, 0.9], epochs:"
                + " {int: [1, 3]}}\nexclude: [{optimizer: sgd, momentum: 0.5}]\n"
                + "search: {method: tpe, trials: 9}");
    List<Map<String, Object>> all = all(spec, it -> 1);
    assertThat(all).hasSize(9).allMatch(it -> value(it, "seed").equals(3L));
    assertThat(all.stream().map(spec::trial).map(it -> it.with(Effects.effective(it.recipe()))))
        .doesNotHaveDuplicates();
    List<Tpe.Tried> tried =
        all.stream().map(it -> new Tpe.Tried(it, OptionalDouble.empty())).toList();
    assertThat(Tpe.next(spec, 10, tried)).isEqualTo(Optional.empty());
  }

  @Test
  void suggestion_withoutAnyResult_isAnotherPoint() {
    ExperimentSpec spec = spec(MATRIX + "search: {method: tpe, trials: 8}");
    List<Tpe.Tried> tried =
        spec.assignments().stream().map(it -> new Tpe.Tried(it, OptionalDouble.empty())).toList();
    assertThat(Tpe.next(spec, 5, tried)).isPresent().isEqualTo(Tpe.next(spec, 5, tried));
    assertThat(spec.assignments()).doesNotContain(Tpe.next(spec, 5, tried).orElseThrow());
  }

  @Test
  void density_ofARange_comesToOne() {
    Axis axis = new Axis("momentum", List.of(), Optional.of(new Space(Space.Scale.UNIFORM, 0, 1)));
    Density density = new Density(axis, new double[] {0.02, 0.5, 0.51, 0.9});
    double sum =
        IntStream.range(0, 10_000)
            .mapToDouble(i -> Math.exp(density.log((i + 0.5) / 10_000)) / 10_000)
            .sum();
    assertThat(sum).isBetween(0.9999, 1.0001);
    double[] drawn =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> density.draw(name -> Chance.unit(1, i, name)))
            .toArray();
    double expected =
        IntStream.range(0, 5_000)
            .mapToDouble(i -> Math.exp(density.log((i + 0.5) / 10_000)) / 10_000)
            .sum();
    assertThat(Arrays.stream(drawn).filter(it -> it < 0.5).count() / 20_000.0)
        .isBetween(expected - 0.015, expected + 0.015);
  }

  @Test
  void tpe_withARuleOfStopping_isRefused() {
    assertThat(
            ((Reading.Refused)
                    read(MATRIX + "search: {method: tpe, trials: 5}\nstopping: {rule: asha}"))
                .reasons())
        .containsExactly(
            "stopping.rule ends trials early, but tpe learns from what trials come to at last;"
                + " leave stopping out, or set search.method to random");
  }

  @Test
  void tpe_withSeveralSeeds_isRefused() {
    assertThat(
            ((Reading.Refused)
                    read(
                        "matrix: {model: m, seed: [1, 2], learningRate: {log: [1e-4, 1]}}\n"
                            + "search: {method: tpe, trials: 5}"))
                .reasons())
        .containsExactly(
            "matrix.seed has 2 values, but tpe learns from single trials; give it one, or set"
                + " search.method to random");
  }

  @Test
  void needs_ofASearchThatLearns_haveTheSmallestImagesOfEachModel() {
    ExperimentSpec spec =
        spec(
            "matrix: {model: [m, n], imageSize: {int: [40, 600]}}\n"
                + "search: {method: tpe, trials: 4}");
    assertThat(Needs.of(spec).uses())
        .contains(new Needs.Use("matrix.model[0]", "m", 40))
        .contains(new Needs.Use("matrix.model[1]", "n", 40));
  }

  private static ExperimentSpec spec(String yaml) {
    return ((Request.Submit) ((Reading.Understood) read(yaml)).request()).spec();
  }

  private static Reading read(String yaml) {
    String text = "experiment: mine\ndataset: digits\n" + yaml;
    return RequestFile.read(text, List.of()).parts().getFirst().reading();
  }
}
