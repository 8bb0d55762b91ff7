package podium.workers.training.pretrained;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import podium.protocol.experiment.ModelChoice;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;
import podium.workers.training.model.Network;
import podium.workers.training.model.StateEntry;
import podium.workers.training.safetensors.ElementType;
import podium.workers.training.safetensors.SafetensorsWriter;
import podium.workers.training.safetensors.SafetensorsWriter.Part;

/** Files as torchvision's models would give them, of made-up weights. */
public final class StateDicts {
  private StateDicts() {}

  /** A network of Podium's. */
  public static Network network(String model, int classes, long seed, NDManager manager) {
    ModelDefinition definition = ModelCatalog.load().find(model).orElseThrow();
    return Network.create(
        definition,
        ModelOptions.of(definition, ModelChoice.of(model), classes, true),
        96,
        seed,
        manager,
        DataType.FLOAT32);
  }

  /** Writes a model's state dict, its weights drawn from a seed, and more parts besides. */
  public static Path write(Path file, String model, int classes, long seed, Part... more) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<Part> parts = new ArrayList<>(parts(network(model, classes, seed, manager).state()));
      parts.addAll(List.of(more));
      SafetensorsWriter.write(file, new TreeMap<>(), parts);
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<Part> parts(List<StateEntry> state) {
    return state.stream()
        .map(
            entry -> {
              var array = entry.parameter().getArray();
              return new Part(
                  entry.name(),
                  ElementType.F32,
                  Arrays.stream(array.getShape().getShape()).boxed().toList(),
                  sink -> sink.take(array.toByteBuffer(false)));
            })
        .toList();
  }

  /** A scalar, as batch norm counts its batches. */
  public static Part count(String name, long value) {
    return new Part(
        name,
        ElementType.I64,
        List.of(),
        sink ->
            sink.take(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value)));
  }

  /** Some float32 numbers. */
  public static Part numbers(String name, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new Part(
        name, ElementType.F32, List.of((long) values.length), sink -> sink.take(bytes.flip()));
  }
}
