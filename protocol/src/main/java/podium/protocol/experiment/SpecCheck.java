package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import podium.protocol.Text;

/** What is wrong with a spec although each of its fields alone is allowed. Pure. */
public final class SpecCheck {
  private SpecCheck() {}

  /** Everything wrong with the trials that a spec makes. */
  public static List<Fault> faults(ExperimentSpec spec) {
    List<Fault> faults = new ArrayList<>(tooMany(spec));
    if (!faults.isEmpty()) {
      return faults;
    }
    faults.addAll(impossible(spec.resources(), spec.limits()));
    for (int i = 0; i < spec.exclude().size(); i++) {
      faults.addAll(excludes(spec, Text.of("exclude[%d]", i), spec.exclude().get(i)));
    }
    if (!spec.search().draws() && spec.kept().isEmpty() && !spec.axes().isEmpty()) {
      faults.add(
          new Fault("exclude", "exclude leaves nothing of the matrix; leave a combination of it"));
    }
    if (faults.isEmpty()) {
      List<NumberedTrial> trials = NumberedTrial.of(spec);
      faults.addAll(tooFew(spec, trials));
      faults.addAll(contradictions(spec, trials));
      faults.addAll(EqualTrials.faults(spec, trials));
    }
    return faults;
  }

  /** What no worker could ever give a trial. */
  private static List<Fault> impossible(Resources resources, Limits limits) {
    List<Fault> faults = new ArrayList<>();
    if (resources.slots() > 1 && resources.device() == Device.CUDA) {
      faults.add(
          new Fault(
              "resources.slots",
              Text.of(
                  "resources.slots is %d with device cuda, but no training goes across GPUs; set it"
                      + " to 1, or resources.device to cpu",
                  resources.slots())));
    }
    if (limits.slots() > 0 && resources.slots() > limits.slots()) {
      faults.add(
          new Fault(
              "resources.slots",
              Text.of(
                  "resources.slots is %d for each trial, but limits.slots lets all of them have %d;"
                      + " raise limits.slots, or ask for fewer",
                  resources.slots(), limits.slots())));
    }
    return faults;
  }

  /** Fields of a recipe that mean nothing beside others, in words. */
  public static List<String> contradictions(Recipe recipe) {
    return Contradictions.of(recipe).stream()
        .map(one -> told(one, "recipe." + one.field(), recipe))
        .toList();
  }

  private static String told(Contradictions.Contradiction one, String path, Recipe recipe) {
    Object value = Objects.requireNonNull(RecipeFields.values(recipe).get(one.field()));
    return Text.of("%s is %s%s", path, Shown.of(value), one.words().apply(recipe));
  }

  private static List<Fault> tooMany(ExperimentSpec spec) {
    long trials = spec.trialCount();
    if (spec.search().learns() && Draws.repeats(spec) > 1) {
      return List.of(
          new Fault(
              "matrix.seed",
              Text.of(
                  "matrix.seed has %d values, but tpe learns from single trials; give it one, or"
                      + " set search.method to random",
                  Draws.repeats(spec))));
    }
    if (spec.search().learns() && spec.stopping().rule() != Stopping.Rule.NONE) {
      return List.of(
          new Fault(
              "stopping.rule",
              "stopping.rule ends trials early, but tpe learns from what trials come to at last;"
                  + " leave stopping out, or set search.method to random"));
    }
    if (spec.search().draws()) {
      return trials <= ExperimentSpec.MAX_TRIALS
          ? List.of()
          : List.of(
              new Fault(
                  "search.trials",
                  Text.of(
                      "search makes %d trials, with every seed and what is included; allowed: at"
                          + " most %d",
                      trials, ExperimentSpec.MAX_TRIALS)));
    }
    if (!spec.exclude().isEmpty() && !spec.countable()) {
      return List.of(
          new Fault(
              "matrix",
              Text.of(
                  "matrix makes %d combinations before exclude; allowed: at most %d; publish it in"
                      + " parts",
                  spec.combinationCount(), ExperimentSpec.MAX_COMBINATIONS)));
    }
    return trials <= ExperimentSpec.MAX_TRIALS
        ? List.of()
        : List.of(
            new Fault(
                "matrix",
                Text.of(
                    "matrix makes %d trials; allowed: at most %d; publish it in parts",
                    trials, ExperimentSpec.MAX_TRIALS)));
  }

