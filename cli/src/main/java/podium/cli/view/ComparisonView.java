package podium.cli.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import podium.dashboard.verdict.Comparison;
import podium.dashboard.verdict.ComparisonJson;
import podium.dashboard.verdict.Group;
import podium.dashboard.verdict.Verdict;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Start;

/** Groups of trials that differ in their seed alone, best first, and what is shown of them. */
public final class ComparisonView {
  private final Comparison comparison;
  private final double certainty;
  private final double settled;
  private final boolean all;

  /**
   * Of what was compared.
   *
   * @param certainty that no verdict is false
   * @param settled the difference in accuracy that further seeds are to tell, from 0 to 1
   * @param all whether each pair is told, and not the best beside the others alone
   */
  public ComparisonView(
      Map<String, List<TrialRow>> trials, double certainty, double settled, boolean all) {
    this.certainty = certainty;
    this.settled = settled;
    this.all = all;
    this.comparison = new Comparison(groups(trials), certainty, resolution(trials), settled);
  }

  /** How many groups have a trial that succeeded. */
  public int groups() {
    return comparison.ranked().size();
  }

  /**
   * Trials of the same name that differ in nothing but their seed.
   *
   * @param byId trials by the id that people gave
   */
  public static Map<String, List<TrialRow>> alike(Map<String, List<TrialRow>> byId) {
    Map<String, List<TrialRow>> alike = new LinkedHashMap<>();
    byId.forEach(
        (id, rows) ->
            rows.forEach(
                row ->
                    alike
                        .computeIfAbsent(
                            byId.size() == 1 ? name(row) : id + " " + name(row),
                            name -> new ArrayList<>())
                        .add(row)));
    return alike;
  }

  private static String name(TrialRow row) {
    return (row.spec().model() + " " + row.variantBut("seed")).strip();
  }

  private static List<Group> groups(Map<String, List<TrialRow>> trials) {
    return trials.entrySet().stream()
        .map(it -> new Group(it.getKey(), scores(it.getValue())))
        .toList();
  }

  private static List<Group.Score> scores(List<TrialRow> rows) {
    return rows.stream()
        .filter(row -> row.status() == TrialStatus.SUCCEEDED)
        .flatMap(
            row ->
                row.bestTestAccuracy().stream()
                    .map(value -> new Group.Score(row.spec().seed(), value)))
        .toList();
  }

  /** One image's share: no two accuracies differ by less. */
  private static double resolution(Map<String, List<TrialRow>> trials) {
    return trials.values().stream()
        .flatMap(List::stream)
        .flatMap(row -> row.start().stream())
        .mapToInt(Start::testImages)
        .filter(images -> images > 0)
        .mapToDouble(images -> 1.0 / images)
        .max()
        .orElse(0);
  }

  private List<Verdict> verdicts() {
    return all ? comparison.verdicts() : comparison.ofTheBest();
  }

  /** In words. */
  public List<String> lines() {
    Table table = new Table(">place", "group", ">seeds", ">mean", ">lowest", ">highest");
    int place = 0;
    for (Group group : comparison.ranked()) {
      table.row(
          ++place,
          group.name(),
          group.scores().size(),
          Words.percent(group.mean()),
          Words.percent(group.lowest()),
          Words.percent(group.highest()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    verdicts().forEach(verdict -> lines.add(words(verdict)));
    if (comparison.pairs() > 0) {
      lines.add(
          "%s %% certainty for all %d comparisons of these groups together"
              .formatted(Words.decimal(100 * certainty), comparison.pairs()));
    }
    return lines;
  }

  private String words(Verdict verdict) {
    String pair = "%s over %s: ".formatted(verdict.better().name(), verdict.other().name());
    if (Double.isInfinite(verdict.low())) {
      return pair + "not shown; a group of a single seed tells nothing of others";
    }
    String seeds =
        "%d %s".formatted(verdict.seeds(), verdict.paired() ? "seeds, paired" : "seeds of each");
    return pair
        + (verdict.shown()
            ? "shown, %s points (%s to %s) by %s%s"
                .formatted(
                    points(verdict.difference()),
                    points(verdict.low()),
                    points(verdict.high()),
                    seeds,
                    luck(verdict))
            : "not shown, %s to %s points by %s; %s"
                .formatted(points(verdict.low()), points(verdict.high()), seeds, more(verdict)));
  }

  private String more(Verdict verdict) {
    int more = verdict.moreSeeds().orElse(0);
    String what = "%s points".formatted(Words.decimal(100 * settled));
    if (more > 0) {
      return "about %d more seeds of each would settle %s".formatted(more, what);
    }
    return "a difference of %s or more would have been".formatted(what);
  }

  /** Told where chance alone is not out of the question. */
  private static String luck(Verdict verdict) {
    return verdict.luck().stream()
        .filter(share -> share > 0.05)
        .mapToObj(
            share ->
                "; chance alone sets them as far apart 1 time in %d, so more seeds would help"
                    .formatted(Math.round(1 / share)))
        .collect(Collectors.joining());
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%+.1f", 100 * share);
  }

  /** For other programs; shares from 0 to 1. */
  public ObjectNode json() {
    return ComparisonJson.of(comparison, verdicts(), certainty);
  }
}
