package podium.workers.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.report.CheckpointRef;

final class CheckpointHomeTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  @TempDir private Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  private Snapshot snapshot(float... values) {
    return Snapshot.of(
        Map.of(
            "fc.weight", manager.create(values),
            "optimizer.exp_avg.fc.weight", manager.create(new double[] {1, 2}, new Shape(2, 1))),
        Map.of("epoch", "3", "step", "77"));
  }

  private CheckpointHome home() {
    return new CheckpointHome(folder, "trial-1", 1);
  }

  @Test
  void checkpoint_savedAndRestored_isEqual() {
    Snapshot saved = snapshot(1, -2, 3);
    CheckpointRef reference = home().save(3, saved, true);
    Snapshot target = snapshot(0, 0, 0);

    var restored = home().restore(List.of(reference), target).orElseThrow();

    assertThat(reference.path()).isEqualTo("trial-1/1/epoch-3.safetensors");
    assertThat(restored.counters()).isEqualTo(saved.counters());
    assertThat(target.stateHash()).isEqualTo(saved.stateHash());
  }

  @Test
  void file_written_isSafetensors() throws IOException {
    CheckpointRef reference = home().save(3, snapshot(1, -2, 3), true);

    byte[] file = Files.readAllBytes(folder.resolve(reference.path()));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    String header = new String(file, 8, length, StandardCharsets.UTF_8);

    assertThat(header)
        .contains("\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}")
        .contains("\"__metadata__\":{\"epoch\":\"3\",\"step\":\"77\"}");
    assertThat(length % 8).isZero();
    assertThat(bytes.getFloat(8 + length + 4)).isEqualTo(-2);
    assertThat(reference.bytes()).isEqualTo(file.length).isEqualTo(8 + length + 12 + 16);
  }

  @Test
  void stateHash_ofAnyChange_differs() {
    String hash = snapshot(1, 2, 3).stateHash();

    assertThat(snapshot(1, 2, 4).stateHash()).isNotEqualTo(hash);
    assertThat(new Snapshot(snapshot(1, 2, 3).tensors(), snapshot(1).counters()).stateHash())
        .isEqualTo(hash);
    assertThat(Snapshot.of(snapshot(1, 2, 3).tensors(), Map.of("epoch", "4")).stateHash())
        .isNotEqualTo(hash);
  }

  @Test
  void restore_ofAnAlteredCheckpoint_takesTheNextOlder() throws IOException {
    CheckpointHome home = home();
    CheckpointRef older = home.save(1, snapshot(1, 1, 1), false);
    CheckpointRef newer = home.save(2, snapshot(2, 2, 2), false);
    Path file = folder.resolve(newer.path());
    byte[] content = Files.readAllBytes(file);
    content[content.length - 1] ^= 1;
    Files.write(file, content);
    Snapshot target = snapshot(0, 0, 0);

    var restored = home().restore(List.of(newer, older), target).orElseThrow();

    assertThat(restored.reference()).isEqualTo(older);
    assertThat(target.stateHash()).isEqualTo(snapshot(1, 1, 1).stateHash());
  }

  @Test
  void restore_whenNoneIsGood_saysWhyForEach() throws IOException {
    CheckpointRef cut = home().save(2, snapshot(2, 2, 2), false);
    Path file = folder.resolve(cut.path());
    Files.write(file, new byte[] {1, 2});
    CheckpointRef gone = new CheckpointRef(1, "trial-1/1/epoch-1.safetensors", "00", 1);
    CheckpointRef outside = new CheckpointRef(1, "../elsewhere", "00", 1);

    assertThatThrownBy(() -> home().restore(List.of(cut, gone, outside), snapshot(0, 0, 0)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("epoch-2.safetensors: was altered or cut off")
        .hasMessageContaining("epoch-1.safetensors: is not there")
        .hasMessageContaining("outside");
  }

  @Test
  void restore_ofAnotherModel_isRefused() {
    CheckpointRef reference = home().save(1, snapshot(1, 2, 3), false);

    assertThatThrownBy(() -> home().restore(List.of(reference), snapshot(1, 2)))
        .hasMessageContaining("fc.weight")
        .hasMessageContaining("another model or recipe");
  }

  @Test
  void restore_withoutCheckpoints_beginsFromTheStart() {
    assertThat(home().restore(List.of(), snapshot(1))).isEmpty();
  }

  @Test
  void save_ofManyEpochs_keepsTheLastThreeAndTheBest() throws IOException {
    CheckpointHome home = home();
    for (int epoch = 1; epoch <= 7; epoch++) {
      home.save(epoch, snapshot(epoch), epoch <= 2);
    }

    try (var files = Files.list(folder.resolve("trial-1/1"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "epoch-2.safetensors",
              "epoch-5.safetensors",
              "epoch-6.safetensors",
              "epoch-7.safetensors");
    }
  }
}
