package podium.workers.training.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.workers.training.tensor.Tensors;

/**
 * Files in Hugging Face's safetensors format: the header's length in 8 bytes, little-endian, the
 * header as JSON, the values row-major. Counters are its {@code __metadata__}; stateless.
 */
final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final int LARGEST_HEADER = 100 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  /** What was written. */
  record Written(String sha256, long bytes) {}

  private Safetensors() {}

  /** Writes a new file and syncs it to disk. */
  static Written write(Path file, Snapshot snapshot) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      byte[] header = header(snapshot);
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      append(channel, digest, length.putLong(0, header.length));
      append(channel, digest, ByteBuffer.wrap(header));
      for (NDArray tensor : snapshot.tensors().values()) {
        append(channel, digest, Tensors.bytes(tensor));
      }
      channel.force(true);
      return new Written(HexFormat.of().formatHex(digest.digest()), channel.size());
    }
  }

  private static void append(FileChannel channel, MessageDigest digest, ByteBuffer bytes)
      throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static byte[] header(Snapshot snapshot) throws JsonProcessingException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject(METADATA);
    snapshot.counters().forEach(metadata::put);
    long offset = 0;
    for (Map.Entry<String, NDArray> entry : snapshot.tensors().entrySet()) {
      NDArray tensor = entry.getValue();
      long end = offset + tensor.size() * tensor.getDataType().getNumOfBytes();
      ObjectNode described = header.putObject(entry.getKey());
      described.put("dtype", typeName(tensor.getDataType()));
      described.set("shape", JSON.valueToTree(tensor.getShape().getShape()));
      described.set("data_offsets", JSON.valueToTree(new long[] {offset, end}));
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    // why: padded with spaces to a multiple of 8, so that the values lie aligned
    String padding = " ".repeat(Math.floorMod(-json.length, 8));
    return (new String(json, StandardCharsets.UTF_8) + padding).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Overwrites the tensors of a snapshot with the values of the same names in a file.
   *
   * @return the file's counters
   * @throws CheckpointException when names, types or shapes differ; nothing was overwritten then
   */
  static SortedMap<String, String> read(Path file, Snapshot target) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = part(channel, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > LARGEST_HEADER) {
        throw new CheckpointException(file + " is no safetensors file");
      }
      byte[] json = new byte[(int) length];
      part(channel, Long.BYTES, length).get(json);
      JsonNode header = JSON.readTree(json);
      check(header, target, file);
      for (Map.Entry<String, NDArray> entry : target.tensors().entrySet()) {
        JsonNode offsets = header.get(entry.getKey()).get("data_offsets");
        long start = offsets.get(0).asLong();
        long size = offsets.get(1).asLong() - start;
        ByteBuffer values = part(channel, Long.BYTES + length + start, size);
        Tensors.write(entry.getValue(), values);
      }
      return counters(header);
    }
  }

  private static void check(JsonNode header, Snapshot target, Path file) {
    for (Map.Entry<String, NDArray> entry : target.tensors().entrySet()) {
      NDArray tensor = entry.getValue();
      String wanted =
          typeName(tensor.getDataType()) + " " + JSON.valueToTree(tensor.getShape().getShape());
      JsonNode described = header.path(entry.getKey());
      String found = described.path("dtype").asText() + " " + described.path("shape");
      if (!found.equals(wanted)) {
        throw new CheckpointException(
            "%s holds %s as '%s', but this trial needs '%s'; it is of another model or recipe"
                .formatted(file, entry.getKey(), found.strip(), wanted));
      }
    }
  }

  private static SortedMap<String, String> counters(JsonNode header) {
    SortedMap<String, String> counters = new TreeMap<>();
    header
        .path(METADATA)
        .properties()
        .forEach(e -> counters.put(e.getKey(), e.getValue().asText()));
    return counters;
  }

  private static ByteBuffer part(FileChannel channel, long start, long size) throws IOException {
    ByteBuffer bytes = Tensors.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new IOException("the file is cut off");
      }
    }
    return bytes.flip();
  }

  private static String typeName(DataType type) {
    return switch (type) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      default -> throw new CheckpointException("tensors of type " + type + " are not kept");
    };
  }
}
