package podium.workers.training.checkpoint;

import ai.djl.ndarray.NDArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.workers.training.hash.Sha256;
import podium.workers.training.tensor.Tensors;

/**
 * Everything an attempt needs to go on exactly: live tensors by name, and counters. The tensors are
 * views of the training's own, to be read while it pauses.
 */
public record TrainingState(
    SortedMap<String, NDArray> tensors, SortedMap<String, String> counters) {

  public static TrainingState of(Map<String, NDArray> tensors, Map<String, String> counters) {
    return new TrainingState(new TreeMap<>(tensors), new TreeMap<>(counters));
  }

  /** SHA-256 over name, type, shape and values of every tensor, then every counter, by name. */
  public String stateHash() {
    MessageDigest digest = Sha256.digest();
    tensors.forEach(
        (name, tensor) -> {
          update(digest, name + " " + tensor.getDataType() + " " + tensor.getShape() + "\n");
          Tensors.read(tensor, digest::update);
        });
    counters.forEach((name, value) -> update(digest, name + "=" + value + "\n"));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
