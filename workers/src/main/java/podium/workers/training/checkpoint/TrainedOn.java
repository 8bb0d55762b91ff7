package podium.workers.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * On what a checkpoint was trained: metadata of its file, and so under its SHA-256, but no part of
 * the state hash, since the state does not depend on what its data are called; immutable.
 *
 * @param fingerprint of the data set, in hex; empty when not known
 * @param classes names of the classes, in the order of their labels
 * @param trainImages the set has
 * @param testImages likewise
 */
public record TrainedOn(String fingerprint, List<String> classes, int trainImages, int testImages) {
  private static final String FINGERPRINT = "data.fingerprint";
  private static final String CLASSES = "data.classes";
  private static final String TRAIN_IMAGES = "data.trainImages";
  private static final String TEST_IMAGES = "data.testImages";
  private static final int SHOWN_HEX = 8;
  private static final int MOST_SHOWN = 10;
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  public TrainedOn {
    classes = List.copyOf(classes);
  }

  /** As a file's metadata. */
  Map<String, String> named() {
    Map<String, String> named = new TreeMap<>();
    named.put(FINGERPRINT, fingerprint);
    named.put(CLASSES, json(classes));
    named.put(TRAIN_IMAGES, Integer.toString(trainImages));
    named.put(TEST_IMAGES, Integer.toString(testImages));
    return named;
  }

  /** What a file's metadata say; nothing in checkpoints of earlier versions. */
  static Optional<TrainedOn> of(Map<String, String> named) {
    return Optional.ofNullable(named.get(CLASSES))
        .map(
            classes ->
                new TrainedOn(
                    named.getOrDefault(FINGERPRINT, ""),
                    names(classes),
                    Integer.parseInt(named.getOrDefault(TRAIN_IMAGES, "0")),
                    Integer.parseInt(named.getOrDefault(TEST_IMAGES, "0"))));
  }

  /** In what another set differs, in words; empty when it may be the same. */
  String differenceFrom(TrainedOn now) {
    boolean sameData =
        fingerprint.isEmpty() || now.fingerprint.isEmpty() || fingerprint.equals(now.fingerprint);
    if (sameData && classes.equals(now.classes)) {
      return "";
    }
    StringBuilder words = new StringBuilder();
    if (!sameData) {
      words.append("fingerprint ").append(shortened(fingerprint)).append(" then and ");
      words.append(shortened(now.fingerprint)).append(" now; ");
    }
    words.append(classesThenAndNow(now));
    if (trainImages + testImages > 0) {
      words.append(
          "; %,d + %,d images then and %,d + %,d now (training + test)"
              .formatted(trainImages, testImages, now.trainImages, now.testImages));
    }
    return words.toString();
  }

  private String classesThenAndNow(TrainedOn now) {
    if (classes.equals(now.classes)) {
      return "the same %d classes".formatted(classes.size());
    }
    if (Math.max(classes.size(), now.classes.size()) <= MOST_SHOWN) {
      return "classes then %s, now %s".formatted(listed(classes), listed(now.classes));
    }
    int label = 0;
    int both = Math.min(classes.size(), now.classes.size());
    while (label < both && classes.get(label).equals(now.classes.get(label))) {
      label++;
    }
    return "%d classes then and %d now, of which the first to differ is %d: %s then, %s now"
        .formatted(
            classes.size(),
            now.classes.size(),
            label,
            name(classes, label),
            name(now.classes, label));
  }

  private static String name(List<String> classes, int label) {
    return label < classes.size() ? classes.get(label) : "none";
  }

  private static String listed(List<String> classes) {
    return String.join(", ", classes);
  }

  /** A fingerprint as people are shown it. */
  public static String shortened(String fingerprint) {
    return fingerprint.substring(0, Math.min(SHOWN_HEX, fingerprint.length()));
  }

  private static String json(List<String> names) {
    try {
      return JSON.writeValueAsString(names);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + names, e);
    }
  }

  private static List<String> names(String json) {
    try {
      return JSON.readValue(json, NAMES);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(
          CheckpointException.Fault.DAMAGED,
          "names its classes in no JSON: " + e.getOriginalMessage(),
          e);
    }
  }
}
