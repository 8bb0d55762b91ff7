package podium.workers.training.model;

import java.util.List;

/** Offers models to the catalog; found on the class path by {@link java.util.ServiceLoader}. */
public interface ModelProvider {
  List<ModelDefinition> models();
}
