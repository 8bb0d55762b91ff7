package podium.workers.training.data.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import podium.protocol.report.DataFacts;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.ImageSetBuilder;
import podium.workers.training.data.files.Crew;
import podium.workers.training.data.files.Fingerprints;
import podium.workers.training.data.files.Hidden;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.Remembered;
import podium.workers.training.data.picture.Picture;

/**
 * Images and labels in idx files, as MNIST (LeCun, Cortes, Burges 1998), Fashion-MNIST and EMNIST
 * come, each packed by gzip or not.
 *
 * <p>Big-endian: magic number (type 8, then how many dimensions), the dimensions, the bytes.
 */
public final class Idx implements DatasetDefinition.Loader {
  private static final Pattern IMAGES =
      Pattern.compile(".*images[-._]idx[34][-._]ubyte([.]gz)?", Pattern.CASE_INSENSITIVE);
  private static final int LABELS = 0x801;
  private static final int GREY_IMAGES = 0x803;
  private static final int COLOUR_IMAGES = 0x804;
  private static final int MOST_BYTES = 1 << 30;

  private final Path place;
  private final Remembered<DatasetDefinition.Look> looked = new Remembered<>();

  private record Found(
      NamedFiles.Item trainImages,
      NamedFiles.Item trainLabels,
      NamedFiles.Item testImages,
      NamedFiles.Item testLabels) {
    List<NamedFiles.Item> all() {
      return List.of(trainImages, trainLabels, testImages, testLabels);
    }
  }

  public Idx(Path place) {
    this.place = place;
  }

  /** Whether there are files of images so named. */
  public static boolean is(NamedFiles files) {
    return files.items().stream().anyMatch(item -> isImages(item.name()));
  }

