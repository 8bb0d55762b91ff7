package podium.workers.training.data.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.Crew;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.picture.PictureDecoder;

/** Decodes the pictures of a data set into its file, on every processor; used once. */
final class Decoding {
  private static final int MOST_NAMED = 50;
  private static final double SPARE = 1.02;

  private final Path place;
  private final NamedFiles files;
  private final List<NamedFiles.Item> pictures;
  private final DatasetDefinition.Surroundings surroundings;
  private final Map<String, String> broken = new ConcurrentSkipListMap<>();
  private final AtomicLong done = new AtomicLong();

  Decoding(
      Path place,
      NamedFiles files,
      List<NamedFiles.Item> pictures,
      DatasetDefinition.Surroundings surroundings) {
    this.place = place;
    this.files = files;
    this.pictures = pictures;
    this.surroundings = surroundings;
  }

  /**
   * Decodes all of them.
   *
   * @throws DatasetException when there is no room for them, or naming every one that is broken
   */
  PixelFile.Mapped into(PixelFile file) {
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
      files.each(pictures, crew, (item, content) -> decode(item.name(), content, numbers, images));
    }
    if (!broken.isEmpty()) {
      throw new DatasetException(allBroken());
    }
  }

  private void decode(
      String name, byte[] content, Map<String, Integer> numbers, PixelFile.Sink images) {
    try {
      images.put(
          numbers.getOrDefault(name, 0), PictureDecoder.decode(content, surroundings.imageSize()));
    } catch (DatasetException e) {
      broken.put(name, String.valueOf(e.getMessage()));
    }
    done.incrementAndGet();
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
      long free = Files.getFileStore(surroundings.cache()).getUsableSpace();
      if (bytes * SPARE > free) {
        throw new DatasetException(
            "%s at %d pixels take %s decoded, and the disk of %s has %s free; an imageSize of %d would fit, or set podium.worker.cache-dir to a larger disk"
                .formatted(
                    Notes.pictures(pictures.size()),
                    surroundings.imageSize(),
                    gigabytes(bytes),
                    surroundings.cache(),
                    gigabytes(free),
                    (int) (surroundings.imageSize() * Math.sqrt(free / (bytes * SPARE)))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