  /** That there are not as many points as a search is to draw. */
  private static List<Fault> tooFew(ExperimentSpec spec, List<NumberedTrial> trials) {
    int found =
        (int) trials.stream().filter(trial -> trial.place().isEmpty()).count()
            / Draws.repeats(spec);
    int wanted = spec.search().trials();
    if (found >= wanted) {
      return List.of();
    }
    Optional<Map<String, Object>> refused = Draws.of(spec).refused();
    if (found == 0 && refused.isPresent()) {
      Map<String, Object> one = refused.get();
      return contradictions(
          spec, List.of(new NumberedTrial(1, Optional.empty(), one, spec.trial(one))));
    }
    return List.of(
        new Fault(
            "search.trials",
            Text.of(
                "search.trials is %d, but only %d different points were found that may be trained;"
                    + " ask for fewer, or give the matrix more values",
                wanted, found)));
  }

  private static List<Fault> excludes(ExperimentSpec spec, String path, Map<String, Object> part) {
    List<Fault> faults = new ArrayList<>();
    Map<String, List<Object>> axes = spec.axes();
    part.forEach(
        (name, value) -> {
          String at = path + "." + name;
          List<Object> values = axes.getOrDefault(name, List.of());
          if (spec.search().spaces().containsKey(name)) {
            faults.add(
                new Fault(
                    at,
                    Text.of(
                        "%s is drawn from a range; exclude takes values of lists, so narrow"
                            + " matrix.%s",
                        at, name)));
          } else if (spec.search().draws() && name.equals(SpecFields.SEED.name())) {
            faults.add(
                new Fault(
                    at, at + " cannot be left out of a search: each of its points has every seed"));
          } else if (values.isEmpty()) {
            faults.add(
                new Fault(
                    at,
                    at
                        + " is no axis"
                        + Spelling.hint(name, axes.keySet(), "axes of matrix and zip: ")));
          } else if (!values.contains(value)) {
            List<String> shown = values.stream().limit(20).map(Shown::of).toList();
            faults.add(
                new Fault(
                    at,
                    Text.of(
                        "%s is %s, which its axis does not have%s",
                        at,
                        Shown.of(value),
                        value instanceof String word
                            ? Spelling.hint(word, shown, "it has ")
                            : "; it has " + String.join(", ", shown))));
          }
        });
    if (part.isEmpty()) {
      faults.add(new Fault(path, path + " names no axis; it would exclude every trial"));
    } else if (faults.isEmpty() && !spec.matches(part)) {
      faults.add(
          new Fault(path, path + " matches no combination: zip never has these values together"));
    }
    return faults;
  }

  private static List<Fault> contradictions(ExperimentSpec spec, List<NumberedTrial> trials) {
    Map<String, Fault> found = new LinkedHashMap<>();
    for (NumberedTrial trial : trials) {
      Recipe recipe = trial.spec().recipe();
      for (Contradictions.Contradiction one : Contradictions.of(recipe)) {
        String path = path(spec, trial, one.field());
        String text = told(one, path, recipe);
        found.putIfAbsent(text, new Fault(path, text));
      }
    }
    return List.copyOf(found.values());
  }

  private static String path(ExperimentSpec spec, NumberedTrial trial, String field) {
    Optional<String> own = trial.place().filter(place -> trial.assignment().containsKey(field));
    return own.map(place -> place + "." + field)
        .orElse((varied(spec, field) ? "matrix." : "recipe.") + field);
  }

  private static boolean varied(ExperimentSpec spec, String field) {
    return spec.axes().containsKey(field) || spec.search().spaces().containsKey(field);
  }
}
