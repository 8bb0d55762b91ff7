package podium.workers.training.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.InProcessTrainer;
import podium.workers.training.TrainingSettings;

/** The example of docs/own-code.md. */
final class OwnCodeTest {
  @TempDir private Path folder;

  @Test
  void ownModelAndDataSet_onTheClassPath_areTrainedAndResumedByName() {
    Map<String, Object> fields = Map.of("epochs", 5L, "batchSize", 20L, "learningRate", 0.02);
    TrialSpec spec =
        new TrialSpec("my_net", 1, "dark-or-bright", "none", Recipe.of(fields), Limits.NONE);
    List<EpochResult> whole = train(new Assignment(new TrialId("own-1.1"), 1, spec, List.of()));

    assertThat(whole).hasSize(5);
    assertThat(whole.getLast().test().orElseThrow().accuracy()).isGreaterThan(0.9);

    List<EpochResult> resumed =
        train(new Assignment(new TrialId("own-1.1"), 2, spec, List.of(whole.get(2).checkpoint())));
    assertThat(resumed.getLast().stateHash()).isEqualTo(whole.getLast().stateHash());
  }

  private List<EpochResult> train(Assignment assignment) {
    List<EpochResult> epochs = new ArrayList<>();
    List<TrainerEvent> others = new ArrayList<>();
    new InProcessTrainer(new TrainingSettings(folder, folder, List.of(), 1, "cpu:0"))
        .train(
            assignment,
            event -> {
              if (event instanceof TrainerEvent.EpochCompleted completed) {
                epochs.add(completed.result());
              } else {
                others.add(event);
              }
            });
    assertThat(epochs).as("%s", others).isNotEmpty();
    return epochs;
  }
}
