package podium.workers.training.data;

import java.util.List;

/** Offers data sets by name; found on the class path by {@link java.util.ServiceLoader}. */
public interface DatasetProvider {
  List<DatasetDefinition> datasets();
}
