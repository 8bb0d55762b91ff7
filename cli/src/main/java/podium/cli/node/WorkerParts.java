package podium.cli.node;

import java.util.List;
import java.util.function.Function;
import podium.protocol.event.Slot;
import podium.workers.Worker;
import podium.workers.config.DatasetEntry;
import podium.workers.config.WorkerSettings;
import podium.workers.domain.Trainer;
import podium.workers.training.InProcessTrainer;
import podium.workers.training.TrainingSettings;
import podium.workers.training.data.DatasetSettings;
import podium.workers.training.data.DatasetSettings.Kind;

/** Puts a worker together: its settings, slots and trainers. */
public final class WorkerParts {
  private WorkerParts() {}

  /** Starts a worker as the settings have it. */
  public static Worker start(NodeSettings node) {
    WorkerSettings settings = WorkerSettings.from(node.root());
    Function<Slot, Trainer> trainers = slot -> new InProcessTrainer(training(settings, slot));
    return Worker.start(settings, List.of(new Slot("cpu:0", "cpu")), settings.catalog(), trainers);
  }

  private static TrainingSettings training(WorkerSettings settings, Slot slot) {
    return new TrainingSettings(
        settings.checkpointsDir(),
        settings.cacheDir(),
        settings.datasets().stream().map(WorkerParts::dataset).toList(),
        settings.trainer().threads(),
        slot.name());
  }

  private static DatasetSettings dataset(DatasetEntry entry) {
    Kind kind =
        switch (entry.type()) {
          case "digits" -> Kind.DIGITS;
          case "cifar10" -> Kind.CIFAR10;
          default -> Kind.IMAGE_FOLDER;
        };
    return new DatasetSettings(entry.name(), kind, entry.path(), entry.imageSize());
  }
}
