package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import podium.protocol.AddedLater;
import podium.protocol.Text;

/**
 * What a person publishes: a data set, a recipe and the values to compare. Immutable.
 *
 * @param matrix values by name; names are {@code model} (labels of {@link ModelChoice}), {@code
 *     seed} and any recipe field
 * @param zip groups of axes varied together, each with lists of one length; crossed with the matrix
 * @param exclude parts of combinations; a combination that has one of them is left out
 * @param include further assignments, each with its model
 * @param search which points of all that become trials
 * @param key makes an equal request a duplicate; without one every request is a new experiment
 * @param priority higher is placed first
 * @param preempt whether trials of lower priority make way for its own
 * @param stopping when trials end before their last epoch
 * @param onMemory what becomes of a trial that runs out of memory; absent where it fails
 */
public record ExperimentSpec(
    String experiment,
    Optional<String> key,
    String dataset,
    Map<String, List<Object>> matrix,
    @AddedLater List<Map<String, List<Object>>> zip,
    @AddedLater List<Map<String, Object>> exclude,
    @AddedLater List<Map<String, Object>> include,
    @AddedLater Search search,
    Recipe recipe,
    String pretrained,
    Resources resources,
    int priority,
    @AddedLater boolean preempt,
    String owner,
    Limits limits,
    List<String> tags,
    @AddedLater Stopping stopping,
    @AddedLater @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<OnMemory> onMemory) {
  /** Most trials one experiment may expand into. */
  public static final int MAX_TRIALS = 10_000;

  /** Most combinations that are looked through for those to exclude. */
  public static final int MAX_COMBINATIONS = 100_000;

  /** Most parts that one experiment may exclude. */
  public static final int MAX_EXCLUDES = 100;

  private static final long DEFAULT_SEED = 1;
  private static final String MODEL = "model";
  private static final String IMAGE_SIZE = "imageSize";

  public ExperimentSpec {
    matrix = canonical(matrix);
    // why: experiments in the log may be older than these fields
    zip =
        Objects.requireNonNullElse(zip, List.<Map<String, List<Object>>>of()).stream()
            .map(ExperimentSpec::canonical)
            .toList();
    exclude = parts(exclude);
    include = parts(include);
    search = Objects.requireNonNullElse(search, Search.GRID);
    tags = List.copyOf(tags);
    stopping = Objects.requireNonNullElse(stopping, Stopping.NONE);
    // why: what most experiments want is not said, as in all of earlier versions
    onMemory =
        Objects.requireNonNullElse(onMemory, Optional.<OnMemory>empty())
            .filter(it -> it != OnMemory.FAIL);
  }

  /** A spec whose trials fail when they run out of memory. */
  public ExperimentSpec(
      String experiment,
      Optional<String> key,
      String dataset,
      Map<String, List<Object>> matrix,
      List<Map<String, List<Object>>> zip,
      List<Map<String, Object>> exclude,
      List<Map<String, Object>> include,
      Search search,
      Recipe recipe,
      String pretrained,
      Resources resources,
      int priority,
      boolean preempt,
      String owner,
      Limits limits,
      List<String> tags,
      Stopping stopping) {
    this(
        experiment,
        key,
        dataset,
        matrix,
        zip,
        exclude,
        include,
        search,
        recipe,
        pretrained,
        resources,
        priority,
        preempt,
        owner,
        limits,
        tags,
        stopping,
        Optional.empty());
  }

  /** A spec of a matrix alone. */
  public ExperimentSpec(
      String experiment,
      Optional<String> key,
      String dataset,
      Map<String, List<Object>> matrix,
      Recipe recipe,
      String pretrained,
      Resources resources,
      int priority,
      String owner,
      Limits limits,
      List<String> tags) {
    this(
        experiment,
        key,
        dataset,
        matrix,
        List.of(),
        List.of(),
        List.of(),
        Search.GRID,
        recipe,
        pretrained,
        resources,
        priority,
        false,
        owner,
        limits,
        tags,
        Stopping.NONE);
  }

  private static Map<String, List<Object>> canonical(Map<String, List<Object>> axes) {
    Map<String, List<Object>> copy = new LinkedHashMap<>();
    axes.forEach((name, values) -> copy.put(name, values.stream().map(Values::canonical).toList()));
    return Collections.unmodifiableMap(copy);
  }

  private static List<Map<String, Object>> parts(List<Map<String, Object>> given) {
    return Objects.requireNonNullElse(given, List.<Map<String, Object>>of()).stream()
        .map(Values::canonical)
        .toList();
  }

  /** This spec with every model's label changed. */
  public ExperimentSpec withModels(UnaryOperator<String> change) {
    return new ExperimentSpec(
        experiment,
        key,
        dataset,
        axes(matrix, change),
        zip.stream().map(group -> axes(group, change)).toList(),
        exclude.stream().map(part -> part(part, change)).toList(),
        include.stream().map(part -> part(part, change)).toList(),
        search,
        recipe,
        pretrained,
        resources,
        priority,
        preempt,
        owner,
        limits,
        tags,
        stopping,
        onMemory);
  }

  /** This spec with another rule of stopping. */
  public ExperimentSpec with(Stopping other) {
    return new ExperimentSpec(
        experiment,
        key,
        dataset,
        matrix,
        zip,
        exclude,
        include,
        search,
        recipe,
        pretrained,
        resources,
        priority,
        preempt,
        owner,
        limits,
        tags,
        other,
        onMemory);
  }

  /** This spec with another answer to a lack of memory. */
  public ExperimentSpec with(OnMemory other) {
    return new ExperimentSpec(
        experiment,
        key,
        dataset,
        matrix,
        zip,
        exclude,
        include,
        search,
        recipe,
        pretrained,
        resources,
        priority,
        preempt,
        owner,
        limits,
        tags,
        stopping,
        Optional.of(other));
  }

  /** Whether trials that run out of memory go on with fewer images at a time. */
  public boolean shrinks() {
    return onMemory.isPresent();
  }

  /**
   * The spec of trials that go on from some of this one's: they are listed, and all are trained.
   *
   * @param rows what each is made of
   */
  public ExperimentSpec forked(
      Optional<String> ofKey, List<Map<String, Object>> rows, int ofPriority, Limits within) {
    return new ExperimentSpec(
        experiment,
        ofKey,
        dataset,
        Map.of(),
        List.of(),
        List.of(),
        rows,
        Search.GRID,
        recipe,
        pretrained,
        resources,
        ofPriority,
        preempt,
        owner,
        within,
        tags,
        Stopping.NONE,
        onMemory);
  }

  private static Map<String, List<Object>> axes(
      Map<String, List<Object>> axes, UnaryOperator<String> change) {
    Map<String, List<Object>> changed = new LinkedHashMap<>(axes);
    changed.computeIfPresent(
        "model",
        (name, labels) ->
            labels.stream().<Object>map(label -> change.apply((String) label)).toList());
    return changed;
  }

  private static Map<String, Object> part(Map<String, Object> part, UnaryOperator<String> change) {
    Map<String, Object> changed = new LinkedHashMap<>(part);
    changed.computeIfPresent("model", (name, label) -> change.apply((String) label));
    return changed;
  }

  /** The values of each axis that has a list, those varied together after those of the matrix. */
  public Map<String, List<Object>> axes() {
    Map<String, List<Object>> all = new LinkedHashMap<>(matrix);
    zip.forEach(group -> group.forEach((name, values) -> all.putIfAbsent(name, values)));
    return all;
  }

  /** The combinations of axes varied together: the first values, the second ones, and so on. */
  public static List<Map<String, Object>> rows(Map<String, List<Object>> group) {
    return Combinations.rows(group);
  }

  /** How many combinations there are before any is excluded, saturating at the largest number. */
  public long combinationCount() {
    return new Combinations(matrix, zip).count();
  }

  /** Whether there are so few combinations that they can be looked through, or some are drawn. */
  public boolean countable() {
    return search.draws()
        || combinationCount() <= (exclude.isEmpty() ? MAX_TRIALS : MAX_COMBINATIONS);
  }

  /** How many trials this makes; where they cannot be looked through, how many it might make. */
  public long trialCount() {
    if (search.draws()) {
      return (long) search.trials() * Draws.repeats(this) + include.size();
    }
    long combinations = countable() ? kept().size() : combinationCount();
    return combinations > Long.MAX_VALUE - include.size()
        ? Long.MAX_VALUE
        : combinations + include.size();
  }

  /** How many trials it begins with; others follow where a search learns. */
  public long firstCount() {
    return search.learns() ? (long) Tpe.startup(search) + include.size() : trialCount();
  }

  /**
   * The assignment of every trial: what is kept of the combinations, the last name varying fastest,
   * or what is drawn of them, then what is included. Of a search that learns, those that it begins
   * with.
   *
   * @throws IllegalStateException when there are too many combinations to look through
   */
  public List<Map<String, Object>> assignments() {
    List<Map<String, Object>> all = new ArrayList<>(kept());
    if (search.learns()) {
      all.subList(Math.min(all.size(), Tpe.startup(search)), all.size()).clear();
    }
    all.addAll(include);
    return all;
  }

  /**
   * Models with the smallest images that a search that learns may suggest for them; nothing of
   * others.
   */
  public List<Map<String, Object>> possible() {
    if (!search.learns()) {
      return List.of();
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Axis axis : Axis.of(this)) {
      List<Map<String, Object>> rows =
          axis.name().equals(IMAGE_SIZE) && axis.space().isPresent()
              ? List.of(axis.at(0))
              : axis.rows().stream().filter(ExperimentSpec::isAsked).toList();
      all = all.isEmpty() ? rows : crossed(all, rows);
    }
    return all.stream().filter(one -> one.containsKey(MODEL) && !excludes(one)).toList();
  }

  private static boolean isAsked(Map<String, Object> row) {
    return row.containsKey(MODEL) || row.containsKey(IMAGE_SIZE);
  }

  private static List<Map<String, Object>> crossed(
      List<Map<String, Object>> some, List<Map<String, Object>> others) {
    if (others.isEmpty() || (long) some.size() * others.size() > MAX_COMBINATIONS) {
      return some;
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> one : some) {
      for (Map<String, Object> other : others) {
        Map<String, Object> both = new LinkedHashMap<>(one);
        both.putAll(other);
        all.add(both);
      }
    }
    return all;
  }

  /** The combinations that nothing excludes, or those of them that are drawn. */
  List<Map<String, Object>> kept() {
    if (search.draws()) {
      return Draws.of(this).withSeeds(this);
    }
    List<Map<String, Object>> kept = new ArrayList<>();
    combinations()
        .forEach(
            one -> {
              if (!excludes(one)) {
                kept.add(one);
              }
            });
    return kept;
  }

  /** Whether a combination is left out. */
  boolean excludes(Map<String, Object> one) {
    return exclude.stream().anyMatch(part -> has(one, part));
  }

  /** Whether any combination has all of these values, each of which its axis has. */
  boolean matches(Map<String, Object> part) {
    return zip.stream()
        .allMatch(
            group -> {
              Map<String, Object> together = new LinkedHashMap<>(part);
              together.keySet().retainAll(group.keySet());
              return rows(group).stream().anyMatch(row -> has(row, together));
            });
  }

  static boolean has(Map<String, Object> assignment, Map<String, Object> part) {
    return assignment.entrySet().containsAll(part.entrySet());
  }

  private Combinations combinations() {
    if (!countable()) {
      throw new IllegalStateException(
          Text.of("%d combinations are too many to look through", combinationCount()));
    }
    return new Combinations(matrix, zip);
  }

  /** The trial that an assignment stands for. */
  public TrialSpec trial(Map<String, Object> assignment) {
    Map<String, Object> changes = new LinkedHashMap<>();
    String model = "";
    long seed = DEFAULT_SEED;
    for (Map.Entry<String, Object> entry : assignment.entrySet()) {
      switch (entry.getKey()) {
        case "model" -> model = (String) entry.getValue();
        case "seed" -> seed = ((Number) entry.getValue()).longValue();
        default -> changes.put(entry.getKey(), entry.getValue());
      }
    }
    return new TrialSpec(model, seed, dataset, pretrained, recipe.with(changes), limits);
  }
}
