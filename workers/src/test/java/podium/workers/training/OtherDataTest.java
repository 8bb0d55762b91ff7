package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.domain.TrainerEvent.Ended;
import podium.workers.domain.TrainerEvent.EpochCompleted;
import podium.workers.domain.TrainerEvent.Started;
import podium.workers.training.checkpoint.CheckpointFacts;
import podium.workers.training.checkpoint.CheckpointStore;
import podium.workers.training.checkpoint.Rewritten;
import podium.workers.training.data.catalog.DatasetSettings;

/** A trial goes on only on the data it began with. */
final class OtherDataTest {
  private static final int SIZE = 32;

  @TempDir private Path folder;
  private Path set;

  @BeforeEach
  void draw() throws IOException {
    set = folder.resolve("set");
    for (String name : List.of("iris", "lilac", "poppy")) {
      draw(set.resolve("train").resolve(name), 8);
      draw(set.resolve("test").resolve(name), 2);
    }
  }

  private static void draw(Path into, int count) throws IOException {
    Files.createDirectories(into);
    SplittableRandom random = new SplittableRandom(into.getFileName().toString().hashCode());
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < SIZE * SIZE; at++) {
        image.setRGB(at % SIZE, at / SIZE, random.nextInt(1 << 24));
      }
      ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
    }
  }

  /** Trains in a trainer of its own, as after a kill. */
  private List<TrainerEvent> train(int attempt, CheckpointRef... from) {
    var settings =
        new TrainingSettings(
            folder.resolve("checkpoints"),
            folder.resolve("cache"),
            List.of(
                new DatasetSettings(
                    "flowers", DatasetSettings.Kind.IMAGE_FOLDER, Optional.of(set), 0)),
            1,
            "cpu:0");
    Recipe recipe = Recipe.of(Map.of("epochs", 3L, "batchSize", 8L));
    var spec = new TrialSpec("mobilenet_v2", 7, "flowers", "none", recipe, Limits.NONE);
    List<TrainerEvent> events = new ArrayList<>();
    new InProcessTrainer(settings)
        .train(new Assignment(new TrialId("mine-1.1"), attempt, spec, List.of(from)), events::add);
    return events;
  }

  private static List<EpochResult> epochs(List<TrainerEvent> events) {
    return events.stream()
        .filter(EpochCompleted.class::isInstance)
        .map(event -> ((EpochCompleted) event).result())
        .toList();
  }

  private void rename(String name, String to) throws IOException {
    for (String part : List.of("train", "test")) {
      Files.move(set.resolve(part).resolve(name), set.resolve(part).resolve(to));
    }
  }

  @Test
  void resume_withClassesInAnotherOrder_endsAtOnceInWordsAndOnTheOldDataIsExact()
      throws IOException {
    List<TrainerEvent> first = train(1);
    List<EpochResult> whole = epochs(first);
    CheckpointRef[] from = {whole.get(1).checkpoint(), whole.get(0).checkpoint()};

    rename("lilac", "zlilac");
    List<TrainerEvent> refused = train(2, from);

    assertThat(refused).noneMatch(Started.class::isInstance);
    assertThat(epochs(refused)).isEmpty();
    assertThat(refused.getLast())
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_CODE);
              assertThat(ended.hopeless()).isTrue();
              assertThat(ended.message())
                  .startsWith(
                      "the data set is not the one that the checkpoint of epoch 2 was trained on:")
                  .contains(
                      "classes then iris, lilac, poppy, now iris, poppy, zlilac",
                      "24 + 6 images then and 24 + 6 now",
                      "Publish the experiment anew");
            });

    rename("zlilac", "lilac");
    Files.move(set, folder.resolve("moved"));
    set = folder.resolve("moved");
    List<TrainerEvent> resumed = train(3, from);
    assertThat(epochs(resumed)).extracting(EpochResult::epoch).containsExactly(3);
    assertThat(epochs(resumed).getLast().stateHash()).isEqualTo(whole.getLast().stateHash());
  }

  @Test
  void resume_fromACheckpointOfAnEarlierVersion_goesOnAndSaysSo() throws IOException {
    List<EpochResult> whole = epochs(train(1));
    CheckpointRef old =
        Rewritten.withoutData(folder.resolve("checkpoints"), whole.get(1).checkpoint());

    List<TrainerEvent> resumed = train(2, old);

    assertThat(resumed)
        .filteredOn(Started.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Started.class,
            started ->
                assertThat(started.data().notes())
                    .contains(
                        "the checkpoint of epoch 2 is of an earlier version: it does not tell"
                            + " whether its data were these"));
    assertThat(epochs(resumed).getLast().stateHash()).isEqualTo(whole.getLast().stateHash());
  }

  @Test
  void resume_withMorePictures_isRefusedByTheFingerprint() throws IOException {
    List<TrainerEvent> first = train(1);
    Started started =
        (Started) first.stream().filter(Started.class::isInstance).findFirst().orElseThrow();
    CheckpointRef last = epochs(first).getLast().checkpoint();
    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"));
    assertThat(store.facts(store.verified(last)))
        .get()
        .satisfies(
            facts ->
                assertThat(facts.fingerprint()).isEqualTo(started.data().fingerprint()).hasSize(64))
        .extracting(CheckpointFacts::classes)
        .isEqualTo(List.of("iris", "lilac", "poppy"));

    draw(set.resolve("train/iris"), 9);
    List<TrainerEvent> refused = train(2, last);

    assertThat(refused.getLast())
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.hopeless()).isTrue();
              assertThat(ended.message())
                  .contains(
                      "fingerprint %s then and "
                          .formatted(started.data().fingerprint().substring(0, 8)),
                      "the same 3 classes; 24 + 6 images then and 25 + 6 now");
            });
  }
}
