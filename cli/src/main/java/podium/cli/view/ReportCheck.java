package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;

/**
 * The figures of a report that name their trials in a comment, as the page of an experiment writes
 * them, compared with what the log says now. Immutable.
 */
public final class ReportCheck {
  private static final Pattern MARK =
      Pattern.compile("(?:<!--|%)\\s*podium (accuracy|seconds)((?: [^ @]+@[0-9]{1,18})+)");

  private static final Pattern FIGURE =
      Pattern.compile(
          "([0-9]+(?:\\.[0-9]+)?)(?:[*_}\\s]*(?:±|\\$?\\\\pm\\$?)[*_{\\s]*([0-9]+(?:\\.[0-9]+)?))?[*_}\\\\%\\s]*$");

  private final int figures;
  private final List<String> stale;

  private ReportCheck(int figures, List<String> stale) {
    this.figures = figures;
    this.stale = List.copyOf(stale);
  }

  /** Of a text, by what is known of trials. */
  public static ReportCheck of(String text, Function<TrialId, Optional<TrialRow>> trials) {
    int figures = 0;
    List<String> stale = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i));
      for (int from = 0; mark.find(from); from = mark.end()) {
        figures++;
        String place = "line " + (i + 1);
        String before = lines.get(i).substring(from, mark.start());
        wrong(before, mark.group(1), mark.group(2), trials)
            .ifPresent(why -> stale.add(place + ": " + why));
      }
    }
    return new ReportCheck(figures, stale);
  }

  /** How many figures name their trials. */
  public int figures() {
    return figures;
  }

  /** What is no longer so, a line for each figure. */
  public List<String> stale() {
    return stale;
  }

  private static Optional<String> wrong(
      String before, String kind, String marks, Function<TrialId, Optional<TrialRow>> trials) {
    Matcher figure = FIGURE.matcher(before);
    if (!figure.find()) {
      return Optional.of("a comment names trials, and no figure stands before it");
    }
    List<Double> values = new ArrayList<>();
    for (String one : marks.strip().split(" ", -1)) {
      String id = one.substring(0, one.lastIndexOf('@'));
      Optional<TrialRow> row = TrialId.parse(id).flatMap(trials);
      if (row.isEmpty()) {
        return Optional.of("the log knows no trial " + id);
      }
      Optional<Double> value =
          row.filter(it -> it.status() == TrialStatus.SUCCEEDED).flatMap(it -> value(it, kind));
      if (value.isEmpty()) {
        return Optional.of(
            "%s is %s now, and has no such figure"
                .formatted(id, row.get().status().name().toLowerCase(Locale.ROOT)));
      }
      values.add(value.get());
    }
    return differs(figure, kind, values);
  }

  private static Optional<Double> value(TrialRow row, String kind) {
    return kind.equals("seconds")
        ? Optional.of(row.seconds())
        : row.bestTestAccuracy().map(share -> 100 * share);
  }

  private static Optional<String> differs(Matcher figure, String kind, List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = values.stream().mapToDouble(it -> (it - mean) * (it - mean)).sum();
    Optional<Double> deviation =
        values.size() < 2
            ? Optional.empty()
            : Optional.of(Math.sqrt(squares / (values.size() - 1)));
    boolean same =
        isShown(figure.group(1), mean)
            && Optional.ofNullable(figure.group(2))
                .map(shown -> deviation.filter(it -> isShown(shown, it)).isPresent())
                .orElse(true);
    return same
        ? Optional.empty()
        : Optional.of(
            "%s is %s, and would be %s now"
                .formatted(kind, figure.group().strip(), words(kind, mean, deviation)));
  }

  private static boolean isShown(String shown, double value) {
    int point = shown.indexOf('.');
    int digits = point < 0 ? 0 : shown.length() - point - 1;
    // why: halves are rounded up by some and down by others
    return Math.abs(Double.parseDouble(shown) - value) <= 0.5000001 * Math.pow(10, -digits);
  }

  private static String words(String kind, double mean, Optional<Double> deviation) {
    String form = kind.equals("seconds") ? "%.1f" : "%.2f";
    return Stream.concat(Stream.of(mean), deviation.stream())
        .map(value -> String.format(Locale.ROOT, form, value))
        .reduce((one, other) -> one + " ± " + other)
        .orElse("");
  }
}
