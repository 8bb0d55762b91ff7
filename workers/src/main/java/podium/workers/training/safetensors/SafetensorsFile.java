package podium.workers.training.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An open file whose header was read and checked: its length in 8 bytes, little-endian, the header
 * as JSON, the values row-major. For one thread.
 */
public final class SafetensorsFile implements AutoCloseable {
  static final String METADATA = "__metadata__";
  private static final int LARGEST_HEADER = 16 << 20;
  private static final int CHUNK = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;
  private final FileChannel channel;
  private final long valuesAt;
  private final SortedMap<String, TensorInfo> tensors;
  private final SortedMap<String, String> metadata;

  private SafetensorsFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long length = channel.size() < Long.BYTES ? 0 : part(0, Long.BYTES).getLong();
    if (length < 2 || length > channel.size() - Long.BYTES) {
      throw bad("is no safetensors file, or is cut off");
    }
    if (length > LARGEST_HEADER) {
      // why: read, it takes ten times the memory; that of a network has some 100 bytes a tensor
      throw bad("has a header of %d bytes; at most %d are read".formatted(length, LARGEST_HEADER));
    }
    this.valuesAt = Long.BYTES + length;
    JsonNode header = json(part(Long.BYTES, (int) length));
    this.tensors = Collections.unmodifiableSortedMap(tensors(header));
    this.metadata = Collections.unmodifiableSortedMap(metadata(header));
  }

  /**
   * Opens a file.
   *
   * @throws SafetensorsException when it is not in the format, or not whole
   */
  public static SafetensorsFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafetensorsFile(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Its tensors by name. */
  public SortedMap<String, TensorInfo> tensors() {
    return tensors;
  }

  /** Whatever else whoever wrote it had to say. */
  public SortedMap<String, String> metadata() {
    return metadata;
  }

  /** The values of a tensor, little-endian, in a direct buffer of their own. */
  public ByteBuffer read(String name) throws IOException {
    TensorInfo tensor = tensor(name);
    return part(valuesAt + tensor.offset(), Math.toIntExact(tensor.bytes()));
  }

  /** Hands on the values of a tensor, little-endian, piece by piece. */
  public void copy(String name, ByteSink target) throws IOException {
    TensorInfo tensor = tensor(name);
    for (long done = 0; done < tensor.bytes(); done += CHUNK) {
      int size = (int) Math.min(CHUNK, tensor.bytes() - done);
      target.take(part(valuesAt + tensor.offset() + done, size));
    }
  }

  private TensorInfo tensor(String name) {
    return Optional.ofNullable(tensors.get(name)).orElseThrow(() -> bad("has no tensor " + name));
  }

  private ByteBuffer part(long start, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw bad("is cut off");
      }
    }
    return bytes.flip();
  }

  private JsonNode json(ByteBuffer bytes) throws IOException {
    byte[] text = new byte[bytes.remaining()];
    bytes.get(text);
    try {
      JsonNode header = JSON.readTree(text);
      if (header.isObject()) {
        return header;
      }
    } catch (JsonProcessingException e) {
      throw bad("has a header that is no JSON: " + e.getOriginalMessage());
    }
    throw bad("has a header that is no JSON object");
  }

  private SortedMap<String, TensorInfo> tensors(JsonNode header) throws IOException {
    SortedMap<String, TensorInfo> all = new TreeMap<>();
    for (var described : header.properties()) {
      if (!described.getKey().equals(METADATA)) {
        all.put(described.getKey(), tensor(described.getKey(), described.getValue()));
      }
    }
    return all;
  }

  private TensorInfo tensor(String name, JsonNode described) throws IOException {
    String typeName = described.path("dtype").asText();
    ElementType type =
        ElementType.named(typeName)
            .orElseThrow(
                () -> bad("holds %s as '%s', which cannot be read".formatted(name, typeName)));
    List<Long> shape = new ArrayList<>();
    described.path("shape").forEach(side -> shape.add(side.asLong(-1)));
    JsonNode offsets = described.path("data_offsets");
    TensorInfo tensor = new TensorInfo(type, shape, offsets.path(0).asLong(-1));
    if (shape.stream().anyMatch(side -> side < 0) || tensor.offset() < 0) {
      throw bad("describes " + name + " wrongly: " + described);
    }
    long end = end(tensor);
    if (end < 0 || end != offsets.path(1).asLong(-1) || end > channel.size() - valuesAt) {
      throw bad("is cut off, or describes %s wrongly: %s".formatted(name, described));
    }
    return tensor;
  }

  /** Where it ends, counted as its offset is; -1 where no file is so long. */
  private static long end(TensorInfo tensor) {
    try {
      return Math.addExact(tensor.offset(), tensor.bytes());
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  private static SortedMap<String, String> metadata(JsonNode header) {
    SortedMap<String, String> all = new TreeMap<>();
    header.path(METADATA).properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return all;
  }

  private SafetensorsException bad(String fault) {
    return new SafetensorsException(file + " " + fault);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
