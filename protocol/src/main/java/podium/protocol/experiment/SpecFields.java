package podium.protocol.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.Printable;
import podium.protocol.Text;
import podium.protocol.experiment.Field.Choice;
import podium.protocol.experiment.Field.Decimal;
import podium.protocol.experiment.Field.Flag;
import podium.protocol.experiment.Field.Whole;
import podium.protocol.experiment.Field.Words;

/** The table of the spec's own fields, beside those of the recipe. */
public final class SpecFields {
  /** What letters a name may have. */
  public static final String NAME_PATTERN = "[a-z0-9][a-z0-9_-]{0,62}";

  /** The value of {@code pretrained} that means first weights drawn from the seed. */
  public static final String NO_WEIGHTS = "none";

  private static final String NAME_RULE =
      "1 to 63 of a-z, 0-9, '-' and '_', beginning with a letter or digit";

  public static final Field REQUEST =
      field(
          "request",
          new Choice(
              List.of(
                  "submit",
                  "cancel",
                  "pause",
                  "resume",
                  "retry",
                  "extend",
                  "fork",
                  "change",
                  "drain",
                  "undrain",
                  "release",
                  "archive",
                  "unarchive")),
          "submit",
          "what is asked for");
  public static final Field VERSION =
      field("version", new Whole(1, 1), 1L, "version of this format");
  public static final Field KEY =
      field("key", words(1, 200, "1 to 200 characters"), "", "a repeat is a duplicate");
  public static final Field EXPERIMENT =
      field("experiment", new Words(NAME_PATTERN, NAME_RULE), "", "name; its id is name-N");
  public static final Field DATASET =
      field("dataset", new Words(NAME_PATTERN, NAME_RULE), "", "data set, by name");
  public static final Field PRETRAINED =
      field(
          "pretrained",
          new Words(NAME_PATTERN, NAME_RULE),
          NO_WEIGHTS,
          "weights to begin with, by name; none = drawn from the seed");
  public static final Field PRIORITY =
      field("priority", new Whole(-1000, 1000), 0L, "higher is placed first");
  public static final Field PREEMPT =
      field("preempt", new Flag(), false, "trials of lower priority make way");
  public static final Field ON_MEMORY =
      field(
          "onMemory",
          new Choice(Stream.of(OnMemory.values()).map(OnMemory::word).toList()),
          OnMemory.FAIL.word(),
          "when memory runs out: fail, or shrink to fewer images at a time");
  public static final Field OWNER =
      field("owner", words(0, 100, "at most 100 characters"), "", "whose it is");
  public static final Field TAG =
      field("tags", words(1, 100, "1 to 100 characters"), "", "words to find it by");
  public static final Field TRAIN_IMAGES =
      new Field(
          "trainImages",
          new Whole(0, 100_000_000),
          0L,
          "images",
          "training images used, chosen by the seed; 0 = all");
  public static final Field WALL_SECONDS =
      new Field(
          "wallSeconds", new Whole(0, 31_536_000), 0L, "s", "time an attempt may take; 0 = any");
  public static final Field EPOCH_SECONDS =
      new Field(
          "epochSeconds",
          new Whole(0, 31_536_000),
          0L,
          "s",
          "time an epoch may take with its evaluation; 0 = any");
  public static final Field SLOTS =
      new Field(
          "slots",
          new Whole(0, 100_000),
          0L,
          "slots",
          "slots that the experiment's trials may have together; 0 = any");
  public static final Field RULE =
      field(
          "rule",
          new Choice(List.of("none", "median", "asha")),
          "none",
          "by what trials are stopped that others are better than");
  public static final Field MIN_EPOCHS =
      new Field(
          "minEpochs",
          new Whole(1, 100_000),
          1L,
          "epochs",
          "median: no trial is judged before that epoch; asha: epoch of the first rung");
  public static final Field MIN_TRIALS =
      new Field(
          "minTrials",
          new Whole(1, 10_000),
          3L,
          "trials",
          "median: how many others must have reached the epoch");
  public static final Field ETA =
      field(
          "eta",
          new Whole(2, 100),
          3L,
          "asha: one in so many goes on, and the next rung has so many times the epochs");
  public static final Field MAX_EPOCHS =
      new Field(
          "maxEpochs",
          new Whole(0, 100_000),
          0L,
          "epochs",
          "asha: rungs are below that epoch; 0 = the trial's last");
  public static final Field DEVICE =
      field("device", new Choice(List.of("any", "cpu", "cuda")), "any", "sort of slot");
  public static final Field TOGETHER =
      new Field(
          "slots",
          new Whole(1, Resources.MAX_SLOTS),
          1L,
          "slots",
          "slots of one worker that each trial trains on together; more than 1 are of its"
              + " processor");
  public static final Field MODEL =
      field(
          "model",
          new Words(ModelChoice.LABEL_PATTERN, ModelChoice.LABEL_RULE),
          "",
          "network, by name, or an object of name and options");
  public static final Field SEED =
      field("seed", new Whole(0, Integer.MAX_VALUE), 1L, "source of all randomness");

