package podium.workers.training.data.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.ImageSetBuilder;
import podium.workers.training.data.files.FolderFiles;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.TarFiles;
import podium.workers.training.download.Checksum;
import podium.workers.training.download.Download;
import podium.workers.training.download.DownloadException;

/**
 * CIFAR-10 (Krizhevsky 2009) from its official binary archive, packed or unpacked, downloaded once.
 *
 * <p>A record is one label byte and 1,024 red, 1,024 green and 1,024 blue bytes, row-major.
 */
public final class Cifar10 implements DatasetDefinition.Loader {
  private static final String ARCHIVE = "cifar-10-binary.tar.gz";
  private static final String FOLDER = "cifar-10-batches-bin";
  private static final List<String> TRAIN_FILES =
      IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
  private static final String TEST_FILE = "test_batch.bin";
  private static final Download OFFICIAL =
      new Download(
          URI.create("https://www.cs.toronto.edu/~kriz/" + ARCHIVE),
          new Checksum("MD5", "c32a1d4ab5d03f1284b67883e8d87530"));
  private static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;
  private static final int RECORD = 1 + PLANE * ImageSet.CHANNELS;
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final Optional<Path> place;
  private final Download download;

  public Cifar10(Optional<Path> place) {
    this(place, OFFICIAL);
  }

  public Cifar10(Optional<Path> place, Download download) {
    this.place = place;
    this.download = download;
  }

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    Path home = place.orElse(surroundings.cache());
    try (NamedFiles files = open(home, surroundings)) {
      surroundings.progress().accept("reading CIFAR-10");
      return new Dataset(
          read(files, TRAIN_FILES),
          read(files, List.of(TEST_FILE)),
          CLASSES,
          List.of(0.4914, 0.4822, 0.4465),
          List.of(0.2023, 0.1994, 0.2010));
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException("CIFAR-10 in " + home + " cannot be read: " + e.getMessage(), e);
    }
  }

  private NamedFiles open(Path home, DatasetDefinition.Surroundings surroundings)
      throws IOException {
    if (Files.isRegularFile(home)) {
      return TarFiles.open(home);
    }
    for (Path folder : List.of(home, home.resolve(FOLDER))) {
      if (Files.exists(folder.resolve(TEST_FILE))) {
        return new FolderFiles(folder);
      }
    }
    Path archive = home.resolve(ARCHIVE);
    if (!Files.exists(archive)) {
      fetch(archive, surroundings);
    }
    return TarFiles.open(archive);
  }

  private void fetch(Path archive, DatasetDefinition.Surroundings surroundings) {
    try {
      download.into(archive, surroundings.progress());
    } catch (DownloadException e) {
      throw new DatasetException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ImageSet read(NamedFiles files, List<String> names) throws IOException {
    List<byte[]> contents = names.stream().map(name -> content(files, name)).toList();
    int images = contents.stream().mapToInt(bytes -> bytes.length / RECORD).sum();
    ImageSetBuilder set = new ImageSetBuilder(SIZE, images);
    for (byte[] content : contents) {
      for (int start = 0; start < content.length; start += RECORD) {
        set.add(interleaved(content, start + 1), content[start]);
      }
    }
    return set.build();
  }

  private static byte[] content(NamedFiles files, String wanted) {
    String name =
        files.names().stream()
            .filter(one -> one.equals(wanted) || one.endsWith("/" + wanted))
            .findFirst()
            .orElseThrow(() -> new DatasetException("CIFAR-10's file " + wanted + " is missing."));
    byte[] content = files.read(name);
    if (content.length == 0 || content.length % RECORD != 0) {
      throw new DatasetException(
          "CIFAR-10's file %s has %d bytes, not a multiple of %d; delete it and fetch it anew."
              .formatted(wanted, content.length, RECORD));
    }
    return content;
  }

  private static byte[] interleaved(byte[] planes, int start) {
    byte[] image = new byte[PLANE * ImageSet.CHANNELS];
    for (int pixel = 0, at = 0; pixel < PLANE; pixel++) {
      for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
        image[at++] = planes[start + channel * PLANE + pixel];
      }
    }
    return image;
  }
}
