package podium.workers.training.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/** Writes new safetensors files; stateless. */
public final class SafetensorsWriter {
  private static final JsonMapper JSON = new JsonMapper();

  /** Hands over the values of a tensor. */
  public interface Values {
    /** Gives all of them, row-major and little-endian. */
    void into(ByteSink sink) throws IOException;
  }

  /** A tensor to write. */
  public record Part(String name, ElementType type, List<Long> shape, Values values) {
    long bytes() {
      return new TensorInfo(type, shape, 0).bytes();
    }
  }

  /** What was written. */
  public record Written(String sha256, long bytes) {}

  private SafetensorsWriter() {}

  /**
   * Writes a new file, the parts in their order, and syncs it to disk.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one of that name
   */
  public static Written write(Path file, SortedMap<String, String> metadata, List<Part> parts)
      throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteSink sink =
          bytes -> {
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          };
      byte[] header = header(metadata, parts);
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      sink.take(length.putLong(0, header.length));
      sink.take(ByteBuffer.wrap(header));
      for (Part part : parts) {
        part.values().into(sink);
      }
      channel.force(true);
      return new Written(HexFormat.of().formatHex(digest.digest()), channel.size());
    }
  }

  private static byte[] header(SortedMap<String, String> metadata, List<Part> parts)
      throws JsonProcessingException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode described = header.putObject(SafetensorsFile.METADATA);
    metadata.forEach(described::put);
    long offset = 0;
    for (Part part : parts) {
      long end = offset + part.bytes();
      ObjectNode tensor = header.putObject(part.name());
      tensor.put("dtype", part.type().name());
      tensor.set("shape", JSON.valueToTree(part.shape()));
      tensor.set("data_offsets", JSON.valueToTree(new long[] {offset, end}));
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    // why: padded with spaces to a multiple of 8, so that the values lie aligned
    String padding = " ".repeat(Math.floorMod(-json.length, 8));
    return (new String(json, StandardCharsets.UTF_8) + padding).getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
