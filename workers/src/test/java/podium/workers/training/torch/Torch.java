package podium.workers.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.Distribution;
import podium.workers.training.model.StateEntry;

/** What PyTorch made of the same inputs; {@code golden.py} beside the files makes them anew. */
public final class Torch {
  private static final JsonMapper JSON = new JsonMapper();

  private Torch() {}

  /** The content of one of the files. */
  public static JsonNode golden(String name) throws IOException {
    try (InputStream in = Torch.class.getResourceAsStream("/torch/" + name + ".json")) {
      return JSON.readTree(Objects.requireNonNull(in)).get(name);
    }
  }

  /** A recipe with the fields given there. */
  public static Recipe recipe(JsonNode fields) {
    return Recipe.of(JSON.convertValue(fields, new TypeReference<Map<String, Object>>() {}));
  }

  /** The numbers of a list. */
  public static double[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  /** The script's formula, in double precision. */
  public static NDArray formula(NDManager manager, Shape shape, double factor, double shift) {
    double[] values = new double[Math.toIntExact(shape.size())];
    Arrays.setAll(values, i -> Math.sin(factor * i + shift));
    return manager.create(values, shape);
  }

  /** A trained parameter with these first values. */
  public static StateEntry trained(String name, NDArray values, DataType type) {
    Parameter parameter =
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.WEIGHT)
            .optShape(values.getShape())
            .optInitializer(new ConstantInitializer(0))
            .build();
    parameter.initialize(values.getManager(), type);
    parameter.getArray().addi(values.toType(type, false));
    return new StateEntry(name, parameter, new Distribution.Constant(0));
  }
}
