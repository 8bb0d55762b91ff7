package podium.cli.node;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import podium.cli.error.UserErrorException;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.workers.Worker;
import podium.workers.config.DatasetEntry;
import podium.workers.config.WorkerSettings;
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
    Map<String, Found> devices =
        devices(settings).stream()
            .collect(Collectors.toMap(found -> found.slot().name(), Function.identity()));
    List<Slot> slots =
        devices.values().stream()
            .map(Found::slot)
            .sorted(java.util.Comparator.comparing(Slot::name))
            .toList();
    try {
      return Worker.start(
          settings,
          slots,
          catalog(settings),
          slot ->
              trainer(
                  settings,
                  training(settings, slot.name(), slots.size()),
                  Optional.ofNullable(devices.get(slot.name()))
                      .map(Found::visibleDevices)
                      .orElse(""),
                  Optional.of(settings.dataDir())));
    } catch (IllegalStateException | UncheckedIOException e) {
      // why: of a folder that another worker uses or that cannot be written; its message says so
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
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
    Found found = device(device, new DeviceProbe().all());
    return trainer(
        settings, training(settings, device, 1), found.visibleDevices(), Optional.empty());
  }

  private static ProcessTrainer trainer(
      WorkerSettings settings,
      TrainingSettings training,
      String visibleDevices,
      Optional<Path> folder) {
    return new ProcessTrainer(
        new ProcessSettings(
            training,
            visibleDevices,
            Math.toIntExact(settings.trainer().heapBytes() / MEGABYTE),
            settings.trainer().silence(),
            folder));
  }

  private static List<Found> devices(WorkerSettings settings) {
    List<Found> all = new DeviceProbe().all();
    return settings.findsDevices()
        ? all
        : settings.devices().stream().map(name -> device(name, all)).toList();
  }

  private static Found device(String name, List<Found> all) {
    if (name.startsWith("cpu:")) {
      int threads = Runtime.getRuntime().availableProcessors();
      return new Found(
          new Slot(name, System.getProperty("os.arch") + ", " + threads + " threads"), "");
    }
    return all.stream()
        .filter(found -> found.slot().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "device %s is not here; found: %s"
                        .formatted(name, all.stream().map(found -> found.slot().name()).toList())));
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

  private static TrainingSettings training(WorkerSettings settings, String slot, int slots) {
    int given = settings.trainer().threads();
    int shared = Math.max(1, Runtime.getRuntime().availableProcessors() / slots);
    return new TrainingSettings(
        settings.checkpointsDir(),
        settings.cacheDir(),
        datasets(settings),
        settings.weights(),
        given > 0 ? given : shared,
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
