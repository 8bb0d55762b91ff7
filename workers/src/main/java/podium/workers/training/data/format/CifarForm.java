package podium.workers.training.data.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.ImageSetBuilder;

/**
 * The four forms in which CIFAR (Krizhevsky 2009) is given out: of 10 or 100 classes, each twice.
 */
@SuppressWarnings("ImmutableEnumChecker") // why: its lists are those of List.of
enum CifarForm {
  /** Records of one label byte and the planes. */
  BINARY_10(batches(".bin"), List.of("test_batch.bin"), Optional.empty()) {
    @Override
    Part read(String file, byte[] content) {
      return records(file, content, 1);
    }
  },
  /** Pickled dictionaries with data and labels. */
  PYTHON_10(batches(""), List.of("test_batch"), Optional.empty()) {
    @Override
    Part read(String file, byte[] content) {
      PythonPickle pickle = PythonPickle.of(file, content);
      return new Part(file, pickle.bytes("data"), 0, pickle.numbers("labels"));
    }
  },
  /** Records of a coarse label byte, a fine one and the planes. */
  BINARY_100(List.of("train.bin"), List.of("test.bin"), Optional.of("fine_label_names.txt")) {
    @Override
    Part read(String file, byte[] content) {
      return records(file, content, 2);
    }

    @Override
    List<String> classes(byte[] names) {
      return new String(names, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    }
  },
  /** Pickled dictionaries with data and fine labels. */
  PYTHON_100(List.of("train"), List.of("test"), Optional.of("meta")) {
    @Override
    Part read(String file, byte[] content) {
      PythonPickle pickle = PythonPickle.of(file, content);
      return new Part(file, pickle.bytes("data"), 0, pickle.numbers("fine_labels"));
    }

    @Override
    List<String> classes(byte[] names) {
      return PythonPickle.of("meta", names).texts("fine_label_names");
    }
  };

  static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;
  private static final int CLASSES_100 = 100;
  private static final int IMAGE = PLANE * ImageSet.CHANNELS;
  private static final List<String> CLASSES_10 =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final List<String> train;
  private final List<String> test;
  private final Optional<String> names;

  CifarForm(List<String> train, List<String> test, Optional<String> names) {
    this.train = train;
    this.test = test;
    this.names = names;
  }

  /**
   * One file's images.
   *
   * @param content with {@code skipped} bytes before each image's planes
   */
  @SuppressWarnings("ArrayRecordComponent") // why: handed on once, never compared
  record Part(String file, byte[] content, int skipped, int[] labels) {
    Part {
      if (labels.length == 0 || content.length != (long) labels.length * (IMAGE + skipped)) {
        throw new DatasetException(
            "%s has %d bytes for %d images of %d; it is damaged or cut off, so fetch it anew."
                .formatted(file, content.length, labels.length, IMAGE + skipped));
      }
    }
  }

  private static List<String> batches(String ending) {
    return IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ending).toList();
  }

  /** The forms of which these are files. */
  static List<CifarForm> all(Set<String> files) {
    // why: train and test alone are names of anything; with meta beside them they are CIFAR-100's
    return Stream.of(values())
        .filter(form -> files.contains(form.test.getFirst()))
        .filter(form -> form != PYTHON_100 || files.contains("meta"))
        .filter(form -> form != BINARY_100 || files.contains("train.bin"))
        .toList();
  }

  /** In words. */
  String told() {
    return switch (this) {
      case BINARY_10 -> "CIFAR-10's binary version";
      case PYTHON_10 -> "CIFAR-10's Python version";
      case BINARY_100 -> "CIFAR-100's binary version";
      case PYTHON_100 -> "CIFAR-100's Python version";
    };
  }

  /** The names of every file that must be there. */
  List<String> needed() {
    return Stream.concat(train.stream(), test.stream()).toList();
  }

  /** The names of every file that is read where it is there. */
  List<String> files() {
    return Stream.concat(needed().stream(), names.stream()).toList();
  }

  abstract Part read(String file, byte[] content);

  /** The class names of the file that holds them. */
  List<String> classes(byte[] names) {
    return CLASSES_10;
  }

  /** The names of all classes in order; those that the files do not tell are numbered. */
  List<String> classes(Map<String, byte[]> contents) {
    if (names.isEmpty()) {
      return CLASSES_10;
    }
    byte[] content = contents.get(names.get());
    List<String> told = content == null ? List.of() : classes(content);
    return IntStream.range(0, Math.max(CLASSES_100, told.size()))
        .mapToObj(i -> i < told.size() ? told.get(i) : "class " + i)
        .toList();
  }

  ImageSet train(Map<String, byte[]> contents) {
    return set(train.stream().map(file -> read(file, content(contents, file))).toList());
  }

  ImageSet test(Map<String, byte[]> contents) {
    return set(test.stream().map(file -> read(file, content(contents, file))).toList());
  }

  private static byte[] content(Map<String, byte[]> contents, String file) {
    byte[] content = contents.get(file);
    if (content == null) {
      throw new DatasetException("CIFAR's file %s is missing.".formatted(file));
    }
    return content;
  }

  private static Part records(String file, byte[] content, int labelBytes) {
    int record = IMAGE + labelBytes;
    int[] labels = new int[content.length / record];
    Arrays.setAll(labels, i -> content[i * record + labelBytes - 1] & 0xFF);
    return new Part(file, content, labelBytes, labels);
  }

  private static ImageSet set(List<Part> parts) {
    int most = parts.stream().mapToInt(part -> part.labels().length).max().orElse(0);
    List<String> shorter = new ArrayList<>();
    for (Part part : parts) {
      if (part.labels().length < most) {
        shorter.add("%s holds %d images".formatted(part.file(), part.labels().length));
      }
    }
    if (!shorter.isEmpty()) {
      throw new DatasetException(
          "%s where others of its kind hold %d; it is cut off, so fetch it anew."
              .formatted(String.join(", ", shorter), most));
    }
    ImageSetBuilder set = new ImageSetBuilder(SIZE, most * parts.size());
    for (Part part : parts) {
      for (int i = 0; i < part.labels().length; i++) {
        int start = i * (IMAGE + part.skipped()) + part.skipped();
        set.add(interleaved(part.content(), start), part.labels()[i]);
      }
    }
    return set.build();
  }

  private static byte[] interleaved(byte[] planes, int start) {
    byte[] image = new byte[IMAGE];
    for (int pixel = 0, at = 0; pixel < PLANE; pixel++) {
      for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
        image[at++] = planes[start + channel * PLANE + pixel];
      }
    }
    return image;
  }
}
