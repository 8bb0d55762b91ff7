package podium.workers.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import podium.protocol.report.CheckpointRef;
import podium.workers.training.safetensors.SafetensorsFile;
import podium.workers.training.safetensors.SafetensorsWriter;

/** Checkpoints that say something else than they did. */
public final class Rewritten {
  private Rewritten() {}

  /** The same tensors under other metadata, as if it had been reported so. */
  public static CheckpointRef checkpoint(
      Path home, CheckpointRef of, Consumer<Map<String, String>> change) throws IOException {
    Path file = home.resolve(of.path());
    Path other = file.resolveSibling("other");
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      SortedMap<String, String> metadata = new TreeMap<>(source.metadata());
      change.accept(metadata);
      assertThat(metadata).isNotEqualTo(source.metadata());
      List<SafetensorsWriter.Part> parts =
          source.tensors().entrySet().stream()
              .map(
                  entry ->
                      new SafetensorsWriter.Part(
                          entry.getKey(),
                          entry.getValue().type(),
                          entry.getValue().shape(),
                          sink -> source.copy(entry.getKey(), sink)))
              .toList();
      SafetensorsWriter.Written written = SafetensorsWriter.write(other, metadata, parts);
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      return new CheckpointRef(of.epoch(), of.path(), written.sha256(), written.bytes());
    }
  }

  /** As it was written before checkpoints told of their data. */
  public static CheckpointRef withoutData(Path home, CheckpointRef of) throws IOException {
    return checkpoint(
        home, of, metadata -> metadata.keySet().removeIf(name -> name.startsWith("data.")));
  }
}
