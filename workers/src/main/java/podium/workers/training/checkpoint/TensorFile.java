package podium.workers.training.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import podium.workers.training.safetensors.ElementType;
import podium.workers.training.safetensors.SafetensorsDraft;
import podium.workers.training.safetensors.SafetensorsFile;
import podium.workers.training.safetensors.SafetensorsWriter;
import podium.workers.training.safetensors.TensorInfo;
import podium.workers.training.tensor.Tensors;

/** A snapshot as a safetensors file, its counters among the file's metadata; stateless. */
final class TensorFile {
  private TensorFile() {}

  /** A new file for a snapshot, with such metadata as far as they are known. */
  static SafetensorsDraft draft(
      Path file, TrainingState snapshot, SortedMap<String, String> metadata) {
    List<SafetensorsWriter.Part> parts = new ArrayList<>();
    snapshot
        .tensors()
        .forEach(
            (name, tensor) ->
                parts.add(
                    new SafetensorsWriter.Part(
                        name,
                        type(tensor),
                        shape(tensor),
                        sink -> Tensors.read(tensor, sink::take))));
    return new SafetensorsDraft(file, metadata, parts);
  }

  /**
   * Overwrites the tensors of a snapshot with the values of the same names in a file.
   *
   * @param looked is shown the file's metadata first, and may refuse them
   * @return the file's metadata
   * @throws CheckpointException when names, types or shapes differ; nothing was overwritten then
   */
  static SortedMap<String, String> read(
      Path file, TrainingState target, Consumer<Map<String, String>> looked) throws IOException {
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      looked.accept(source.metadata());
      target.tensors().forEach((name, tensor) -> check(source, name, tensor));
      for (Map.Entry<String, NDArray> entry : target.tensors().entrySet()) {
        Tensors.write(entry.getValue(), source.read(entry.getKey()));
      }
      return source.metadata();
    }
  }

  private static void check(SafetensorsFile source, String name, NDArray tensor) {
    TensorInfo wanted = new TensorInfo(type(tensor), shape(tensor), 0);
    String found =
        Optional.ofNullable(source.tensors().get(name)).map(TensorInfo::described).orElse("");
    if (!found.equals(wanted.described())) {
      throw new CheckpointException(
          CheckpointException.Fault.MISFIT,
          "holds %s as '%s', but this trial needs '%s'; it is of another model, recipe or number of classes"
              .formatted(name, found, wanted.described()));
    }
  }

  private static List<Long> shape(NDArray tensor) {
    return Arrays.stream(tensor.getShape().getShape()).boxed().toList();
  }

  private static ElementType type(NDArray tensor) {
    DataType type = tensor.getDataType();
    return switch (type) {
      case FLOAT32 -> ElementType.F32;
      case FLOAT64 -> ElementType.F64;
      default -> throw new CheckpointException("tensors of type " + type + " are not kept");
    };
  }
}
