package podium.workers.training.data.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.CacheException;
import podium.workers.training.data.files.Crew;
import podium.workers.training.data.files.Fingerprints;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.Reasons;
import podium.workers.training.data.picture.PictureDecoder;

/** Decodes the pictures of a data set into its file, on every processor; used once. */
final class Decoding {
  private static final int MOST_NAMED = 50;
  private static final double SPARE = 1.02;
  private static final int MEGABYTE = 1 << 20;
  private static final int BYTES_A_PIXEL = 8; // as it is decoded, and as it is handed on

  /** Half of the heap, which pictures that are being decoded may take together. */
  private static final int MEGABYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 2 / MEGABYTE, 1, Integer.MAX_VALUE);

  private final Path place;
  private final NamedFiles files;
  private final List<NamedFiles.Item> pictures;
  private final Fingerprints fingerprints;
  private final DatasetDefinition.Surroundings surroundings;
  private final Semaphore room = new Semaphore(MEGABYTES);
  private final Map<String, String> broken = new ConcurrentSkipListMap<>();
  private final AtomicLong done = new AtomicLong();

  Decoding(
      Path place,
      NamedFiles files,
      List<NamedFiles.Item> pictures,
      Fingerprints fingerprints,
      DatasetDefinition.Surroundings surroundings) {
    this.place = place;
    this.files = files;
    this.pictures = pictures;
    this.fingerprints = fingerprints;
    this.surroundings = surroundings;
  }

  /**
   * Decodes all of them.
   *
   * @throws DatasetException when there is no room for them, or naming every one that is broken
   */
  PixelFile.Mapped into(PixelFile file) {
    file.forgetOthers();
    requireRoom(file.bytes());
    file.write(this::fill);
    return file.open()
        .orElseThrow(
            () ->
                new DatasetException(
                    "the decoded pictures of %s could not be kept in %s; is its disk full or damaged?"
                        .formatted(place, surroundings.cache())));
  }

  private void fill(PixelFile.Sink images) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      numbers.put(pictures.get(i).name(), i);
    }
    try (Crew crew = Crew.ofProcessors(this::tell)) {
      files.each(
          pictures,
          crew,
          (item, content) -> decode(item, content, numbers.getOrDefault(item.name(), 0), images));
    }
    if (!broken.isEmpty()) {
      throw new DatasetException(allBroken());
    }
  }

  private void decode(NamedFiles.Item item, byte[] content, int number, PixelFile.Sink images) {
    if (!fingerprints.isOf(item, content)) {
      throw new UncheckedIOException(
          new IOException(item.name() + " was changed while it was read; try again"));
    }
    try {
      images.put(number, decoded(content));
    } catch (DatasetException e) {
      broken.put(item.name(), String.valueOf(e.getMessage()));
    }
    done.incrementAndGet();
  }

  /** Waits while pictures that are being decoded fill the memory that there is for them. */
  private byte[] decoded(byte[] content) {
    PictureDecoder.Size size = PictureDecoder.size(content);
    long bytes = (long) size.width() * size.height() * BYTES_A_PIXEL;
    int needed = Math.clamp(bytes / MEGABYTE + 1, 1, MEGABYTES);
    room.acquireUninterruptibly(needed);
    try {
      return PictureDecoder.decode(content, surroundings.imageSize());
    } finally {
      room.release(needed);
    }
  }

  private void tell() {
    surroundings
        .progress()
        .doing(
            "decoding at %d pixels".formatted(surroundings.imageSize()),
            done.get(),
            pictures.size());
  }

  private String allBroken() {
    List<String> named =
        broken.entrySet().stream()
            .limit(MOST_NAMED)
            .map(one -> "%s (%s)".formatted(one.getKey(), one.getValue()))
            .toList();
    String more =
        broken.size() > MOST_NAMED ? " and %d more".formatted(broken.size() - MOST_NAMED) : "";
    return "%s of %s cannot be decoded; repair %s or take %s out of the data set: %s%s"
        .formatted(
            Notes.pictures(broken.size()),
            place,
            broken.size() == 1 ? "it" : "them",
            broken.size() == 1 ? "it" : "them",
            String.join(", ", named),
            more);
  }

  private void requireRoom(long bytes) {
    try {
      Files.createDirectories(surroundings.cache());
      FileStore disk = Files.getFileStore(surroundings.cache());
      long free = disk.getUsableSpace();
      if (bytes * SPARE <= free) {
        return;
      }
      String tooLarge =
          "%s at %d pixels take %s decoded, and the disk of %s has %s free; %s podium.worker.cache-dir to a larger disk"
              .formatted(
                  Notes.pictures(pictures.size()),
                  surroundings.imageSize(),
                  gigabytes(bytes),
                  surroundings.cache(),
                  gigabytes(free),
                  fitting(bytes, free));
      if (bytes * SPARE > disk.getTotalSpace()) {
        throw new DatasetException(tooLarge);
      }
      // why: a disk that is large enough may have room again
      throw new CacheException(
          tooLarge, surroundings.cache(), (long) (bytes * SPARE), new IOException("no room"));
    } catch (IOException e) {
      throw Reasons.cache(surroundings.cache(), e);
    }
  }

  private String fitting(long bytes, long free) {
    int size = (int) (surroundings.imageSize() * Math.sqrt(free / (bytes * SPARE)));
    return size < 1 ? "set" : "an imageSize of %d would fit, or set".formatted(size);
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
