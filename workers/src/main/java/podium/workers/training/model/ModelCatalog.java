package podium.workers.training.model;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every model on the class path, by name; immutable. */
public final class ModelCatalog {
  private final Map<String, ModelDefinition> models;

  private ModelCatalog(Map<String, ModelDefinition> models) {
    this.models = models;
  }

  /** The models of every {@link ModelProvider} found; two of one name are an error. */
  public static ModelCatalog load() {
    return of(ServiceLoader.load(ModelProvider.class));
  }

  static ModelCatalog of(Iterable<ModelProvider> providers) {
    Map<String, ModelDefinition> models = new TreeMap<>();
    for (ModelProvider provider : providers) {
      for (ModelDefinition model : provider.models()) {
        if (models.put(model.name(), model) != null) {
          throw new IllegalStateException(
              "two models are named '" + model.name() + "'; rename the one you added");
        }
      }
    }
    return new ModelCatalog(models);
  }

  public Optional<ModelDefinition> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  public SortedSet<String> names() {
    return new TreeSet<>(models.keySet());
  }
}
