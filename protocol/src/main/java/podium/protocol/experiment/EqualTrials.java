package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import podium.protocol.Text;
import podium.protocol.experiment.Effects.Effect;

/**
 * Trials that would train the same twice, and what to exclude so that each is trained once. Pure.
 */
final class EqualTrials {
  private static final int GROUPS_SHOWN = 3;
  private static final int MEMBERS_SHOWN = 5;
  private static final int PARTS_SHOWN = 10;

  /** A trial and the first one that trains the same. */
  private record Twin(NumberedTrial first, NumberedTrial again) {
    /** Recipe fields in which the two differ. */
    List<String> differing() {
      Map<String, Object> one = RecipeFields.values(first.spec().recipe());
      Map<String, Object> other = RecipeFields.values(again.spec().recipe());
      return one.keySet().stream()
          .filter(name -> !Objects.equals(one.get(name), other.get(name)))
          .toList();
    }

    /** The effects that make the two equal. */
    List<Effect> effects() {
      List<String> differing = differing();
      List<Effect> idle = new ArrayList<>(Effects.idleIn(again.spec().recipe()));
      idle.addAll(Effects.idleIn(first.spec().recipe()));
      return idle.stream().filter(effect -> differing.contains(effect.field())).distinct().toList();
    }

    String reason() {
      return Shown.listed(
          effects().stream()
              .map(
                  effect ->
                      Text.of(
                          "%s makes no difference where %s", effect.field(), conditions(effect)))
              .distinct()
              .toList());
    }

    private String conditions(Effect effect) {
      Recipe recipe =
          effect.idle().test(again.spec().recipe()) ? again.spec().recipe() : first.spec().recipe();
      Map<String, Object> values = RecipeFields.values(recipe);
      return Shown.listed(
          effect.deciders().stream()
              .map(name -> name + " is " + Shown.of(Objects.requireNonNull(values.get(name))))
              .toList());
    }

    /** What of the second one's assignment makes it equal to another. */
    Map<String, Object> part() {
      Set<String> names = new LinkedHashSet<>(differing());
      effects().forEach(effect -> names.addAll(effect.deciders()));
      Map<String, Object> part = new LinkedHashMap<>(again.assignment());
      part.keySet().retainAll(names);
      return part.isEmpty() ? again.assignment() : part;
    }
  }

  private EqualTrials() {}

  static List<Fault> faults(ExperimentSpec spec, List<NumberedTrial> trials) {
    Map<TrialSpec, NumberedTrial> firsts = new LinkedHashMap<>();
    List<Twin> twins = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (NumberedTrial trial : trials) {
      NumberedTrial first = firsts.putIfAbsent(trial.effective(), trial);
      if (first != null) {
        Twin twin = new Twin(first, trial);
        trial
            .place()
            .ifPresentOrElse(place -> faults.add(included(place, twin)), () -> twins.add(twin));
      }
    }
    if (!twins.isEmpty()) {
      faults.addFirst(combined(spec, trials, twins));
    }
    return faults;
  }

  private static Fault included(String place, Twin twin) {
    String other =
        twin.first()
            .place()
            .orElseGet(() -> Text.of("trial %d of the matrix", twin.first().number()));
    return new Fault(
        place,
        Text.of(
            "%s is equal to %s%s; leave one of them out",
            place, other, twin.effects().isEmpty() ? "" : ", since " + twin.reason()));
  }

  private static Fault combined(ExperimentSpec spec, List<NumberedTrial> trials, List<Twin> twins) {
    String reasons =
        Shown.listed(
            twins.stream().map(Twin::reason).distinct().filter(r -> !r.isEmpty()).toList());
    List<Map<String, Object>> parts = parts(trials, twins);
    String listed = String.join(", ", parts.stream().limit(PARTS_SHOWN).map(Shown::of).toList());
    String path =
        twins.getFirst().differing().stream().findFirst().map("matrix."::concat).orElse("matrix");
    return new Fault(
        path,
        Text.of(
            "%s are equal%s; train each once: %s exclude: [%s]%s",
            groups(twins),
            reasons.isEmpty() ? "" : ": " + reasons,
            spec.exclude().isEmpty() ? "write" : "add to",
            listed,
            parts.size() <= PARTS_SHOWN
                ? ""
                : Text.of(" and %d more", parts.size() - PARTS_SHOWN)));
  }

  private static String groups(List<Twin> twins) {
    Map<Integer, List<String>> groups = new LinkedHashMap<>();
    for (Twin twin : twins) {
      groups
          .computeIfAbsent(
              twin.first().number(), number -> new ArrayList<>(List.of(Integer.toString(number))))
          .add(Integer.toString(twin.again().number()));
    }
    List<String> shown =
        new ArrayList<>(
            groups.values().stream().limit(GROUPS_SHOWN).map(EqualTrials::group).toList());
    if (groups.size() > GROUPS_SHOWN) {
      shown.add(Text.of("%d groups more", groups.size() - GROUPS_SHOWN));
    }
    return String.join("; ", shown);
  }

  private static String group(List<String> numbers) {
    return numbers.size() <= MEMBERS_SHOWN
        ? "trials " + Shown.listed(numbers)
        : Text.of(
            "trials %s and %d more",
            String.join(", ", numbers.subList(0, MEMBERS_SHOWN)), numbers.size() - MEMBERS_SHOWN);
  }

  /** Parts of combinations that exclude every second trial and no first one. */
  private static List<Map<String, Object>> parts(List<NumberedTrial> trials, List<Twin> twins) {
    Set<Map<String, Object>> all = new LinkedHashSet<>();
    twins.forEach(twin -> all.add(twin.part()));
    List<Map<String, Object>> fewest =
        all.stream()
            .filter(
                part ->
                    all.size() > ExperimentSpec.MAX_EXCLUDES
                        || all.stream()
                            .noneMatch(
                                other -> !other.equals(part) && ExperimentSpec.has(part, other)))
            .toList();
    Set<Integer> again = new LinkedHashSet<>();
    twins.forEach(twin -> again.add(twin.again().number()));
    boolean exact =
        fewest.size() <= ExperimentSpec.MAX_EXCLUDES
            && trials.stream()
                .filter(trial -> trial.place().isEmpty())
                .allMatch(
                    trial ->
                        again.contains(trial.number())
                            == fewest.stream()
                                .anyMatch(part -> ExperimentSpec.has(trial.assignment(), part)));
    return exact ? fewest : twins.stream().map(twin -> twin.again().assignment()).toList();
  }
}
