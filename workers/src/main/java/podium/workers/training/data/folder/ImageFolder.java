package podium.workers.training.data.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.files.FolderFiles;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.ZipFiles;
import podium.workers.training.data.picture.ImageDecoder;

/** A folder or zip of CLASS/image files, decoded in parallel and kept decoded on disk. */
public final class ImageFolder implements DatasetDefinition.Loader {
  private final Path place;
  private final int wantedSize;

  /**
   * Names where the images are.
   *
   * @param wantedSize height and width in pixels; 0 means the first image's shorter side
   */
  public ImageFolder(Path place, int wantedSize) {
    this.place = place;
    this.wantedSize = wantedSize;
  }

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    if (!Files.exists(place)) {
      throw new DatasetException(
          "%s does not exist. Put the folder or zip of images there, or correct the path in the worker's settings."
              .formatted(place));
    }
    try (NamedFiles files =
        Files.isDirectory(place) ? new FolderFiles(place) : new ZipFiles(place)) {
      ImageLayout layout = ImageLayout.of(files.names(), place);
      PixelCache cache = PixelCache.of(surroundings.cache(), files, wantedSize);
      PixelCache.Sets sets =
          cache
              .read(layout.train().size(), layout.test().size())
              .orElseGet(() -> decodeAll(files, layout, cache, surroundings));
      return new Dataset(sets.train(), sets.test(), layout.classes(), Dataset.HALF, Dataset.HALF);
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException("images in " + place + " cannot be read: " + e.getMessage(), e);
    }
  }

  private PixelCache.Sets decodeAll(
      NamedFiles files,
      ImageLayout layout,
      PixelCache cache,
      DatasetDefinition.Surroundings surroundings) {
    int size = wantedSize == 0 ? firstSize(files, layout) : wantedSize;
    int images = layout.train().size() + layout.test().size();
    surroundings.progress().accept("decoding %d images of %s".formatted(images, place));
    PixelCache.Sets sets =
        new PixelCache.Sets(
            decode(files, layout.train(), size), decode(files, layout.test(), size));
    cache.write(sets);
    return sets;
  }

  private static int firstSize(NamedFiles files, ImageLayout layout) {
    String first = layout.train().getFirst().file();
    return ImageDecoder.shorterSide(first, files.read(first));
  }

  private static ImageSet decode(NamedFiles files, List<ImageLayout.Entry> entries, int size) {
    int imageBytes = size * size * ImageSet.CHANNELS;
    if ((long) entries.size() * imageBytes > Integer.MAX_VALUE - 8) {
      throw new DatasetException(
          "%d images of %d x %d pixels do not fit into 2 GB; set a smaller imageSize for this data set."
              .formatted(entries.size(), size, size));
    }
    byte[] pixels = new byte[entries.size() * imageBytes];
    IntStream.range(0, entries.size())
        .parallel()
        .forEach(
            i -> {
              String file = entries.get(i).file();
              byte[] image = ImageDecoder.decode(file, files.read(file), size);
              System.arraycopy(image, 0, pixels, i * imageBytes, imageBytes);
            });
    return new ImageSet(
        size, pixels, entries.stream().mapToInt(ImageLayout.Entry::label).toArray());
  }
}
