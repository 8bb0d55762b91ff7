package podium.workers.training.data.folder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.files.NamedFiles;

/**
 * One decoded data set on disk, named by what it was decoded from; a damaged file counts as none.
 */
final class PixelCache {
  private static final long MAGIC = 0x506f6469756d3031L;

  /** Training and test images. */
  record Sets(ImageSet train, ImageSet test) {}

  private final Path file;

  private PixelCache(Path file) {
    this.file = file;
  }

  static PixelCache of(Path folder, NamedFiles source, int wantedSize) {
    String key = source.fingerprint() + "\n" + wantedSize;
    return new PixelCache(folder.resolve("images-" + sha256(key).substring(0, 32) + ".bin"));
  }

  /** What was kept, if it is whole and of the expected numbers of images. */
  Optional<Sets> read(int trainImages, int testImages) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    CRC32C crc = new CRC32C();
    try (DataInputStream in =
        new DataInputStream(
            new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), crc))) {
      if (in.readLong() != MAGIC) {
        return Optional.empty();
      }
      Sets sets = new Sets(readSet(in, trainImages), readSet(in, testImages));
      long expected = crc.getValue();
      return in.readLong() == expected ? Optional.of(sets) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      // why: a cache that cannot be read is decoded anew, and so replaced
      return Optional.empty();
    }
  }

  /** Keeps the sets; the file is there whole or not at all. */
  void write(Sets sets) {
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "images-", ".part");
      try {
        write(sets, part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Sets sets, Path part) throws IOException {
    CRC32C crc = new CRC32C();
    try (DataOutputStream out =
        new DataOutputStream(
            new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), crc))) {
      out.writeLong(MAGIC);
      writeSet(out, sets.train());
      writeSet(out, sets.test());
      out.writeLong(crc.getValue());
    }
  }

  private static void writeSet(DataOutputStream out, ImageSet set) throws IOException {
    out.writeInt(set.count());
    out.writeInt(set.size());
    for (int label : set.labels()) {
      out.writeInt(label);
    }
    out.write(set.pixels());
  }

  private static ImageSet readSet(DataInputStream in, int images) throws IOException {
    int count = in.readInt();
    int size = in.readInt();
    if (count != images || size < 1 || (long) count * size * size > Integer.MAX_VALUE / 3) {
      throw new IOException("not the images expected");
    }
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = in.readInt();
    }
    byte[] pixels = new byte[count * size * size * ImageSet.CHANNELS];
    in.readFully(pixels);
    return new ImageSet(size, pixels, labels);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
