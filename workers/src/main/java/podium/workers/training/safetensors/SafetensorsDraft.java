package podium.workers.training.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import podium.workers.training.hash.Sha256;

/**
 * A new safetensors file whose values are written before all of its metadata are known, behind room
 * for these; spaces fill what they leave. Immutable.
 */
public final class SafetensorsDraft {
  private static final int ROOM = 256;

  private final Path file;
  private final List<SafetensorsWriter.Part> parts;
  private final int headerBytes;

  /**
   * Of a file that is not there yet.
   *
   * @param metadata as far as they are known; what they grow by has to fit into 256 bytes
   * @param parts in their order
   */
  public SafetensorsDraft(
      Path file, SortedMap<String, String> metadata, List<SafetensorsWriter.Part> parts) {
    this.file = file;
    this.parts = List.copyOf(parts);
    this.headerBytes = SafetensorsWriter.header(metadata, parts, 0).length + ROOM;
  }

  /**
   * Writes the values and syncs them.
   *
   * @param wanted asked before each tensor; once it says no, nothing more is written or synced
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name
   */
  public void writeValues(BooleanSupplier wanted) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      channel.position((long) Long.BYTES + headerBytes);
      for (SafetensorsWriter.Part part : parts) {
        if (!wanted.getAsBoolean()) {
          return;
        }
        part.values().into(bytes -> SafetensorsWriter.writeAll(channel, bytes));
      }
      if (wanted.getAsBoolean()) {
        channel.force(false);
      }
    }
  }

  /** Writes the header before values that are written, and syncs it. */
  public void writeHeader(SortedMap<String, String> metadata) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      SafetensorsWriter.writeAll(channel, header(metadata));
      channel.force(true);
    }
  }

  /** The SHA-256 of the whole file, and its size; taken from the values, not from the disk. */
  public SafetensorsWriter.Written written(SortedMap<String, String> metadata) throws IOException {
    MessageDigest digest = Sha256.digest();
    digest.update(header(metadata));
    long bytes = (long) Long.BYTES + headerBytes;
    for (SafetensorsWriter.Part part : parts) {
      part.values().into(digest::update);
      bytes += part.bytes();
    }
    return new SafetensorsWriter.Written(HexFormat.of().formatHex(digest.digest()), bytes);
  }

  private ByteBuffer header(SortedMap<String, String> metadata) {
    byte[] header = SafetensorsWriter.header(metadata, parts, headerBytes);
    if (header.length != headerBytes) {
      throw new IllegalStateException(
          "metadata grew beyond the room that was left for them: " + metadata);
    }
    return ByteBuffer.wrap(SafetensorsWriter.behindLength(header));
  }
}
