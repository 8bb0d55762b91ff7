package podium.protocol.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.codec.RequestFile;
import podium.protocol.experiment.Space.Scale;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Needs;
import podium.protocol.request.Request.Reading;

final class SearchTest {
  private static final String RATES =
      "matrix: {model: m, learningRate: {log: [1e-4, 0.1]}, batchSize: {int: [8, 64]}}\n";

  @Test
  void random_draws_areTheSameForEver() {
    assertThat(spec(RATES + "search: {method: random, trials: 3}").assignments())
        .containsExactly(
            Map.of("model", "m", "learningRate", 0.00377798, "batchSize", 12L),
            Map.of("model", "m", "learningRate", 0.0889551, "batchSize", 33L),
            Map.of("model", "m", "learningRate", 0.0231685, "batchSize", 49L));
  }

  @Test
  void chance_fromAState_isSplitMix64() {
    assertThat(Long.toUnsignedString(Chance.mix(1234567))).isEqualTo("6457827717110365317");
    assertThat(Long.toHexString(Chance.mix(0))).isEqualTo("e220a8397b1dcdaf");
  }

  @Test
  void chance_names_areToldApart() {
    Set<Integer> hashes = new HashSet<>();
    SpecFields.AXIS_NAMES.forEach(name -> assertThat(hashes.add(name.hashCode())).isTrue());
  }

  @Test
  void random_moreTrials_addToFewer() {
    List<Map<String, Object>> few =
        spec(RATES + "search: {method: random, trials: 8}").assignments();
    assertThat(spec(RATES + "search: {method: random, trials: 50}").assignments())
        .startsWith(few.toArray(Map[]::new))
        .hasSize(50)
        .doesNotHaveDuplicates();
  }

  @Test
  void random_otherSeed_otherPoints() {
    assertThat(spec(RATES + "search: {method: random, trials: 8, seed: 1}").assignments())
        .doesNotContainAnyElementsOf(
            spec(RATES + "search: {method: random, trials: 8}").assignments());
  }

  @Test
  void random_orderOfNames_makesNoOtherValues() {
    List<Map<String, Object>> other =
        spec("matrix: {batchSize: {int: [8, 64]}, learningRate: {log: [1e-4, 0.1]}, model: m}\n"
                + "search: {method: random, trials: 8}")
            .assignments();
    assertThat(other)
        .containsExactlyElementsOf(
            spec(RATES + "search: {method: random, trials: 8}").assignments());
  }

  @Test
  void random_values_areOfTheirRangesAndCoverThem() {
    List<Map<String, Object>> all =
        spec("matrix: {model: [m, n], learningRate: {log: [1e-4, 0.1]}, momentum: {uniform: [0.5,"
                + " 0.9]}, epochs: {int: [1, 3]}, weightDecay: {choice: [0, 0.1]}}\n"
                + "recipe: {optimizer: sgd}\nsearch: {method: random, trials: 1000}")
            .assignments();
    assertThat(all).allSatisfy(SearchTest::isWithin);
    assertThat(all.stream().filter(one -> (double) value(one, "learningRate") < 1e-3).count())
        .isBetween(280L, 390L);
    assertThat(all.stream().filter(one -> (double) value(one, "momentum") < 0.7).count())
        .isBetween(450L, 550L);
    for (long epochs = 1; epochs <= 3; epochs++) {
      Long these = epochs;
      assertThat(all.stream().filter(one -> value(one, "epochs").equals(these)).count())
          .isBetween(280L, 390L);
    }
    assertThat(all.stream().filter(one -> value(one, "model").equals("n")).count())
        .isBetween(450L, 550L);
  }

  private static void isWithin(Map<String, Object> one) {
    assertThat((double) value(one, "learningRate")).isBetween(1e-4, 0.1);
    assertThat((double) value(one, "momentum")).isBetween(0.5, 0.9);
    assertThat(value(one, "weightDecay")).isIn(0.0, 0.1);
    // why: a person should be able to write it again
    assertThat(value(one, "learningRate").toString().replaceAll("E-?\\d+$|^0\\.0*|\\.", ""))
        .hasSizeLessThanOrEqualTo(6);
  }

