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
    return stateHash(tensorsSeen(), counters);
  }

  /** The same of these counters, with a digest that has seen the tensors. */
  static String stateHash(MessageDigest seen, SortedMap<String, String> counters) {
    counters.forEach((name, value) -> update(seen, name + "=" + value + "\n"));
    return HexFormat.of().formatHex(seen.digest());
  }

  /** A digest that has seen the tensors, and not yet the counters. */
  MessageDigest tensorsSeen() {
    MessageDigest digest = Sha256.digest();
    tensors.forEach(
        (name, tensor) -> {
          update(digest, name + " " + tensor.getDataType() + " " + tensor.getShape() + "\n");
          Tensors.read(tensor, digest::update);
        });
    return digest;
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
