package podium.workers.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import podium.protocol.actor.Door;
import podium.protocol.experiment.Catalog;
import podium.workers.training.pretrained.WeightsSettings;

/**
 * A worker's settings; immutable.
 *
 * @param id empty means host name and a random suffix, kept in the data directory
 * @param dataDir holds spool, id and lock; of this worker alone
 * @param devices such as {@code cpu:0} and, for three slots on it, {@code cuda:1*3}; {@code auto}
 *     alone means what is found
 * @param threads processor threads that its trainers have together; 0 means its share of the
 *     machine's, which it divides with the other workers there
 * @param join where schedulers are reached, as host:port
 * @param door where schedulers reach it
 * @param spoolBytes what unacknowledged reports may take on disk
 * @param checkpointsDir home of checkpoints, shared between machines
 * @param keepEvery the checkpoints of every so many epochs stay; 0 means none for that reason
 * @param cacheDir holds downloads and decoded data sets
 */
public record WorkerSettings(
    Optional<String> id,
    Path dataDir,
    List<String> devices,
    int threads,
    List<String> join,
    Door door,
    long spoolBytes,
    Path checkpointsDir,
    int keepEvery,
    Path cacheDir,
    TrainerSettings trainer,
    List<DatasetEntry> datasets,
    List<WeightsSettings> weights) {
  private static final long LEAST_SPOOL = 1024L * 1024;
  private static final String NODE = "([A-Za-z0-9_.-]+|\\[[0-9a-fA-F:]+]):[0-9]{1,5}";

  public WorkerSettings {
    devices = List.copyOf(devices);
    join = List.copyOf(join);
    datasets = List.copyOf(datasets);
    weights = List.copyOf(weights);
    boolean goodId = id.map(given -> given.matches("[A-Za-z0-9_.-]{1,100}")).orElse(true);
    require(goodId, "id", id.orElse(""), "letters, digits, '_', '.' and '-', at most 100");
    require(
        devices.equals(List.of("auto")) || areDevices(devices),
        "devices",
        devices,
        "[\"auto\"], or cpu:N and cuda:N, each once, with *1 to *%d behind it for several slots"
            .formatted(OfferedDevice.MOST_SLOTS));
    require(
        threads >= 0 && threads <= TrainerSettings.MOST_THREADS,
        "threads",
        threads,
        "0 to " + TrainerSettings.MOST_THREADS);
    require(
        !join.isEmpty() && join.stream().allMatch(node -> node.matches(NODE)),
        "join",
        join,
        "one or more host:port");
    if (keepEvery < 0) {
      throw new IllegalArgumentException(
          "podium.checkpoints.keep-every is %d; allowed: 0 or more epochs".formatted(keepEvery));
    }
    require(spoolBytes >= LEAST_SPOOL, "spool-bytes", spoolBytes, "1 MiB or more");
  }

  /**
   * The settings under {@code podium} of a resolved configuration.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static WorkerSettings from(Config root) {
    try {
      Config worker = root.getConfig("podium.worker");
      return new WorkerSettings(
          Optional.of(worker.getString("id")).filter(id -> !id.isBlank()),
          Path.of(worker.getString("data-dir")),
          worker.getStringList("devices"),
          worker.getInt("threads"),
          worker.getStringList("join"),
          Door.of(
              root,
              "podium.worker.cluster-host",
              "podium.worker.cluster-port",
              worker.getConfig("akka")),
          worker.getMemorySize("spool-bytes").toBytes(),
          Path.of(worker.getString("checkpoints-dir")),
          root.getInt("podium.checkpoints.keep-every"),
          Path.of(worker.getString("cache-dir")),
          TrainerSettings.from(worker.getConfig("trainer")),
          datasets(root.getConfig("podium.datasets")),
          WeightsReader.all(root.getConfig("podium.weights")));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("worker settings: " + e.getMessage(), e);
    }
  }

  /** Whether the devices are to be found out. */
  public boolean findsDevices() {
    return devices.equals(List.of("auto"));
  }

  /** The devices that are named; none where they are to be found out. */
  public List<OfferedDevice> offered() {
    return findsDevices() ? List.of() : devices.stream().map(OfferedDevice::parse).toList();
  }

  private static boolean areDevices(List<String> words) {
    try {
      List<OfferedDevice> all = words.stream().map(OfferedDevice::parse).toList();
      return !all.isEmpty()
          && all.stream().map(OfferedDevice::device).distinct().count() == all.size();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The built-in models with the data sets and weights registered here. */
  public Catalog catalog() {
    return new Catalog(
        Catalog.BUILT_IN.models(),
        datasets.stream().map(entry -> new Catalog.Dataset(entry.name(), size(entry))).toList(),
        weights.stream().map(one -> new Catalog.Weights(one.name(), one.model())).toList());
  }

  private static int size(DatasetEntry entry) {
    return switch (entry.type()) {
      case "cifar10", "digits" ->
          Catalog.BUILT_IN.dataset(entry.type()).map(Catalog.Dataset::imageSize).orElse(0);
      default -> entry.imageSize();
    };
  }

  private static List<DatasetEntry> datasets(Config config) {
    return new TreeSet<>(config.root().keySet())
        .stream()
            .map(name -> DatasetEntry.from(name, config.getConfig("\"" + name + "\"")))
            .toList();
  }

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "podium.worker.%s is %s; allowed: %s".formatted(key, value, allowed));
    }
  }
}
