package podium.workers.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.report.CheckpointRef;

/** Of a path that the log names, nothing is told that lies outside of the home. */
final class CheckpointStoreTest {
  @TempDir Path folder;

  private static CheckpointRef at(String path) {
    return new CheckpointRef(1, path, "0".repeat(64), 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret.safetensors", "a/../../secret.safetensors", "ABSOLUTE", "nul\u0000"})
  void pathOfOutside_isNowhere(String path) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.safetensors"), "");
    Files.writeString(folder.resolve("secret.json"), "{}");
    CheckpointStore store = new CheckpointStore(Files.createDirectories(folder.resolve("home")));
    CheckpointRef forged = at(path.equals("ABSOLUTE") ? secret.toString() : path);
    assertThat(store.has(forged)).isFalse();
    assertThat(store.facts(forged)).isEmpty();
    assertThatThrownBy(() -> store.verified(forged)).isInstanceOf(CheckpointException.class);
  }

  @Test
  void pathOfInside_isHere() throws IOException {
    Path attempt = Files.createDirectories(folder.resolve("mine-1.1/1"));
    Files.writeString(attempt.resolve("epoch-1.safetensors"), "");
    CheckpointStore store = new CheckpointStore(folder);
    assertThat(store.has(at("mine-1.1/1/epoch-1.safetensors"))).isTrue();
    assertThat(store.has(at("mine-1.1/1"))).isFalse();
  }
}
