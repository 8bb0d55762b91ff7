package podium.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The first images of each class of a larger set, as files in a folder of their own; stateless. */
final class Sample {
  private Sample() {}

  /**
   * Copies images into {@code to}, as many of each class.
   *
   * @param from a zip of {@code train/CLASS/IMAGE} and {@code test/CLASS/IMAGE}
   * @param classes how many classes the zip has
   */
  static Path of(Path from, Path to, int trainImages, int testImages, int classes) {
    Map<String, Integer> wanted =
        Map.of("train", trainImages / classes, "test", testImages / classes);
    Map<String, Integer> taken = new HashMap<>();
    try (ZipFile zip = new ZipFile(from.toFile());
        Stream<? extends ZipEntry> entries = zip.stream()) {
      List<String> names =
          entries.filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).sorted().toList();
      for (String name : names) {
        String folder = name.substring(0, name.lastIndexOf('/'));
        int limit = wanted.getOrDefault(folder.split("/")[0], 0);
        if (taken.merge(folder, 1, Integer::sum) <= limit) {
          copy(zip, name, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("images of " + from + " cannot be read", e);
    }
    return to;
  }

  private static void copy(ZipFile zip, String name, Path to) throws IOException {
    Path file = to.resolve(name).normalize();
    if (!file.startsWith(to)) {
      throw new IOException("an entry of the zip leaves its folder: " + name);
    }
    Files.createDirectories(file.getParent());
    try (InputStream bytes = zip.getInputStream(zip.getEntry(name))) {
      Files.copy(bytes, file);
    }
  }
}