  public static final Field METHOD =
      field(
          "method",
          new Choice(Stream.of(Search.Method.values()).map(Search.Method::word).toList()),
          Search.Method.GRID.word(),
          "grid takes every combination; random draws points; tpe looks where earlier ones did"
              + " well");
  public static final Field SEARCH_TRIALS =
      field(
          "trials",
          new Whole(0, ExperimentSpec.MAX_TRIALS),
          0L,
          "points that are drawn, each trained with every seed of the matrix; grid has 0");
  public static final Field SEARCH_SEED =
      field("seed", new Whole(0, Integer.MAX_VALUE), 0L, "of what is drawn");

  public static final Field NOW =
      field("now", new Flag(), false, "at the next batch, and not at the end of the epoch");
  public static final Field FRESH =
      field("fresh", new Flag(), false, "from nothing, and not from the last checkpoint");
  public static final Field MORE_EPOCHS =
      new Field("epochs", new Whole(1, 10_000), 10L, "epochs", "how many more are trained");
  public static final Field FORK_EPOCH =
      new Field(
          "epoch",
          new Whole(1, 10_000),
          1L,
          "epochs",
          "epoch of the checkpoint to begin with; without it the last one");
  public static final Field OF_OWNER =
      field("owner", words(1, 100, "1 to 100 characters"), "", "owner of experiments, by name");
  public static final Field WEIGHT =
      field(
          "weight",
          new Decimal(0.001, 1000),
          1.0,
          "of the owner's share beside those of others, where the rule of placement shares");
  public static final Field WORKER =
      field("worker", words(1, 100, "1 to 100 characters"), "", "worker, by name");
  public static final Field SLOT =
      field("slot", words(1, 100, "1 to 100 characters"), "", "slot of it alone, such as cpu:0");

  /** Fields of a request to submit. */
  public static final List<String> SUBMIT_NAMES =
      List.of(
          "experiment",
          "dataset",
          "matrix",
          "zip",
          "exclude",
          "include",
          "search",
          "recipe",
          "pretrained",
          "resources",
          "priority",
          "preempt",
          "onMemory",
          "owner",
          "limits",
          "stopping",
          "tags",
          "key",
          "request",
          "version");

  /** Fields of {@code limits}. */
  public static final List<Field> LIMITS =
      List.of(TRAIN_IMAGES, WALL_SECONDS, EPOCH_SECONDS, SLOTS);

  /** Names of the fields of {@code limits}. */
  public static final List<String> LIMIT_NAMES = LIMITS.stream().map(Field::name).toList();

  /** Fields of {@code search}. */
  public static final List<Field> SEARCH = List.of(METHOD, SEARCH_TRIALS, SEARCH_SEED);

  /** Names of the fields of {@code search}. */
  public static final List<String> SEARCH_NAMES = SEARCH.stream().map(Field::name).toList();

  /** Fields of {@code stopping}. */
  public static final List<Field> STOPPING = List.of(RULE, MIN_EPOCHS, MIN_TRIALS, ETA, MAX_EPOCHS);

  /** Names of the fields of {@code stopping}. */
  public static final List<String> STOPPING_NAMES = STOPPING.stream().map(Field::name).toList();

  /** Fields of {@code resources}. */
  public static final List<Field> RESOURCES = List.of(DEVICE, TOGETHER);

  /** Names of the fields of {@code resources}. */
  public static final List<String> RESOURCE_NAMES = RESOURCES.stream().map(Field::name).toList();

  /** Names a matrix may have. */
  public static final List<String> AXIS_NAMES =
      Stream.concat(Stream.of(MODEL, SEED), RecipeFields.ALL.stream()).map(Field::name).toList();

  /** Where each field stands, by its name: for people who wrote it elsewhere. */
  private static final Map<String, String> PLACES = places();

  private SpecFields() {}

  /** Where the field of that name stands, if there is one. */
  public static Optional<String> place(String name) {
    return Optional.ofNullable(PLACES.get(name));
  }

  private static Map<String, String> places() {
    Map<String, String> places = new HashMap<>();
    RecipeFields.ALL.forEach(field -> places.put(field.name(), "recipe." + field.name()));
    LIMIT_NAMES.forEach(name -> places.put(name, "limits." + name));
    SEARCH_NAMES.forEach(name -> places.put(name, "search." + name));
    STOPPING_NAMES.forEach(name -> places.put(name, "stopping." + name));
    RESOURCE_NAMES.forEach(name -> places.put(name, "resources." + name));
    Stream.of(MODEL, SEED).forEach(field -> places.put(field.name(), "matrix." + field.name()));
    SUBMIT_NAMES.forEach(name -> places.put(name, name));
    return places;
  }

  /** Whether a text can name an experiment, a data set or a model. */
  public static boolean isName(String text) {
    return text.matches(NAME_PATTERN);
  }

  /** The field a matrix name stands for. */
  public static Optional<Field> axis(String name) {
    return switch (name) {
      case "model" -> Optional.of(MODEL);
      case "seed" -> Optional.of(SEED);
      default -> RecipeFields.find(name);
    };
  }

  private static Words words(int least, int most, String rule) {
    return new Words(
        Text.of("%s{%d,%d}", Printable.CHARACTER, least, most), rule + ", no control characters");
  }

  private static Field field(String name, Field.Kind kind, Object defaultValue, String meaning) {
    return new Field(name, kind, defaultValue, "", meaning);
  }
}
