package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import podium.protocol.experiment.Catalog;

/**
 * A data set that workers offer.
 *
 * @param imageSize in pixels, the largest that one of them says; 0 when none says it
 */
record OfferedData(String name, int imageSize, List<String> workers) {
  /** All of them, by name. */
  static List<OfferedData> of(LogView view) {
    TreeMap<String, List<String>> workers = new TreeMap<>();
    TreeMap<String, Integer> sizes = new TreeMap<>();
    for (WorkerRow row : view.workers()) {
      if (row.health() == WorkerRow.Health.READY || row.health() == WorkerRow.Health.SUSPECT) {
        for (Catalog.Dataset dataset : row.datasets()) {
          workers.computeIfAbsent(dataset.name(), name -> new ArrayList<>()).add(row.worker());
          sizes.merge(dataset.name(), dataset.imageSize(), Math::max);
        }
      }
    }
    return workers.entrySet().stream()
        .map(it -> new OfferedData(it.getKey(), sizes.getOrDefault(it.getKey(), 0), it.getValue()))
        .toList();
  }
}
