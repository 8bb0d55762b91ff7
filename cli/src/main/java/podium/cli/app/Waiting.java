package podium.cli.app;

import java.util.List;
import java.util.Set;
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
   * @return whether every trial succeeded
   */
  public static boolean forTrials(
      KafkaSettings kafka,
      List<Fact.Accepted> accepted,
      Function<Predicate<TrialId>, ProgressView> screen) {
    List<ExperimentId> experiments = accepted.stream().map(Fact.Accepted::experiment).toList();
    Set<TrialId> ids =
        accepted.stream().flatMap(one -> one.trials().stream()).collect(Collectors.toSet());
    try (Follower follower = Follower.open(kafka)) {
      ProgressView shown = screen.apply(ids::contains);
      follower.follow(shown, view -> experiments.stream().allMatch(one -> ended(view, one)));
      boolean succeeded = true;
      for (ExperimentId experiment : experiments) {
        List<TrialRow> trials = follower.view().trialsOf(experiment);
        shown.line("");
        FinalTable.lines(trials).forEach(shown::line);
        succeeded &= trials.stream().allMatch(row -> row.status() == TrialStatus.SUCCEEDED);
      }
      return succeeded;
    }
  }

  private static boolean ended(LogView view, ExperimentId experiment) {
    List<TrialRow> trials = view.trialsOf(experiment);
    return !trials.isEmpty() && trials.stream().allMatch(row -> row.status().ended());
  }
}