  private static Object value(Map<String, Object> one, String name) {
    return java.util.Objects.requireNonNull(one.get(name));
  }

  @Test
  void random_smallMatrix_isDrawnWithoutRepeats() {
    String six = "matrix: {model: m, optimizer: [sgd, adam], epochs: {int: [1, 3]}}\n";
    assertThat(spec(six + "search: {method: random, trials: 6}").assignments())
        .hasSize(6)
        .doesNotHaveDuplicates();
    assertThat(reasons(six + "search: {method: random, trials: 7}"))
        .containsExactly(
            "search.trials is 7, but only 6 different points were found that may be trained; ask"
                + " for fewer, or give the matrix more values");
  }

  @Test
  void random_pointsThatTrainTheSame_areDrawnOnce() {
    String same = "matrix: {model: m, optimizer: [sgd, adam], momentum: [0.1, 0.5, 0.9]}\n";
    ExperimentSpec spec = spec(same + "search: {method: random, trials: 4}");
    assertThat(spec.assignments().stream().map(spec::trial).map(SearchTest::effective))
        .doesNotHaveDuplicates();
    assertThat(reasons(same + "search: {method: random, trials: 5}")).hasSize(1);
    assertThat(
            spec(same
                    + "include: [{optimizer: sgd, momentum: 0.9}]\n"
                    + "search: {method: random, trials: 3}")
                .assignments())
        .hasSize(4)
        .endsWith(Map.of("model", "m", "optimizer", "sgd", "momentum", 0.9))
        .doesNotHaveDuplicates();
  }

  private static TrialSpec effective(TrialSpec trial) {
    return trial.with(Effects.effective(trial.recipe()));
  }

  @Test
  void random_pointsThatContradictThemselves_areNotDrawn() {
    String warm = "matrix: {model: m, epochs: {int: [1, 3]}, warmupEpochs: {int: [0, 4]}}\n";
    assertThat(spec(warm + "search: {method: random, trials: 9}").assignments())
        .hasSize(9)
        .allSatisfy(
            one ->
                assertThat((long) value(one, "warmupEpochs"))
                    .isLessThanOrEqualTo((long) value(one, "epochs")));
    assertThat(
            reasons(
                "matrix: {model: m, epochs: {int: [1, 3]}}\nrecipe: {warmupEpochs: 9}\n"
                    + "search: {method: random, trials: 2}"))
        .singleElement()
        .asString()
        .startsWith("recipe.warmupEpochs is 9, longer than the training of ");
  }

  @Test
  void random_seedsOfTheMatrix_trainEachPointWithEach() {
    ExperimentSpec spec =
        spec(
            "matrix: {model: m, seed: [1, 2, 3], learningRate: {log: [1e-4, 0.1]}}\n"
                + "include: [{model: n}]\nsearch: {method: random, trials: 4}");
    assertThat(spec.assignments()).hasSize(13);
    assertThat(spec.trialCount()).isEqualTo(13);
    for (int point = 0; point < 4; point++) {
      List<Map<String, Object>> three = spec.assignments().subList(3 * point, 3 * point + 3);
      assertThat(three.stream().map(one -> value(one, "seed"))).containsExactly(1L, 2L, 3L);
      assertThat(three.stream().map(one -> value(one, "learningRate")).distinct()).hasSize(1);
    }
  }

  @Test
  void random_zipAndExclude_holdForWhatIsDrawn() {
    List<Map<String, Object>> all =
        spec("matrix: {model: [m, n], learningRate: {log: [1e-4, 0.1]}}\n"
                + "zip: {batchSize: [8, 64], epochs: [1, 2]}\n"
                + "exclude: [{model: n, epochs: 2}]\n"
                + "search: {method: random, trials: 60}")
            .assignments();
    assertThat(all)
        .hasSize(60)
        .noneMatch(one -> ExperimentSpec.has(one, Map.of("model", "n", "epochs", 2L)))
        .anyMatch(one -> ExperimentSpec.has(one, Map.of("model", "m", "epochs", 2L)))
        .allMatch(one -> (value(one, "batchSize").equals(8L)) == (value(one, "epochs").equals(1L)));
  }

