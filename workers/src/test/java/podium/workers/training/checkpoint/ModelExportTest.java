package podium.workers.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;
import podium.workers.training.model.Network;
import podium.workers.training.safetensors.SafetensorsException;
import podium.workers.training.safetensors.SafetensorsFile;

final class ModelExportTest {
  @TempDir private Path folder;

  /** Names and shapes as PyTorch's state_dict() has them, counts of batches included. */
  private static SortedMap<String, String> stateOf(JsonNode golden) {
    SortedMap<String, String> state = new TreeMap<>();
    for (JsonNode entry : golden.get("state")) {
      String name = entry.get(0).asText();
      state.put(name, "F32 " + entry.get(1).toString().replace(",", ", "));
      if (name.endsWith("running_mean")) {
        state.put(name.replace("running_mean", "num_batches_tracked"), "I64 []");
      }
    }
    return state;
  }

  // why: one model of each family; a VGG alone would write half a gigabyte, and has what AlexNet
  // has
  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet18",
        "resnet50",
        "resnet18_cifar",
        "googlenet",
        "inception_v3",
        "mobilenet_v2",
        "mobilenet_v2_cifar",
        "vgg19_bn_cifar",
        "alexnet"
      })
  void model_exported_hasExactlyTheTensorsOfTorchvisionsStateDict(String name) throws IOException {
    JsonNode golden;
    try (InputStream file =
        ModelExportTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      golden = new ObjectMapper().readTree(file);
    }
    Path target = folder.resolve("model.safetensors");
    ModelDefinition definition = ModelCatalog.load().find(name).orElseThrow();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Network network =
          Network.create(
              definition,
              ModelOptions.of(
                  definition, ModelChoice.of(name), golden.get("num_classes").asInt(), true),
              definition.defaultImage(),
              1,
              manager,
              DataType.FLOAT32);
      Map<String, NDArray> tensors = new TreeMap<>();
      network
          .state()
          .forEach(
              entry -> {
                tensors.put(entry.name(), entry.parameter().getArray());
                if (entry.trained()) {
                  tensors.put(
                      "optimizer.exp_avg." + entry.name(),
                      manager.zeros(entry.parameter().getShape()));
                }
              });
      ModelExport.write(saved(tensors, 77), target, new TreeMap<>(Map.of("model", name)));
      try (SafetensorsFile exported = SafetensorsFile.open(target)) {
        SortedMap<String, String> found = new TreeMap<>();
        exported.tensors().forEach((tensor, info) -> found.put(tensor, info.described()));
        assertThat(found).isEqualTo(stateOf(golden));
        assertThat(exported.metadata()).isEqualTo(Map.of("model", name));
        for (String tensor : found.keySet()) {
          if (tensor.endsWith("num_batches_tracked")) {
            assertThat(exported.read(tensor).getLong()).isEqualTo(77);
          }
        }
        var last = network.state().getLast();
        assertThat(exported.read(last.name()).getFloat())
            .isEqualTo(last.parameter().getArray().getFloat(0));
      }
    }
  }

  @Test
  void model_withAnAverage_isExportedAsTheAverage() throws IOException {
    Path target = folder.resolve("model.safetensors");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Map<String, NDArray> tensors =
          Map.of(
              "head.weight", manager.create(new float[] {1, 2}),
              "average.head.weight", manager.create(new float[] {3, 4}),
              "mean", manager.create(new float[] {5}));
      ModelExport.write(saved(tensors, 1), target, new TreeMap<>());
    }
    try (SafetensorsFile exported = SafetensorsFile.open(target)) {
      assertThat(exported.tensors()).containsOnlyKeys("head.weight", "mean");
      assertThat(exported.read("head.weight").getFloat()).isEqualTo(3);
      assertThat(exported.read("mean").getFloat()).isEqualTo(5);
    }
  }

  private Path saved(Map<String, NDArray> tensors, long steps) {
    Counters counters = new Counters(1, steps, 1, Optional.empty());
    CheckpointRef reference =
        new CheckpointFolder(folder, new TrialId("t-1.1"), 1, Facts.DATA)
            .begin(1, TrainingState.of(tensors, counters.named()), 1, Runnable::run)
            .save(counters, saved -> Facts.of("t-1.1", 1, saved.reference(), Optional.empty()))
            .join()
            .reference();
    return folder.resolve(reference.path());
  }

  @Test
  void export_besideAFileOfAPerson_leavesIt() throws IOException {
    Path nonsense = Files.write(folder.resolve("nonsense"), new byte[100]);
    Path own = Files.writeString(folder.resolve("model.safetensors.part"), "a person's own");
    Path target = folder.resolve("model.safetensors");
    assertThatThrownBy(() -> ModelExport.write(nonsense, target, new TreeMap<>()))
        .isInstanceOf(SafetensorsException.class);
    assertThat(own).hasContent("a person's own");
  }

  @Test
  void export_ofWhatIsNoCheckpoint_leavesNothingBehind() throws IOException {
    Path nonsense = Files.write(folder.resolve("nonsense"), new byte[100]);
    Path target = folder.resolve("out/model.safetensors");
    Files.createDirectories(target.resolveSibling(""));

    assertThatThrownBy(() -> ModelExport.write(nonsense, target, new TreeMap<>()))
        .isInstanceOf(SafetensorsException.class);
    assertThat(target.resolveSibling("")).isEmptyDirectory();
  }
}
