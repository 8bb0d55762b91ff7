package podium.workers.training.data.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.Pixels;
import podium.workers.training.data.files.Reasons;

/**
 * The decoded images of a data set at one size, in a file that is mapped into memory: the images,
 * H,W,C each, then a CRC-32C of each, then a magic number. One that is damaged counts as none.
 */
final class PixelFile {
  private static final Logger LOG = LoggerFactory.getLogger(PixelFile.class);
  private static final String PART = ".part";
  private static final long MAGIC = 0x506f6469756d3032L;
  private static final int LARGEST_PART = 1 << 30;

  private final Path folder;
  private final Path file;
  private final String place;
  private final int images;
  private final int imageBytes;

  /**
   * The file of these images; it need not be there yet.
   *
   * @param place by which other decoded images of the same data set are known
   * @param fingerprint of what is decoded
   * @param size height and width in pixels
   */
  PixelFile(Path folder, String place, String fingerprint, int size, int images) {
    this.folder = folder;
    this.place = "images-" + place + "-";
    this.file = folder.resolve(this.place + fingerprint.substring(0, 24) + "-" + size + ".bin");
    this.images = images;
    this.imageBytes = size * size * ImageSet.CHANNELS;
  }

  /** How many bytes it takes on disk. */
  long bytes() {
    return (long) images * (imageBytes + Integer.BYTES) + Long.BYTES;
  }

  /** What was kept, if it is whole. */
  Optional<Mapped> open() {
    try {
      if (!Files.exists(file) || Files.size(file) != bytes()) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        Mapped mapped = map(channel);
        return isWhole(channel, mapped) ? Optional.of(mapped) : Optional.empty();
      }
    } catch (IOException e) {
      // why: what cannot be read is decoded anew, and so replaced
      return Optional.empty();
    }
  }

  /** Takes decoded images, from any thread. */
  interface Sink {
    void put(int image, byte[] pixels);
  }

  /** Writes it anew, whole or not at all. */
  void write(Consumer<Sink> filling) {
    try {
      Files.createDirectories(folder);
      Path part =
          file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + PART);
      try {
        try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
          write(channel, filling);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw Reasons.cache(folder, e);
    }
  }

  // why: written, not mapped: a disk that is full is then an error and does not end the process
  private void write(FileChannel channel, Consumer<Sink> filling) throws IOException {
    int[] crcs = new int[images];
    filling.accept(
        (image, pixels) -> {
          crcs[image] = crc(ByteBuffer.wrap(pixels));
          write(channel, ByteBuffer.wrap(pixels), (long) image * imageBytes);
        });
    ByteBuffer tail = ByteBuffer.allocate(images * Integer.BYTES + Long.BYTES);
    for (int crc : crcs) {
      tail.putInt(crc);
    }
    write(channel, tail.putLong(MAGIC).flip(), (long) images * imageBytes);
    channel.force(true);
  }

  private void write(FileChannel channel, ByteBuffer bytes, long position) {
    try {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      throw Reasons.cache(folder, e);
    }
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * Takes away what was decoded of the place's earlier content, and what a process that is gone
   * left half done; other sizes of the same content stay.
   */
  void forgetOthers() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    String name = String.valueOf(file.getFileName());
    String same = name.substring(0, name.lastIndexOf('-') + 1);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path other : all.toList()) {
        String otherName = String.valueOf(other.getFileName());
        boolean stale =
            otherName.endsWith(PART) ? isAbandoned(otherName) : !otherName.startsWith(same);
        if (otherName.startsWith(place) && stale) {
          // why: whoever has it mapped keeps it until done
          Files.deleteIfExists(other);
        }
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("old decoded pictures cannot be taken away");
    }
  }

  /** Whether the process that its name ends with is gone. */
  private static boolean isAbandoned(String part) {
    String name = part.substring(0, part.length() - PART.length());
    String process = name.substring(name.lastIndexOf('.') + 1);
    return !process.matches("[0-9]{1,18}")
        || ProcessHandle.of(Long.parseLong(process)).filter(ProcessHandle::isAlive).isEmpty();
  }

  private Mapped map(FileChannel channel) throws IOException {
    int perPart = Math.max(1, LARGEST_PART / imageBytes);
    List<MappedByteBuffer> parts = new ArrayList<>();
    for (int first = 0; first < images; first += perPart) {
      long count = Math.min(perPart, images - first);
      parts.add(
          channel.map(
              FileChannel.MapMode.READ_ONLY, (long) first * imageBytes, count * imageBytes));
    }
    return new Mapped(parts, perPart, imageBytes);
  }

  private boolean isWhole(FileChannel channel, Mapped mapped) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate(images * Integer.BYTES + Long.BYTES);
    channel.read(tail, (long) images * imageBytes);
    if (tail.hasRemaining() || tail.getLong(images * Integer.BYTES) != MAGIC) {
      return false;
    }
    boolean whole = true;
    for (int image = 0; whole && image < images; image++) {
      whole = crc(mapped.image(image)) == tail.getInt(image * Integer.BYTES);
    }
    return whole;
  }

  /** The file's images in memory, as far as the system has some. */
  record Mapped(List<MappedByteBuffer> parts, int perPart, int imageBytes) {
    Mapped {
      parts = List.copyOf(parts);
    }

    /** Those from an image on. */
    Pixels from(int first) {
      return new Pixels.InFile(parts, perPart, first, imageBytes);
    }

    private ByteBuffer image(int image) {
      return parts.get(image / perPart).slice(image % perPart * imageBytes, imageBytes);
    }
  }
}
