package podium.workers.training.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.workers.training.model.Network;
import podium.workers.training.safetensors.ElementType;
import podium.workers.training.safetensors.SafetensorsWriter;
import podium.workers.training.safetensors.SafetensorsWriter.Part;

final class PretrainedWeightsTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final List<String> told = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  private void fill(Network network, String model, Path file, Optional<String> sha256) {
    var settings =
        new WeightsSettings("imagenet", model, Optional.of(file), Optional.empty(), sha256);
    new PretrainedWeights(List.of(settings), folder.resolve("cache"))
        .fill(network.state(), "imagenet", model, told::add);
  }

  private void fill(Network network, String model, Path file) {
    fill(network, model, file, Optional.empty());
  }

  private static Map<String, float[]> values(Network network) {
    return network.state().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.name(), entry -> entry.parameter().getArray().toFloatArray()));
  }

  @ParameterizedTest
  @CsvSource({"resnet18,fc", "mobilenet_v2,classifier.1", "googlenet,fc"})
  void weights_ofOtherClasses_fillAllButTheLastLayer(String model, String head) {
    Path file =
        StateDicts.write(
            folder.resolve("w.safetensors"),
            model,
            1000,
            5,
            StateDicts.count("some.bn.num_batches_tracked", 7),
            StateDicts.numbers("aux1.fc2.weight", 1, 2),
            StateDicts.numbers("AuxLogits.fc.weight", 1, 2));
    Network network = StateDicts.network(model, 10, 1, manager);
    Map<String, float[]> drawn = values(network);

    fill(network, model, file);

    Map<String, float[]> given = values(StateDicts.network(model, 1000, 5, manager));
    values(network)
        .forEach(
            (name, values) ->
                assertThat(values)
                    .as(name)
                    .isEqualTo((name.startsWith(head + ".") ? drawn : given).get(name)));
    assertThat(told).containsExactly("loading weights imagenet/" + model);
  }

  @Test
  void weights_ofAsManyClasses_fillTheLastLayerToo() {
    Path file = StateDicts.write(folder.resolve("w.safetensors"), "resnet18", 10, 5);
    Network network = StateDicts.network("resnet18", 10, 1, manager);

    fill(network, "resnet18", file);

    assertThat(values(network).get("fc.weight"))
        .isEqualTo(values(StateDicts.network("resnet18", 10, 5, manager)).get("fc.weight"));
  }

  @Test
  void weights_ofAnotherModel_areRefusedNamingTensorsAndNothingIsOverwritten() {
    Path file =
        StateDicts.write(
            folder.resolve("w.safetensors"),
            "mobilenet_v2",
            10,
            5,
            StateDicts.numbers("conv1.weight", 1, 2));
    Network network = StateDicts.network("resnet18", 10, 1, manager);
    Map<String, float[]> drawn = values(network);

    assertThatThrownBy(() -> fill(network, "resnet18", file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("weights imagenet/resnet18 do not fit the model")
        .hasMessageContaining("missing: bn1.weight, bn1.bias")
        .hasMessageContaining("unknown: classifier.1.bias")
        .hasMessageContaining("conv1.weight is [2], not [64, 3, 7, 7]. Register")
        .hasMessageMatching(
            ".* the model: missing: [^;]* and \\d+ more; unknown: [^;]*; of another shape: [^;]*");
    assertThat(values(network).get("fc.weight")).isEqualTo(drawn.get("fc.weight"));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void fill_withNumbersThatAreNotFinite_isRefusedNamingTheTensor(float number) throws IOException {
    Network diverged = StateDicts.network("mobilenet_v2", 10, 3, manager);
    diverged.state().stream()
        .filter(entry -> entry.name().equals("features.3.conv.2.weight"))
        .forEach(entry -> entry.parameter().getArray().set(new NDIndex(1), number));
    Path file = folder.resolve("diverged.safetensors");
    SafetensorsWriter.write(file, new TreeMap<>(), StateDicts.parts(diverged.state()));

    assertThatThrownBy(
            () -> fill(StateDicts.network("mobilenet_v2", 10, 4, manager), "mobilenet_v2", file))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "weights imagenet/mobilenet_v2 hold numbers that are infinite or not a number, such as"
                + " in features.3.conv.2.weight: the training they come from diverged. Register"
                + " other weights.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"F16", "BF16", "F64"})
  void weights_ofAnotherPrecision_areConverted(String type) throws IOException {
    ElementType element = ElementType.valueOf(type);
    Path file = folder.resolve("w.safetensors");
    Network source = StateDicts.network("mobilenet_v2", 10, 5, manager);
    SafetensorsWriter.write(
        file,
        new TreeMap<>(),
        StateDicts.parts(source.state()).stream().map(part -> as(part, element)).toList());
    Network network = StateDicts.network("mobilenet_v2", 10, 1, manager);

    fill(network, "mobilenet_v2", file);

    float[] given = first(source);
    float[] filled = first(network);
    for (int i = 0; i < given.length; i++) {
      assertThat(filled[i]).isCloseTo(given[i], org.assertj.core.data.Percentage.withPercentage(1));
    }
  }

  private static float[] first(Network network) {
    return network.state().getFirst().parameter().getArray().toFloatArray();
  }

  private static Part as(Part part, ElementType type) {
    return new Part(
        part.name(),
        type,
        part.shape(),
        sink ->
            part.values()
                .into(
                    bytes -> {
                      ByteBuffer from = bytes.order(ByteOrder.LITTLE_ENDIAN);
                      ByteBuffer to =
                          ByteBuffer.allocate(from.remaining() / Float.BYTES * type.bytes())
                              .order(ByteOrder.LITTLE_ENDIAN);
                      while (from.hasRemaining()) {
                        float value = from.getFloat();
                        switch (type) {
                          case F16 -> to.putShort(Float.floatToFloat16(value));
                          case BF16 ->
                              to.putShort((short) (Float.floatToIntBits(value) >> Short.SIZE));
                          default -> to.putDouble(value);
                        }
                      }
                      sink.take(to.flip());
                    }));
  }

  @Test
  void weights_ofWholeNumbers_areRefused() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Network network = StateDicts.network("resnet18", 10, 1, manager);
    SafetensorsWriter.write(
        file,
        new TreeMap<>(),
        StateDicts.parts(network.state()).stream()
            .map(part -> new Part(part.name(), ElementType.I32, part.shape(), part.values()))
            .toList());

    assertThatThrownBy(() -> fill(network, "resnet18", file))
        .hasMessageContaining("I32")
        .hasMessageContaining("save them as float32");
  }

  @Test
  void file_thatIsNotTheOneOfTheHash_orNoneAtAll_saysSo() throws IOException {
    Path file = StateDicts.write(folder.resolve("w.safetensors"), "resnet18", 10, 5);
    Network network = StateDicts.network("resnet18", 10, 1, manager);

    assertThatThrownBy(() -> fill(network, "resnet18", file, Optional.of("ab".repeat(32))))
        .hasMessageContaining("podium.weights.imagenet.resnet18.sha256");

    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> fill(network, "resnet18", file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("is no safetensors file");

    Files.delete(file);
    assertThatThrownBy(() -> fill(network, "resnet18", file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void weights_notRegistered_nameWhatIsAndTheSetting() {
    Network network = StateDicts.network("resnet18", 10, 1, manager);

    assertThatThrownBy(
            () ->
                new PretrainedWeights(List.of(), folder)
                    .fill(network.state(), "imagenet", "resnet18", told::add))
        .hasMessageContaining("Set podium.weights.imagenet.resnet18");
  }

  @Test
  void url_thatCannotBeReached_saysWhereToPutTheFile() {
    Network network = StateDicts.network("resnet18", 10, 1, manager);
    var settings =
        new WeightsSettings(
            "imagenet",
            "resnet18",
            Optional.empty(),
            Optional.of(java.net.URI.create("https://127.0.0.1:1/resnet18.safetensors")),
            Optional.of("ab".repeat(32)));

    assertThatThrownBy(
            () ->
                new PretrainedWeights(List.of(settings), folder)
                    .fill(network.state(), "imagenet", "resnet18", told::add))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("Put imagenet-resnet18.safetensors into the folder");
    assertThat(told).contains("downloading https://127.0.0.1:1/resnet18.safetensors");
  }

  @Test
  void googlenet_startedFromWeights_bringsItsInputToWhatTheyWant() {
    Network plain = StateDicts.network("googlenet", 10, 1, manager);
    var model = podium.workers.training.model.ModelCatalog.load().find("googlenet").orElseThrow();
    Network started = plain.startedFromWeights(model);
    NDArray pixels = manager.randomUniform(0, 1, new Shape(2, 3, 64, 64));
    NDArray imagenet =
        normalised(pixels, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    NDArray half = normalised(pixels, List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));

    float[] logits = started.forward(imagenet, false).toFloatArray();

    assertThat(logits)
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(plain.forward(half, false).toFloatArray());
    assertThat(Network.transformsInput("resnet18")).isFalse();
  }

  private NDArray normalised(NDArray pixels, List<Float> mean, List<Float> deviation) {
    Shape channels = new Shape(1, 3, 1, 1);
    return pixels
        .sub(manager.create(floats(mean), channels))
        .div(manager.create(floats(deviation), channels));
  }

  private static float[] floats(List<Float> values) {
    return new float[] {values.get(0), values.get(1), values.get(2)};
  }
}
