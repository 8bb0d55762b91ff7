package podium.cli.command;

import java.nio.file.Path;
import java.util.Map;

/** The folders of a process below its data directory. */
record Home(Path directory) {
  /** Where the embedded Kafka keeps its logs. */
  Path kafka() {
    return directory.resolve("kafka");
  }

  Map<String, Object> dashboard() {
    return Map.of("podium.dashboard.h2-dir", below("dashboard"));
  }

  Map<String, Object> worker() {
    return Map.of(
        "podium.worker.data-dir", below("worker"),
        "podium.checkpoints.dir", below("checkpoints"));
  }

  Map<String, Object> cache() {
    return Map.of("podium.worker.cache-dir", below("cache"));
  }

  private String below(String name) {
    return directory.resolve(name).toString();
  }
}
