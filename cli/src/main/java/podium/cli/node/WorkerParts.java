package podium.cli.node;

import java.util.List;
import java.util.function.Function;
import podium.protocol.event.Slot;
import podium.workers.Worker;
import podium.workers.config.DatasetEntry;
import podium.workers.config.WorkerSettings;
import podium.workers.domain.Trainer;
import podium.workers.training.data.DatasetSettings;
import podium.workers.training.data.DatasetSettings.Kind;

/** Puts a worker together: its settings, slots and trainers. */
public final class WorkerParts {
  private WorkerParts() {}

  static DatasetSettings dataset(DatasetEntry entry) {
    Kind kind =
        switch (entry.type()) {
          case "digits" -> Kind.DIGITS;
          case "cifar10" -> Kind.CIFAR10;
          default -> Kind.IMAGE_FOLDER;
        };
    return new DatasetSettings(entry.name(), kind, entry.path(), entry.imageSize());
  }
}
