package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.dashboard.Story;
import podium.engine.state.LogFold;
import podium.engine.state.SchedulerState;

final class DraftTest {
  private static Optional<SchedulerState> state() {
    LogFold log = new LogFold();
    Story story = Story.begun();
    for (int offset = 0; offset < story.log().size(); offset++) {
      log.read(offset, story.log().get(offset));
    }
    return log.state();
  }

  private static Draft draft(String text) {
    return Draft.of(text, state(), Instant.EPOCH);
  }

  @Test
  void draft_thatIsSound_saysWhatItWouldComeTo() {
    Draft.Part part =
        draft(
                """
                experiment: mine
                dataset: cifar10
                matrix: {model: resnet18, seed: [1, 2, 3]}
                recipe: {epochs: 5}
                """)
            .parts()
            .getFirst();
    assertThat(part.faults()).isEmpty();
    assertThat(part.trials()).hasValue(3);
    assertThat(part.slotMillis().orElseThrow()).isGreaterThanOrEqualTo(3 * 5 * 2_000);
    assertThat(part.json()).startsWith("{\"experiment\":\"mine\"");
  }

  @Test
  void models_thatWereNeverSeen_haveNoCost() {
    Draft.Part part =
        draft("experiment: mine\ndataset: cifar10\nmatrix: {model: alexnet}").parts().getFirst();
    assertThat(part.trials()).hasValue(1);
    assertThat(part.slotMillis()).isEmpty();
    assertThat(part.expected()).isEmpty();
  }

  @Test
  void faults_haveTheirFieldAndTheirLine_alsoThoseOfWhatWorkersOffer() {
    assertThat(
            draft("experiment: mine\ndataset: nowhere\nmatrix:\n  model: resnet18\n  seed: -1")
                .parts()
                .getFirst()
                .faults())
        .extracting(Draft.Wrong::path, Draft.Wrong::place)
        .contains(tuple("dataset", "line 2"), tuple("matrix.seed", "line 5"));
    assertThat(draft("a: [").parts().getFirst().faults())
        .singleElement()
        .extracting(Draft.Wrong::text)
        .asString()
        .contains("neither YAML nor JSON");
  }

  @Test
  void withoutAState_itIsJudgedByItself() {
    assertThat(
            Draft.of(
                    "experiment: mine\ndataset: nowhere\nmatrix: {model: x, seed: [1, 2]}",
                    Optional.empty(),
                    Instant.EPOCH)
                .parts())
        .singleElement()
        .satisfies(part -> assertThat(part.trials()).hasValue(2));
  }
}
