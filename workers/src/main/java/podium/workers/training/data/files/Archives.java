package podium.workers.training.data.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;
import podium.workers.training.data.DatasetException;

/** Tells archives by their first bytes; stateless. */
final class Archives {
  private static final int TAR_MAGIC_AT = 257;
  private static final int LOOKED_AT = 512;
  private static final int BUFFER = 1 << 16;

  private Archives() {}

  static NamedFiles open(Path file) throws IOException {
    byte[] start = start(file);
    if (begins(start, 0, 'P', 'K')) {
      return ZipFiles.open(file);
    }
    if (isGzip(start) || isTar(start)) {
      return TarFiles.open(file);
    }
    throw new DatasetException(
        "%s is neither a folder nor a zip, .tar, .tar.gz or .tgz; unpack it and name the folder."
            .formatted(file));
  }

  /** What is in the file, unpacked where it is packed by gzip. */
  static InputStream unpacked(Path file) throws IOException {
    boolean packed = isGzip(start(file));
    InputStream plain = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      return packed ? new GZIPInputStream(plain, BUFFER) : plain;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** An entry's name with '/' between the parts and neither that nor './' around them. */
  static String plain(String name) {
    return name.replace('\\', '/').replaceAll("^(\\./|/)+|/+$", "");
  }

  /** A text that differs when the archive was changed. */
  static String stamp(Path file) throws IOException {
    return NamedFiles.stamp(Files.readAttributes(file, BasicFileAttributes.class));
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LOOKED_AT);
    }
  }

  private static boolean isGzip(byte[] start) {
    return begins(start, 0, '\u001f', '\u008b');
  }

  private static boolean isTar(byte[] start) {
    return begins(start, TAR_MAGIC_AT, 'u', 's', 't', 'a', 'r');
  }

  private static boolean begins(byte[] start, int at, char... bytes) {
    boolean all = start.length >= at + bytes.length;
    for (int i = 0; all && i < bytes.length; i++) {
      all = (start[at + i] & 0xFF) == bytes[i];
    }
    return all;
  }
}
