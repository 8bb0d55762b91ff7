package podium.cli.node;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.cli.error.UserErrorException;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.workers.Worker;
import podium.workers.config.DatasetEntry;
import podium.workers.config.WorkerSettings;
import podium.workers.machine.ThreadShare;
import podium.workers.trainer.DeviceProbe;
import podium.workers.trainer.DeviceProbe.Found;
import podium.workers.trainer.ProcessSettings;
import podium.workers.trainer.ProcessTrainer;
import podium.workers.training.TrainingSettings;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.data.catalog.DatasetSettings.Kind;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.pretrained.WeightsSettings;

/** Puts a worker together: its settings, slots and trainers. */
public final class WorkerParts {
  private static final long MEGABYTE = 1024L * 1024;

  private WorkerParts() {}

  /** Starts a worker as the settings have it. */
  public static Worker start(NodeSettings node) {
    WorkerSettings settings = node.read(WorkerSettings::from);
    checkWeights(settings);
    int processors = Runtime.getRuntime().availableProcessors();
    List<Found> offered = OfferedSlots.of(settings, new DeviceProbe().all(), processors);
    ThreadShare share =
        ThreadShare.take(
            ThreadShare.folder(), processors, offered.size(), given(settings, offered.size()));
    try {
      Worker worker =
          Worker.start(
              settings,
              offered.stream().map(Found::slot).toList(),
              catalog(settings),
              slot -> trainer(settings, slot, offered, share));
      var unused = worker.whenStopped().thenRun(share::close);
      return worker;
    } catch (IllegalStateException | UncheckedIOException e) {
      share.close();
      // why: of a folder that another worker uses or that cannot be written; its message says so
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      share.close();
      throw e;
    }
  }

  /** Threads that people gave to all trainers together; 0 where they divide the machine's. */
  private static int given(WorkerSettings settings, int slots) {
    int each = settings.trainer().threads();
    return each > 0 ? each * slots : settings.threads();
  }

  private static ProcessTrainer trainer(
      WorkerSettings settings, Slot slot, List<Found> offered, ThreadShare share) {
    List<String> names = offered.stream().map(found -> found.slot().name()).toList();
    int number = names.indexOf(slot.name());
    return new ProcessTrainer(
        process(
            settings,
            training(settings, slot.name(), share.threads(number)),
            offered.get(number).visibleDevices(),
            Optional.of(settings.dataDir())),
        assignment ->
            share.threads(
                IntStream.concat(
                        IntStream.of(number), assignment.beside().stream().mapToInt(names::indexOf))
                    .toArray()));
  }

  /**
   * One trainer alone, outside of any worker.
   *
   * @param threads 0 means as a worker of one slot would
   * @throws UserErrorException when the device is not here
   */
  public static ProcessTrainer trainer(NodeSettings node, String device, int threads) {
    WorkerSettings settings =
        (threads == 0 ? node : node.with("podium.worker.trainer.threads", threads))
            .read(WorkerSettings::from);
    checkWeights(settings);
    int processors = Runtime.getRuntime().availableProcessors();
    Found found = OfferedSlots.device(device, new DeviceProbe().all(), processors);
    int given = settings.trainer().threads();
    return new ProcessTrainer(
        process(
            settings,
            training(settings, device, given > 0 ? given : processors),
            found.visibleDevices(),
            Optional.empty()));
  }

  private static ProcessSettings process(
      WorkerSettings settings,
      TrainingSettings training,
      String visibleDevices,
      Optional<Path> folder) {
    return new ProcessSettings(
        training,
        visibleDevices,
        Math.toIntExact(settings.trainer().heapBytes() / MEGABYTE),
        settings.trainer().silence(),
        folder);
  }

  /** What this worker can train: models and data sets of Podium, of the settings and of jars. */
  private static Catalog catalog(WorkerSettings settings) {
    ModelCatalog models = ModelCatalog.load();
    Catalog configured = settings.catalog();
    return new Catalog(
        models.names().stream()
            .flatMap(name -> models.find(name).stream())
            .map(ModelDefinition::entry)
            .toList(),
        DatasetCatalog.load(datasets(settings), settings.cacheDir()).names().stream()
            .map(name -> configured.dataset(name).orElseGet(() -> new Catalog.Dataset(name, 0)))
            .toList(),
        configured.weights());
  }

  /**
   * What experiments may begin with here.
   *
   * @throws UserErrorException when a file is not there or a model is unknown
   */
  private static void checkWeights(WorkerSettings settings) {
    ModelCatalog models = ModelCatalog.load();
    for (WeightsSettings one : settings.weights()) {
      String key = "podium.weights.%s.%s".formatted(one.name(), one.model());
      if (models.find(one.model()).isEmpty()) {
        throw new UserErrorException(
            "%s: there is no model %s; known here: %s"
                .formatted(key, one.model(), String.join(", ", models.names())));
      }
      one.file()
          .filter(file -> !Files.isReadable(file))
          .ifPresent(
              file -> {
                throw new UserErrorException(
                    "%s.file is %s, which cannot be read; name a safetensors file"
                        .formatted(key, file));
              });
    }
  }

  private static TrainingSettings training(WorkerSettings settings, String slot, int threads) {
    return new TrainingSettings(
        settings.checkpointsDir(),
        settings.cacheDir(),
        datasets(settings),
        settings.weights(),
        threads,
        slot);
  }

  /** The data sets of the settings. */
  static List<DatasetSettings> datasets(WorkerSettings settings) {
    return settings.datasets().stream().map(WorkerParts::dataset).toList();
  }

  private static DatasetSettings dataset(DatasetEntry entry) {
    Kind kind =
        switch (entry.type()) {
          case "digits" -> Kind.DIGITS;
          case "cifar10" -> Kind.CIFAR10;
          case "image-folder" -> Kind.IMAGE_FOLDER;
          default -> Kind.BY_CONTENT;
        };
    return new DatasetSettings(entry.name(), kind, entry.path(), entry.imageSize());
  }
}
