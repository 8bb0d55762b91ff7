package podium.workers.training.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private record Found(Item item, int place, byte[] head) {}

  private interface EntryReader {
    void read(int place, TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException;
  }

  private final Path path;
  private final Map<String, Found> found = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>();
  private final List<String> links = new ArrayList<>();

  private TarFiles(Path path) {
    this.path = path;
  }

  static TarFiles open(Path path) throws IOException {
    TarFiles files = new TarFiles(path);
    String stamp = Archives.stamp(path);
    files.read(
        (place, entry, tar) -> {
          String name = Archives.plain(entry.getName());
          if (entry.isDirectory()) {
            files.folders.add(name);
          } else if (entry.isLink() || entry.isSymbolicLink()) {
            files.links.add(name);
          } else if (entry.isFile()) {
            // why: of a name that stands there twice, the later one is the one meant
            Item item = new Item(name, entry.getSize(), stamp);
            files.found.put(name, new Found(item, place, tar.readNBytes(HEAD)));
            NamedFiles.checkCount(files.found.size());
          }
        });
    return files;
  }

  private void read(EntryReader reader) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Archives.unpacked(path))) {
      int place = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        reader.read(place++, entry, tar);
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
    byte[] head = NamedFiles.listed(found, item.name()).head();
    return Arrays.copyOf(head, head.length);
  }

  @Override
  public List<String> deadLinks() {
    return links;
  }

  @Override
  public void each(Collection<Item> wanted, Crew crew, Visitor visitor) {
    Map<Integer, Item> left = new HashMap<>();
    wanted.forEach(item -> left.put(NamedFiles.listed(found, item.name()).place(), item));
    try {
      read(
          (place, entry, tar) -> {
            Item item = left.remove(place);
            if (item != null) {
              // why: of a sparse file the archive holds less than there is to read
              long bytes = Math.max(entry.getSize(), entry.getRealSize());
              NamedFiles.checkSize(item.name(), bytes);
              byte[] content = tar.readAllBytes();
              crew.add(bytes, () -> visitor.visit(item, content));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(Reasons.of(e), e);
    }
    crew.finish();
    if (!left.isEmpty()) {
      throw new DatasetException(
          "%s is no longer in %s; it was changed while it was read."
              .formatted(left.values().iterator().next().name(), path));
    }
  }

  @Override
  public void close() {
    // why: it is opened anew for each reading
  }
}
