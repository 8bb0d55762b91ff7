package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Score;

/** Filters in people's words: what they mean, and what is said of those that mean nothing. */
final class FilterReaderTest {
  private static final TrialColumns FIELDS =
      new TrialColumns(
          Set.of("learningRate", "optimizer"),
          Map.of(new ExperimentId("e-1"), List.of("week-3", "r1")));

  private static final List<TrialRow> ROWS =
      List.of(
          row(1, "resnet18", 1, Optional.of(0.95), Map.of("learningRate", 0.1)),
          row(2, "resnet50", 2, Optional.of(0.90), Map.of("learningRate", 0.01)),
          row(3, "vgg16", 1, Optional.of(0.80), Map.of("optimizer", "sgd")),
          row(4, "googlenet", 3, Optional.empty(), Map.of("optimizer", "adam")));

  private static TrialRow row(
      int number, String model, long seed, Optional<Double> accuracy, Map<String, Object> values) {
    TrialIdentity identity =
        new TrialIdentity(
            new TrialId("e-1." + number),
            new ExperimentId("e-1"),
            "e",
            number,
            model,
            "digits",
            seed,
            2,
            values,
            Optional.empty(),
            Instant.EPOCH,
            3);
    Learning learning =
        Learning.NONE.plus(
            new Mark(
                1,
                1,
                new Score(1, 0, 1_000),
                accuracy.map(share -> new Score(1, (int) Math.round(share * 1_000), 1_000)),
                Optional.empty(),
                10.0 * number));
    Standing queued = Standing.queued(3);
    Standing standing = number < 4 ? queued.placed(4, 1, "gpu-box", "cuda:0", "") : queued;
    return new TrialRow(identity, standing, learning, TrialData.NONE, 5);
  }

  private static String wanted(String filter) {
    Filter read = FilterReader.read(filter, FIELDS);
    StringBuilder numbers = new StringBuilder();
    ROWS.stream().filter(read).forEach(row -> numbers.append(row.identity().number()));
    return numbers.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "accuracy > 0.9 | 1",
        "tag = week-3 | 1234",
        "tags = R1 and seed = 1 | ``",
        "tags = \"r1; week-3\" and tags ~ WEEK | 1234",
        "tag = week | ``",
        "tag ~ week and tag in (a, r1) | 1234",
        "tag != week-3 or tag is empty | ``",
        "accuracy >= 90% | 12",
        "accuracy>=.9 and seed=2 | 2",
        "accuracy > 0.9 or model = VGG16 | 13",
        "accuracy > 0.9 or model = vgg16 and seed = 2 | 1",
        "(accuracy > 0.9 or model = vgg16) and seed = 1 | 13",
        "not (seed = 1 or seed = 2) | 4",
        "NOT NOT seed = 1 | 13",
        "model ~ RES | 12",
        "model !~ res AND accuracy is not empty | 3",
        "accuracy is empty | 4",
        "seed in (1, 3) | 134",
        "seed not in (1, 3) | 2",
        "learningRate = 1e-1 | 1",
        "learningRate < 0.05 | 2",
        "learningRate != 0.1 | 234",
        "optimizer = \"adam\" | 4",
        "worker = 'gpu-box' and status = running | 123",
        "worker is empty | 4",
        "trial = e-1.3 | 3",
        "experiment = e-1 and name = e | 1234",
        "seconds <= 20 | 12",
        "model > 3 | ``"
      })
  void read_examples_meanWhatTheySay(String filter, String expected) {
    assertThat(wanted(filter)).as(filter).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "acuracy > 0.9 | at character 1: there is no acuracy; did you mean accuracy? Known: ",
        "accuracy > high | at character 12: 'high' stands where a number such as 0.9 or 90% may",
        "accuracy 0.9 | at character 10: '0.9' stands where =, !=, <, <=, >, >=, ~, !~, 'in' or"
            + " 'is' may",
        "seed = 1 seed = 2 | at character 10: 'seed' stands where 'and', 'or' or the end may",
        "(seed = 1 | at character 10: the end stands where ')' may",
        "seed = | at character 7: the end stands where a value may",
        "seed in 1 | at character 9: '1' stands where '(' may",
        "model = \"res | at character 8: '\"' has no other beside it",
        "and | at character 1: 'and' stands where a name such as accuracy, 'not' or '(' may",
        "seed is 1 | at character 9: '1' stands where 'empty' may"
      })
  void read_nonsense_saysWhereAndWhatMayStandThere(String filter, String told) {
    assertThatThrownBy(() -> FilterReader.read(filter, FIELDS))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void read_nothing_saysWhatMayStandThere(String filter) {
    assertThatThrownBy(() -> FilterReader.read(filter, FIELDS))
        .hasMessageContaining("the end stands where a name");
  }

  @Test
  void read_tooMuch_isRefusedBeforeItCostsAnything() {
    assertThatThrownBy(() -> FilterReader.read("x".repeat(2_001), FIELDS))
        .hasMessageContaining("filter has 2,001 characters; allowed: 2,000");
    assertThatThrownBy(() -> FilterReader.read("(".repeat(60) + "seed = 1", FIELDS))
        .hasMessageContaining("more than 50 brackets");
    assertThatThrownBy(() -> FilterReader.read("seed=1 or ".repeat(101) + "seed=1", FIELDS))
        .hasMessageContaining("more than 100 comparisons");
  }
}
