package podium.cli.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import podium.cli.kafka.KafkaSettings;
import podium.cli.view.Fact;
import podium.cli.view.FinalTable;
import podium.cli.view.LogView;
import podium.cli.view.ProgressView;
import podium.cli.view.TrialRow;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** Waits for experiments' trials to end, showing how they go and what they came to. */
public final class Waiting {
  private Waiting() {}

  /**
   * Follows the trials of accepted experiments to their end and prints a table of each.
   *
   * @param screen makes the view of the trials a predicate names
   * @return whether every trial succeeded, or was stopped by its experiment's rule
   */
  public static boolean forTrials(
      KafkaSettings kafka,
      List<Fact.Accepted> accepted,
      Function<Predicate<TrialId>, ProgressView> screen) {
    List<String> ids =
        accepted.stream().map(Fact.Accepted::experiment).map(ExperimentId::value).toList();
    // why: a search that learns gets further trials
    Set<ExperimentId> experiments =
        accepted.stream().map(Fact.Accepted::experiment).collect(Collectors.toSet());
    try (Follower follower = Follower.open(kafka)) {
      return allWell(
          follow(
              follower,
              ids,
              LogView::meant,
              screen.apply(trial -> experiments.contains(trial.experiment()))));
    }
  }

  /**
   * Follows the trials that are meant to their end and prints a table of those of each id.
   *
   * @param meant the trials that an id means
   * @param screen makes the view of the trials a predicate names
   * @return what they came to, in the order of the ids
   */
  public static List<TrialRow> forIds(
      KafkaSettings kafka,
      List<String> ids,
      BiFunction<LogView, String, List<TrialRow>> meant,
      Function<Predicate<TrialId>, ProgressView> screen) {
    try (Follower follower = Follower.open(kafka)) {
      follower.catchUp();
      Set<TrialId> trials =
          ids.stream()
              .flatMap(id -> meant.apply(follower.view(), id).stream())
              .map(TrialRow::trial)
              .collect(Collectors.toSet());
      return follow(follower, ids, meant, screen.apply(trials::contains));
    }
  }

  private static List<TrialRow> follow(
      Follower follower,
      List<String> ids,
      BiFunction<LogView, String, List<TrialRow>> meant,
      ProgressView shown) {
    follower.follow(shown, view -> ids.stream().allMatch(id -> ended(meant.apply(view, id))));
    List<TrialRow> all = new ArrayList<>();
    for (String id : ids) {
      List<TrialRow> ended = meant.apply(follower.view(), id);
      shown.line("");
      FinalTable.lines(ended).forEach(shown::line);
      all.addAll(ended);
    }
    return all;
  }

  /** Whether all of them succeeded, or were stopped by their experiment's rule. */
  public static boolean allWell(List<TrialRow> ended) {
    return ended.stream()
        .map(TrialRow::status)
        .allMatch(status -> status == TrialStatus.SUCCEEDED || status == TrialStatus.STOPPED);
  }

  private static boolean ended(List<TrialRow> trials) {
    return !trials.isEmpty() && trials.stream().allMatch(row -> row.status().ended());
  }
}