  @Override
  public DatasetDefinition.Look look(DatasetDefinition.Surroundings surroundings) {
    return looked.of(
        place,
        () -> {
          try (NamedFiles files = NamedFiles.open(place)) {
            return new DatasetDefinition.Look(fingerprint(files, found(files), surroundings), 0);
          }
        });
  }

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    try (NamedFiles files = NamedFiles.open(place)) {
      Found found = found(files);
      String fingerprint = fingerprint(files, found, surroundings);
      Map<String, ByteBuffer> contents = new ConcurrentHashMap<>();
      try (Crew crew =
          Crew.ofProcessors(() -> surroundings.progress().doing("reading idx files"))) {
        files.each(
            found.all(),
            crew,
            (item, content) -> contents.put(item.name(), unpacked(item.name(), content)));
      }
      int[] train = labels(found.trainLabels(), contents);
      int[] test = labels(found.testLabels(), contents);
      List<Integer> classes = classes(train, test);
      return new Dataset(
          images(found.trainImages(), contents, train, classes),
          images(found.testImages(), contents, test, classes),
          classes.stream().map(String::valueOf).toList(),
          Dataset.HALF,
          Dataset.HALF,
          new DataFacts(fingerprint, List.of()));
    }
  }

  private String fingerprint(
      NamedFiles files, Found found, DatasetDefinition.Surroundings surroundings) {
    return Fingerprints.of(place, surroundings.cache())
        .of(
            found.all(),
            Idx::fileName,
            files,
            (what, done, all) -> surroundings.progress().doing(what));
  }

  private static boolean isImages(String name) {
    return IMAGES.matcher(fileName(name)).matches()
        && Stream.of(name.split("/")).noneMatch(Hidden::is);
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static boolean isTrain(String name) {
    return fileName(name).toLowerCase(Locale.ROOT).contains("train");
  }

  private Found found(NamedFiles files) {
    // why: torchvision leaves what it unpacked beside what it fetched
    Map<String, NamedFiles.Item> images = new TreeMap<>();
    files.items().stream()
        .filter(item -> isImages(item.name()))
        .forEach(item -> images.putIfAbsent(plain(item.name()), item));
    List<NamedFiles.Item> train =
        images.values().stream().filter(item -> isTrain(item.name())).toList();
    List<NamedFiles.Item> test =
        images.values().stream().filter(item -> !isTrain(item.name())).toList();
    if (train.size() != 1 || test.size() != 1) {
      throw new DatasetException(
          "%s must hold one idx file of images to train on and one to test on; found %d: %s. Keep one set alone."
              .formatted(
                  place,
                  images.size(),
                  images.keySet().stream().limit(6).collect(Collectors.joining(", "))));
    }
    return new Found(
        train.getFirst(),
        labelsOf(train.getFirst(), files),
        test.getFirst(),
        labelsOf(test.getFirst(), files));
  }

  private NamedFiles.Item labelsOf(NamedFiles.Item images, NamedFiles files) {
    String own = plain(fileName(images.name()));
    String wanted = own.replace("images", "labels").replaceAll("idx[34]", "idx1");
    String folder = images.name().substring(0, images.name().lastIndexOf('/') + 1);
    return files.items().stream()
        .filter(item -> item.name().startsWith(folder))
        .filter(item -> plain(item.name().substring(folder.length())).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new DatasetException(
                    "%s has %s and no %s beside it.".formatted(place, images.name(), wanted)));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
  }

  private static ByteBuffer unpacked(String name, byte[] content) {
    boolean gzip = content.length > 2 && (content[0] & 0xFF) == 0x1F && (content[1] & 0xFF) == 0x8B;
    if (!gzip) {
      return ByteBuffer.wrap(content);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return ByteBuffer.wrap(in.readNBytes(MOST_BYTES));
    } catch (IOException e) {
      throw new DatasetException("%s is cut off; fetch it anew.".formatted(name), e);
    }
  }

  private static ByteBuffer content(NamedFiles.Item item, Map<String, ByteBuffer> contents) {
    ByteBuffer content = contents.get(item.name());
    if (content == null || content.remaining() < 2 * Integer.BYTES) {
      throw new DatasetException("%s is cut off; fetch it anew.".formatted(item.name()));
    }
    return content.duplicate();
  }

  private static int[] labels(NamedFiles.Item item, Map<String, ByteBuffer> contents) {
    ByteBuffer content = content(item, contents);
    requireMagic(item, content.getInt(), List.of(LABELS));
    int[] labels = new int[count(item, content, 1)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = content.get() & 0xFF;
    }
    return labels;
  }

  private static List<Integer> classes(int[] train, int[] test) {
    TreeSet<Integer> classes = new TreeSet<>();
    for (int label : train) {
      classes.add(label);
    }
    for (int label : test) {
      if (!classes.contains(label)) {
        throw new DatasetException(
            "the label %d is among those to test on and not among those to train on"
                .formatted(label));
      }
    }
    return new ArrayList<>(classes);
  }

  private static ImageSet images(
      NamedFiles.Item item, Map<String, ByteBuffer> contents, int[] labels, List<Integer> classes) {
    ByteBuffer content = content(item, contents);
    int magic = content.getInt();
    requireMagic(item, magic, List.of(GREY_IMAGES, COLOUR_IMAGES));
    if (content.remaining() < (magic & 0xFF) * Integer.BYTES) {
      throw new DatasetException("%s is cut off; fetch it anew.".formatted(item.name()));
    }
    int count = content.getInt();
    int height = content.getInt();
    int width = content.getInt();
    int channels = magic == COLOUR_IMAGES ? content.getInt() : 1;
    boolean sane = height > 0 && width > 0 && height <= 4096 && width <= 4096;
    if (!sane || (channels != 1 && channels != ImageSet.CHANNELS)) {
      throw new DatasetException(
          "%s tells of images of %d x %d x %d; 1 or 3 channels and at most 4096 pixels are read."
              .formatted(item.name(), height, width, channels));
    }
    if (count != labels.length || content.remaining() != (long) count * height * width * channels) {
      throw new DatasetException(
          "%s has %d images by its head, %d bytes of them and %d labels; it is cut off, or of another set."
              .formatted(item.name(), count, content.remaining(), labels.length));
    }
    int size = Math.max(height, width);
    ImageSetBuilder set = new ImageSetBuilder(size, count);
    byte[] image = new byte[height * width * ImageSet.CHANNELS];
    for (int label : labels) {
      for (int i = 0; i < image.length; ) {
        byte value = content.get();
        image[i++] = value;
        image[i++] = channels == 1 ? value : content.get();
        image[i++] = channels == 1 ? value : content.get();
      }
      set.add(new Picture(width, height, image).squared(size), classes.indexOf(label));
    }
    return set.build();
  }

  private static int count(NamedFiles.Item item, ByteBuffer content, int bytes) {
    int count = content.getInt();
    if (count < 0 || content.remaining() != (long) count * bytes) {
      throw new DatasetException(
          "%s has %d bytes for %d labels; it is cut off, so fetch it anew."
              .formatted(item.name(), content.remaining(), count));
    }
    return count;
  }

  private static void requireMagic(NamedFiles.Item item, int magic, List<Integer> allowed) {
    if (!allowed.contains(magic)) {
      throw new DatasetException(
          "%s is no idx file of bytes: it begins with %08x.".formatted(item.name(), magic));
    }
  }
}
