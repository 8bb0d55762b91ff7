package podium.workers.training.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import podium.workers.training.data.DatasetException;

/** The entries of a zip, read in memory; names are never used as paths. Thread-safe. */
final class ZipFiles implements NamedFiles {
  private final Path path;
  private final ZipFile zip;
  private final Map<String, ZipArchiveEntry> entries = new TreeMap<>();
  private final List<Item> items;
  private final Set<String> folders = new TreeSet<>();
  private final List<String> links = new ArrayList<>();

  private ZipFiles(Path path, ZipFile zip) throws IOException {
    this.path = path;
    this.zip = zip;
    List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
    NamedFiles.checkCount(all.size());
    Charset charset = EntryNames.charset(all);
    for (ZipArchiveEntry entry : all) {
      String name = EntryNames.name(entry, charset);
      if (entry.isDirectory()) {
        folders.add(name);
      } else if (entry.isUnixSymlink()) {
        links.add(name);
      } else {
        entries.put(name, entry);
      }
    }
    String stamp = Archives.stamp(path);
    this.items =
        entries.entrySet().stream()
            .map(
                one ->
                    new Item(
                        one.getKey(),
                        one.getValue().getSize(),
                        stamp + " " + one.getValue().getCrc()))
            .toList();
  }

  static ZipFiles open(Path path) throws IOException {
    ZipFile zip = ZipFile.builder().setPath(path).get();
    try {
      return new ZipFiles(path, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public Set<String> folders() {
    return folders;
  }

  @Override
  public List<String> deadLinks() {
    return links;
  }

  @Override
  public byte[] head(Item item) {
    return read(item, HEAD);
  }

  @Override
  public void each(Collection<Item> wanted, Crew crew, Visitor visitor) {
    for (Item item : wanted) {
      crew.add(() -> visitor.visit(item, whole(item)));
    }
    crew.finish();
  }

  private byte[] whole(Item item) {
    // why: the size an entry claims need not be true, so the bytes themselves are counted
    byte[] content = read(item, LARGEST_FILE + 1);
    NamedFiles.checkSize(item.name(), content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != NamedFiles.listed(entries, item.name()).getCrc()) {
      throw new DatasetException(
          "%s in %s is damaged: its checksum is not what it was; fetch or pack it anew."
              .formatted(item.name(), path));
    }
    return content;
  }

  private byte[] read(Item item, int most) {
    ZipArchiveEntry entry = NamedFiles.listed(entries, item.name());
    if (!zip.canReadEntryData(entry)) {
      throw new DatasetException(
          "%s in %s is encrypted, or packed in a way that is not read; unpack it and name the folder."
              .formatted(item.name(), path));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(item.name(), Reasons.of(e)), e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
