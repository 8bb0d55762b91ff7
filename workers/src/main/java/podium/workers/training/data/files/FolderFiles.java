package podium.workers.training.data.files;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import podium.workers.training.data.DatasetException;

/** The files below a folder; links are followed, but not in circles. Thread-safe. */
public final class FolderFiles implements NamedFiles {
  private static final char UNREADABLE = '\uFFFD';

  private final Path folder;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Path> paths = new HashMap<>();
  private final Set<String> folders = new TreeSet<>();
  private final List<String> deadLinks = new ArrayList<>();

  /** Looks at the folder once, now. */
  public FolderFiles(Path folder) throws IOException {
    this.folder = folder;
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Look());
    items.sort(Comparator.comparing(Item::name));
  }

  private final class Look extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      String name = name(path);
      if (name.isEmpty()) {
        return FileVisitResult.CONTINUE;
      }
      folders.add(name);
      return Hidden.is(String.valueOf(path.getFileName()))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        String name = name(path);
        items.add(new Item(name, attributes.size(), NamedFiles.stamp(attributes)));
        paths.put(name, path);
        NamedFiles.checkCount(items.size());
      } else if (attributes.isSymbolicLink()) {
        deadLinks.add(name(path));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        deadLinks.add(name(path));
      } else if (Hidden.is(String.valueOf(path.getFileName()))) {
        folders.add(name(path));
      } else {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private String name(Path path) {
    String name = folder.relativize(path).toString().replace(File.separatorChar, '/');
    if (name.indexOf(UNREADABLE) >= 0) {
      throw new DatasetException(
          "the name %s in %s is not text in this machine's encoding; rename it, or set LC_ALL=C.UTF-8 where it is UTF-8."
              .formatted(name, folder));
    }
    return name;
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
    return deadLinks;
  }

  @Override
  public byte[] head(Item item) {
    try (InputStream file = Files.newInputStream(NamedFiles.listed(paths, item.name()))) {
      return file.readNBytes(HEAD);
    } catch (IOException e) {
      throw new UncheckedIOException(Reasons.of(e), e);
    }
  }

  @Override
  public void each(Collection<Item> wanted, Crew crew, Visitor visitor) {
    for (Item item : wanted) {
      crew.add(() -> visitor.visit(item, read(item)));
    }
    crew.finish();
  }

  private byte[] read(Item item) {
    NamedFiles.checkSize(item.name(), item.bytes());
    try {
      return Files.readAllBytes(NamedFiles.listed(paths, item.name()));
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(item.name(), Reasons.of(e)), e);
    }
  }

  @Override
  public void close() {
    // why: a folder holds nothing open
  }
}
