package podium.workers.training.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The regular files below a folder; symbolic links are not followed. */
public final class FolderFiles implements NamedFiles {
  private final Path folder;
  private final List<String> names;

  public FolderFiles(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> paths = Files.walk(folder)) {
      this.names =
          paths
              .filter(path -> Files.isRegularFile(path))
              .limit(MOST_FILES + 1L)
              .map(path -> folder.relativize(path).toString().replace('\\', '/'))
              .sorted()
              .toList();
    }
    NamedFiles.checkCount(names.size());
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) {
    try {
      Path file = folder.resolve(name);
      NamedFiles.checkSize(name, Files.size(file));
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String fingerprint() {
    StringBuilder text = new StringBuilder(folder.toAbsolutePath().toString());
    try {
      for (String name : names) {
        Path file = folder.resolve(name);
        text.append('\n').append(name).append(' ').append(Files.size(file));
        text.append(' ').append(Files.getLastModifiedTime(file).toMillis());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public void close() {
    // why: a folder holds nothing open
  }
}
