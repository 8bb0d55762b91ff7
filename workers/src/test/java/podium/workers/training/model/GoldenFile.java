package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reference values of one model, computed by PyTorch in double precision. */
record GoldenFile(String name, JsonNode json) {
  private static final Path KEPT = Path.of("src/test/resources/golden");

  /** The files of the folder {@code podium.golden.dir}, or of the tests when none is given. */
  static List<GoldenFile> all() throws IOException {
    Optional<Path> given =
        Optional.ofNullable(System.getProperty("podium.golden.dir"))
            .filter(text -> !text.isBlank())
            .map(GoldenFile::folder);
    Path folder = given.orElse(KEPT);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("podium.golden.dir is " + folder + ", which is no folder");
    }
    List<GoldenFile> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        found.add(read(file));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("podium.golden.dir is " + folder + ", without *.json");
    }
    return found;
  }

  /** A relative folder is meant from where Maven was started. */
  private static Path folder(String text) {
    return Path.of(System.getProperty("podium.golden.base", "")).resolve(text);
  }

  /** One of those kept here. */
  static GoldenFile kept(String name) throws IOException {
    return read(KEPT.resolve(name + ".json"));
  }

  private static GoldenFile read(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    try {
      return new GoldenFile(name, new ObjectMapper().readTree(file.toFile()));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  String model() {
    return json.required("model").asText();
  }

  int classes() {
    return json.required("num_classes").asInt();
  }

  Shape input() {
    return shape(json.required("input_shape"));
  }

  long[] labels() {
    return shape(json.required("labels")).getShape();
  }

  long parameters() {
    return json.required("trainable_parameters").asLong();
  }

  /** Names and shapes, in PyTorch's order. */
  List<String> state() {
    List<String> state = new ArrayList<>();
    json.required("state").forEach(e -> state.add(e.get(0).asText() + " " + shape(e.get(1))));
    return state;
  }

  /** The same by name. */
  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    json.required("state").forEach(e -> shapes.put(e.get(0).asText(), shape(e.get(1))));
    return shapes;
  }

  double[] logits() {
    List<Double> values = new ArrayList<>();
    json.required("eval_logits").forEach(row -> row.forEach(v -> values.add(v.asDouble())));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  JsonNode train() {
    return json.required("train");
  }

  private static Shape shape(JsonNode sizes) {
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
    }
    return new Shape(shape);
  }

  @Override
  public String toString() {
    return name;
  }
}