  @Test
  void random_hugeMatrix_isDrawnFromUncounted() {
    String huge =
        "matrix: {model: m, seed: 1, epochs: {int: [1, 10000]}, batchSize: {int: [1,"
            + " 65536]}, stepEpochs: {int: [1, 10000]}, learningRate: {log: [1e-9, 100]}}\n"
            + "recipe: {schedule: step}\n";
    ExperimentSpec spec = spec(huge + "search: {method: random, trials: 10000}");
    assertThat(spec.trialCount()).isEqualTo(10_000);
    assertThat(new HashSet<>(spec.assignments())).hasSize(10_000);
  }

  @Test
  void choice_isAList() {
    assertThat(
            spec("matrix: {model: {choice: [m, n]}, learningRate: {choice: [0.1, 0.2]}}").matrix())
        .containsEntry("model", List.of("m", "n"))
        .containsEntry("learningRate", List.of(0.1, 0.2));
  }

  @Test
  void needs_ofASearch_areThoseOfItsPoints() {
    ExperimentSpec spec =
        spec(
            "matrix: {model: m, imageSize: {int: [40, 60]}}\n"
                + "search: {method: random, trials: 21}");
    assertThat(Needs.of(spec).uses())
        .hasSize(21)
        .contains(new Needs.Use("matrix.model[0]", "m", 40))
        .contains(new Needs.Use("matrix.model[0]", "m", 60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "learningRate: {log: [0.1, 200]}; matrix.learningRate.log[1] is 200; allowed: a number from"
            + " 1.0E-9 to 100.0",
        "weightDecay: {log: [0, 1]}; matrix.weightDecay.log[0] is 0; allowed: a number above 0",
        "momentum: {uniform: [0.5, 1]}; matrix.momentum.uniform[1] is 1; allowed: a number from 0.0"
            + " to 0.9999",
        "epochs: {int: [0, 5]}; matrix.epochs.int[0] is 0; allowed: a whole number from 1 to 10000",
        "clipNorm: {int: [0, 1.5]}; matrix.clipNorm.int[1] is 1.5; allowed: a whole number",
        "batchSize: {log: [16, 256]}; matrix.batchSize.log is [16, 256], but batchSize takes whole"
            + " numbers; write {int: [16, 256]}, or a list",
        "momentum: {uniform: [0.9, 0.5]}; matrix.momentum.uniform is [0.9, 0.5]; the second number"
            + " must be the greater one",
        "momentum: {uniform: [0.5]}; matrix.momentum.uniform is [0.5]; allowed: the smallest and"
            + " the largest value",
        "momentum: {uniform: 0.5}; matrix.momentum.uniform is 0.5; allowed: the smallest",
        "momentum: {normal: [0, 1]}; matrix.momentum is {\"normal\":[0,1]}; allowed: a list, or one"
            + " of {log: [0.0001, 0.1]}",
        "momentum: {}; matrix.momentum is {}; allowed: a list, or",
        "optimizer: {uniform: [0, 1]}; matrix.optimizer is {\"uniform\":[0,1]}, but only a recipe's"
            + " numbers have ranges; give a list of values",
        "nesterov: {int: [0, 1]}; matrix.nesterov is",
        "seed: {int: [1, 9]}; matrix.seed is {\"int\":[1,9]}, but only a recipe's numbers",
        "momentum: {choice: []}; matrix.momentum is empty",
        "momentum: {choice: [2]}; matrix.momentum[0] is 2; allowed"
      })
  void range_wrong_isToldInWords(String axis, String told) {
    assertThat(reasons("matrix: {model: m, " + axis + "}\nsearch: {method: random, trials: 3}"))
        .singleElement()
        .asString()
        .startsWith(told.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "; matrix.learningRate is a range, which needs a search that draws from it: add search:"
            + " {method: random, trials: 20}, or give a list of values",
        "search: {method: grid}; matrix.learningRate is a range",
        "search: {method: random}; search.trials is missing; give how many points random draws,"
            + " such as 20",
        "search: {method: random, trials: 10001}; search.trials is 10001; allowed: a whole number"
            + " from 0 to 10000",
        "search: {method: radnom, trials: 5}; search.method is \"radnom\"; did you mean random?",
        "search: {method: random, trials: 5, seed: -1}; search.seed is -1; allowed",
        "search: {method: random, trails: 5}; search.trails is not a field",
        "search: random; search is \"random\"; allowed: an object of fields",
        "trials: 5; trials is not a field; it stands at search.trials",
        "include: [{learningRate: {log: [1, 2]}}]; include[0].learningRate is",
        "zip: {epochs: [1, 2], learningRate: [1, 2]}; zip.learningRate is an axis already",
        "zip: {epochs: {int: [1, 2]}}; zip.epochs is",
        "search: {method: random, trials: 5}, exclude: [{learningRate: 0.1}];"
            + " exclude[0].learningRate is drawn from a range; exclude takes values of lists, so"
            + " narrow matrix.learningRate",
        "search: {method: random, trials: 5}, exclude: [{seed: 1}]; exclude[0].seed cannot be left"
            + " out of a search: each of its points has every seed",
        "search: {method: random, trials: 6000}; search makes 12000 trials, with every seed and"
            + " what is included; allowed: at most 10000"
      })
  void search_wrong_isToldInWords(String yaml, String told) {
    String whole =
        "{experiment: mine, dataset: digits, matrix: {model: m, seed: [1, 2], learningRate: {log:"
            + " [1e-4, 0.1]}}"
            + (yaml == null ? "" : ", " + yaml)
            + "}";
    Reading reading = RequestFile.read(whole, List.of()).parts().getFirst().reading();
    assertThat(((Reading.Refused) reading).reasons())
        .anySatisfy(reason -> assertThat(reason).startsWith(told.strip()));
  }

  @Test
  void grid_withTrials_isToldToLeaveThemOut() {
    assertThat(reasons("matrix: {model: m}\nsearch: {trials: 5}"))
        .containsExactly(
            "search.trials is 5, but grid trains every combination; leave it out, or set method:"
                + " random");
  }

  @Test
  void space_ends_areNeverLeft() {
    for (Space space :
        List.of(
            new Space(Scale.LOG, 1.23456789e-4, 1.23457e-4),
            new Space(Scale.UNIFORM, 0.1000000001, 0.1000000002),
            new Space(Scale.INT, -3, 4))) {
      for (double unit : new double[] {0, 0.5, Math.nextDown(1.0)}) {
        assertThat(space.at(unit)).isBetween(space.low(), space.high());
      }
      assertThat(space.placeOf(space.low())).isBetween(0.0, 0.1);
      assertThat(space.placeOf(space.high())).isBetween(0.9, 1.0);
    }
    assertThatThrownBy(() -> new Space(Scale.LOG, 0, 1)).hasMessageContaining("above 0 for log");
    assertThatThrownBy(() -> new Space(Scale.UNIFORM, 1, 1)).hasMessageContaining("greater");
  }

  private static ExperimentSpec spec(String yaml) {
    return ((Request.Submit) ((Reading.Understood) read(yaml)).request()).spec();
  }

  private static List<String> reasons(String yaml) {
    return ((Reading.Refused) read(yaml)).reasons();
  }

  private static Reading read(String yaml) {
    String text = "experiment: mine\ndataset: digits\n" + yaml;
    return RequestFile.read(text, List.of()).parts().getFirst().reading();
  }
}
