package podium.workers.training.data.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.DatasetProvider;

/** Every data set of a worker by name, keeping the last one decoded; for one thread. */
public final class DatasetCatalog {

  private record Loaded(String name, String fingerprint, int size, Dataset dataset) {
    boolean is(String otherName, String otherFingerprint, int otherSize) {
      return name.equals(otherName) && fingerprint.equals(otherFingerprint) && size == otherSize;
    }
  }

  private final Map<String, DatasetDefinition> definitions;
  private final Path cache;
  private Optional<Loaded> last = Optional.empty();

  private DatasetCatalog(Map<String, DatasetDefinition> definitions, Path cache) {
    this.definitions = definitions;
    this.cache = cache;
  }

  /** Data sets of the worker's settings and of every {@link DatasetProvider} on the class path. */
  public static DatasetCatalog load(List<DatasetSettings> settings, Path cache) {
    Map<String, DatasetDefinition> definitions = new TreeMap<>();
    settings.forEach(one -> add(definitions, one.definition()));
    for (DatasetProvider provider : ServiceLoader.load(DatasetProvider.class)) {
      provider.datasets().forEach(definition -> add(definitions, definition));
    }
    return new DatasetCatalog(definitions, cache);
  }

  /** Every name people can use here. */
  public List<String> names() {
    return List.copyOf(definitions.keySet());
  }

  private static void add(Map<String, DatasetDefinition> all, DatasetDefinition definition) {
    if (all.put(definition.name(), definition) != null) {
      throw new IllegalArgumentException(
          "two data sets are named '" + definition.name() + "'; rename one of them");
    }
  }

  /**
   * The data set of that name as it is now, decoded unless it is the last one that was asked for
   * and has not changed since.
   *
   * @param size from the images' own height and width, 0 when it is known only once they are
   *     loaded, to those that are trained at
   * @throws DatasetException when it is unknown or cannot be read
   */
  public Dataset dataset(String name, IntUnaryOperator size, DatasetDefinition.Progress progress) {
    DatasetDefinition.Loader loader = definition(name).loader();
    var surroundings = new DatasetDefinition.Surroundings(cache, 0, progress);
    DatasetDefinition.Look look = loader.look(surroundings);
    int wanted = look.ownSize() == 0 ? 0 : size.applyAsInt(look.ownSize());
    Optional<Dataset> known =
        last.filter(one -> one.is(name, look.fingerprint(), wanted)).map(Loaded::dataset);
    if (known.isPresent()) {
      return known.get();
    }
    // why: forgotten first, so that two decoded sets never have to fit into memory at once
    last = Optional.empty();
    Dataset dataset = loader.load(surroundings.at(wanted));
    last = Optional.of(new Loaded(name, look.fingerprint(), wanted, dataset));
    return dataset;
  }

  private DatasetDefinition definition(String name) {
    DatasetDefinition definition = definitions.get(name);
    if (definition == null) {
      throw new DatasetException(
          "data set '%s' is not known to this worker; it knows %s. Add it to the worker's settings."
              .formatted(name, definitions.keySet()));
    }
    return definition;
  }
}
