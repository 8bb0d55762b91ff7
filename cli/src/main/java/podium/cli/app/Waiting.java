package podium.cli.app;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import podium.cli.kafka.KafkaSettings;
import podium.cli.view.Fact;
import podium.cli.view.FinalTable;
import podium.cli.view.LogView;
import podium.cli.view.ProgressView;
import podium.cli.view.TrialRow;
import podium.protocol.event.TrialStatus;

/** Waits for an experiment's trials to end, showing how they go and what they came to. */
public final class Waiting {
  private Waiting() {}

  /**
   * Follows the trials of an accepted experiment to their end and prints the table.
   *
   * @param screen makes the view of the trials a predicate names
   * @return whether every trial succeeded
   */
  public static boolean forTrials(
      KafkaSettings kafka,
      Fact.Accepted accepted,
      Function<Predicate<String>, ProgressView> screen) {
    Set<String> ids = Set.copyOf(accepted.trials());
    try (Follower follower = Follower.open(kafka)) {
      ProgressView shown = screen.apply(ids::contains);
      follower.follow(shown, view -> ended(view, accepted.experiment()));
      List<TrialRow> trials = follower.view().trialsOf(accepted.experiment());
      shown.line("");
      FinalTable.lines(trials).forEach(shown::line);
      return trials.stream().allMatch(row -> row.status() == TrialStatus.SUCCEEDED);
    }
  }

  private static boolean ended(LogView view, String experiment) {
    List<TrialRow> trials = view.trialsOf(experiment);
    return !trials.isEmpty() && trials.stream().allMatch(row -> row.status().ended());
  }
}
