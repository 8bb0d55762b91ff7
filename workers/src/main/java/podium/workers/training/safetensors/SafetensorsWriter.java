package podium.workers.training.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import podium.workers.training.hash.Sha256;

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
    MessageDigest digest = Sha256.digest();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteSink sink =
          bytes -> {
            digest.update(bytes.duplicate());
            writeAll(channel, bytes);
          };
      sink.take(ByteBuffer.wrap(behindLength(header(metadata, parts, 0))));
      for (Part part : parts) {
        part.values().into(sink);
      }
      channel.force(true);
      return new Written(HexFormat.of().formatHex(digest.digest()), channel.size());
    }
  }

  static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** A header behind its length. */
  static byte[] behindLength(byte[] header) {
    return ByteBuffer.allocate(Long.BYTES + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** A header of at least so many bytes, a multiple of 8. */
  static byte[] header(SortedMap<String, String> metadata, List<Part> parts, int least) {
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
    byte[] json = bytes(header);
    // why: padded with spaces to a multiple of 8, so that the values lie aligned
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(Math.max(json.length, least), 8) * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static byte[] bytes(ObjectNode header) {
    try {
      return JSON.writeValueAsBytes(header);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + header, e);
    }
  }
}
