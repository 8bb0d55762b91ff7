package podium.workers.training.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import podium.protocol.folder.Durably;
import podium.workers.training.optimizer.Updater;
import podium.workers.training.optimizer.WeightAverage;
import podium.workers.training.safetensors.ElementType;
import podium.workers.training.safetensors.SafetensorsFile;
import podium.workers.training.safetensors.SafetensorsWriter;
import podium.workers.training.safetensors.SafetensorsWriter.Part;
import podium.workers.training.safetensors.TensorInfo;

/**
 * Takes the model out of a checkpoint, as a state dict that PyTorch loads strictly: torchvision's
 * names, the average of the weights where one was kept, no optimizer, and batch norm's count of
 * batches, which Podium counts once for all; stateless.
 */
public final class ModelExport {
  private static final String VARIANCE = "running_var";
  private static final String COUNT = "num_batches_tracked";

  private ModelExport() {}

  /**
   * Writes the model of a checkpoint, whole or not at all; replaces a file of that name.
   *
   * @param metadata for whoever opens the file
   * @throws podium.workers.training.safetensors.SafetensorsException when the checkpoint is none
   */
  public static void write(Path checkpoint, Path target, SortedMap<String, String> metadata)
      throws IOException {
    // why: a name of nobody else's, since the folder is a person's own
    Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try (SafetensorsFile source = SafetensorsFile.open(checkpoint)) {
      SafetensorsWriter.write(part, metadata, parts(source));
      Durably.rename(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static List<Part> parts(SafetensorsFile source) {
    long steps = Counters.of(source.metadata()).step();
    List<Part> counts = new ArrayList<>();
    List<Part> values = new ArrayList<>();
    for (Map.Entry<String, TensorInfo> entry : source.tensors().entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(Updater.PREFIX) || name.startsWith(WeightAverage.PREFIX)) {
        continue;
      }
      // why: where there is an average, it is what was scored
      String average = WeightAverage.PREFIX + name;
      String from = source.tensors().containsKey(average) ? average : name;
      if (name.endsWith(VARIANCE)) {
        counts.add(count(name.substring(0, name.length() - VARIANCE.length()) + COUNT, steps));
      }
      values.add(
          new Part(
              name,
              entry.getValue().type(),
              entry.getValue().shape(),
              sink -> source.copy(from, sink)));
    }
    // why: the widest numbers first, so that each lies at a multiple of its size
    counts.addAll(values);
    return counts;
  }

  private static Part count(String name, long steps) {
    return new Part(
        name,
        ElementType.I64,
        List.of(),
        sink ->
            sink.take(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, steps)));
  }
}
