package podium.workers.training.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import podium.workers.training.data.DatasetException;

/**
 * The files of a tar, packed by gzip or not; read from its start each time, never as a whole into
 * memory. Thread-safe.
 */
final class TarFiles implements NamedFiles {
  @SuppressWarnings("ArrayRecordComponent") // why: private to this class and never compared
  private record Found(Item item, byte[] head) {}

  private interface EntryReader {
    void read(String name, TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException;
  }

  private final Path path;
  private final Map<String, Found> found = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>();

  private TarFiles(Path path) {
    this.path = path;
  }

  static TarFiles open(Path path) throws IOException {
    TarFiles files = new TarFiles(path);
    String stamp = Archives.stamp(path);
    files.read(
        (name, entry, tar) -> {
          if (entry.isDirectory()) {
            files.folders.add(name);
          } else if (entry.isFile()) {
            byte[] head = tar.readNBytes(HEAD);
            files.found.put(name, new Found(new Item(name, entry.getSize(), stamp), head));
            NamedFiles.checkCount(files.found.size());
          }
        });
    return files;
  }

  private void read(EntryReader reader) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Archives.unpacked(path))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        reader.read(entry.getName().replaceAll("^(\\./|/)+|/+$", ""), entry, tar);
      }
    } catch (java.io.EOFException e) {
      throw new DatasetException("%s is cut off; fetch it anew.".formatted(path), e);
    }
  }

  @Override
  public List<Item> items() {
    return found.values().stream().map(Found::item).toList();
  }

  @Override
  public Set<String> folders() {
    return folders;
  }

  @Override
  public byte[] head(Item item) {
    Found one = found.get(item.name());
    return one == null ? new byte[0] : Arrays.copyOf(one.head(), one.head().length);
  }

  @Override
  public void each(Collection<Item> wanted, Crew crew, Visitor visitor) {
    Map<String, Item> left = new HashMap<>();
    wanted.forEach(item -> left.put(item.name(), item));
    try {
      read(
          (name, entry, tar) -> {
            Item item = entry.isFile() ? left.remove(name) : null;
            if (item != null) {
              NamedFiles.checkSize(name, item.bytes());
              byte[] content = tar.readAllBytes();
              crew.add(() -> visitor.visit(item, content));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(Reasons.of(e), e);
    }
    crew.finish();
    if (!left.isEmpty()) {
      throw new DatasetException(
          "%s is no longer in %s; it was changed while it was read."
              .formatted(left.keySet().iterator().next(), path));
    }
  }

  @Override
  public void close() {
    // why: it is opened anew for each reading
  }
}
