package podium.workers.training.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import podium.workers.file.FolderRights;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.hash.Sha256;

/**
 * SHA-256 over names, sizes and content of files. What a file's content hashes to is remembered on
 * disk for as long as its stamp stays as it is. For one thread.
 */
public final class Fingerprints {
  // why: a file changed within the tick of its clock in which it was read looks unchanged
  private static final long SETTLED_SECONDS = 3;
  private static final String TAB = "\t";

  private record Known(String stamp, String sha256) {}

  private final Path cache;
  private final Path file;
  private final long settled = Instant.now().getEpochSecond() - SETTLED_SECONDS;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private Fingerprints(Path cache, String name) {
    this.cache = cache;
    this.file = cache.resolve(name);
  }

  /** Of the files of a place, as far as they are remembered in the cache folder. */
  public static Fingerprints of(Path place, Path cache) {
    String name = Sha256.hex(place.toAbsolutePath().normalize().toString()).substring(0, 32);
    Fingerprints all = new Fingerprints(cache, "hashes-" + name + ".tsv");
    all.read();
    return all;
  }

  /**
   * The fingerprint of these files; reads those that are not known or have changed.
   *
   * @param told of a file's name what counts, such as what lies below the folder of the classes
   */
  public String of(
      List<NamedFiles.Item> items,
      UnaryOperator<String> told,
      NamedFiles files,
      DatasetDefinition.Progress progress) {
    List<NamedFiles.Item> changed = items.stream().filter(item -> !isKnown(item)).toList();
    if (!changed.isEmpty()) {
      hash(changed, files, progress);
      Set<String> present = new HashSet<>();
      items.forEach(item -> present.add(item.name()));
      known.keySet().retainAll(present);
      write();
    }
    MessageDigest digest = Sha256.digest();
    for (NamedFiles.Item item : items) {
      // why: put together, not formatted: digits are those of every language
      String line =
          told.apply(item.name()) + "\0" + item.bytes() + "\0" + known(item).sha256() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether this is the content that was hashed. */
  public boolean isOf(NamedFiles.Item item, byte[] content) {
    return known(item).sha256().equals(Sha256.hex(content));
  }

  private Known known(NamedFiles.Item item) {
    Known one = known.get(item.name());
    if (one == null) {
      throw new IllegalStateException(item.name() + " was hashed and is not known");
    }
    return one;
  }

  private boolean isKnown(NamedFiles.Item item) {
    Known before = known.get(item.name());
    return before != null && before.stamp().equals(item.stamp());
  }

  private void hash(
      List<NamedFiles.Item> items, NamedFiles files, DatasetDefinition.Progress progress) {
    AtomicLong done = new AtomicLong();
    try (Crew crew =
        Crew.ofProcessors(() -> progress.doing("reading files", done.get(), items.size()))) {
      files.each(
          items,
          crew,
          (item, content) -> {
            known.put(item.name(), new Known(item.stamp(), Sha256.hex(content)));
            done.incrementAndGet();
          });
    }
  }

  private void read() {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .map(line -> line.split(TAB, 3))
          .filter(parts -> parts.length == 3)
          .forEach(parts -> known.put(parts[2], new Known(parts[0], parts[1])));
    } catch (IOException | UncheckedIOException e) {
      // why: what is not remembered is read again
      known.clear();
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    known.forEach(
        (name, one) -> {
          if (NamedFiles.changedSeconds(one.stamp()) < settled
              && !name.contains("\n")
              && !name.contains("\r")) {
            lines.add(one.stamp() + TAB + one.sha256() + TAB + name);
          }
        });
    try {
      Files.createDirectories(cache);
      Path part = Files.createTempFile(cache, "hashes-", ".part");
      try {
        Files.write(part, lines);
        FolderRights.give(part, cache);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw Reasons.cache(cache, e);
    }
  }
}
