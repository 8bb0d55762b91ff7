package podium.workers.training.data.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import podium.workers.training.data.DatasetException;

/** The {@code .bin} files of a small gzipped tar, all read into memory at once. */
public final class TarFiles implements NamedFiles {
  private static final int MOST_ENTRIES = 64;

  private final Path path;
  private final Map<String, byte[]> contents;

  private TarFiles(Path path, Map<String, byte[]> contents) {
    this.path = path;
    this.contents = contents;
  }

  public static TarFiles open(Path path) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      TarArchiveEntry entry = tar.getNextEntry();
      for (int i = 0; entry != null && i < MOST_ENTRIES; i++) {
        if (entry.isFile() && entry.getName().endsWith(".bin")) {
          NamedFiles.checkSize(entry.getName(), entry.getSize());
          contents.put(entry.getName(), tar.readAllBytes());
        }
        entry = tar.getNextEntry();
      }
    }
    return new TarFiles(path, contents);
  }

  @Override
  public List<String> names() {
    return new ArrayList<>(contents.keySet());
  }

  @Override
  public byte[] read(String name) {
    byte[] content = contents.get(name);
    if (content == null) {
      throw new DatasetException(name + " is not in " + path);
    }
    return content.clone();
  }

  @Override
  public String fingerprint() {
    return path.toString();
  }

  @Override
  public void close() {
    // why: everything was read when it was opened
  }
}
