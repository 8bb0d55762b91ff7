package podium.workers.training.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The entries of a zip, read in memory; names are never used as paths. */
public final class ZipFiles implements NamedFiles {
  private final Path path;
  private final ZipFile zip;
  private final List<String> names;

  public ZipFiles(Path path) throws IOException {
    this.path = path;
    this.zip = new ZipFile(path.toFile());
    this.names =
        zip.stream()
            .filter(entry -> !entry.isDirectory())
            .limit(MOST_FILES + 1L)
            .map(ZipEntry::getName)
            .sorted()
            .toList();
    NamedFiles.checkCount(names.size());
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) {
    try (InputStream entry = zip.getInputStream(zip.getEntry(name))) {
      // why: the size an entry claims need not be true, so the bytes themselves are counted
      byte[] content = entry.readNBytes(LARGEST_FILE + 1);
      NamedFiles.checkSize(name, content.length);
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String fingerprint() {
    try {
      return "%s %d %d"
          .formatted(
              path.toAbsolutePath(), Files.size(path), Files.getLastModifiedTime(path).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
