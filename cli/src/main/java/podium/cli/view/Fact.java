package podium.cli.view;

import java.util.List;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/** What became of a request. */
public sealed interface Fact {
  /**
   * The experiment is queued under this id with these trials.
   *
   * @param verb the word that asked for it
   * @param toCome how many more its search suggests later
   */
  record Accepted(String verb, ExperimentId experiment, List<TrialId> trials, int toCome)
      implements Fact {}

  /** It cannot be followed. */
  record Rejected(List<String> reasons) implements Fact {}

  /** It repeats an earlier one of the same key. */
  record Duplicate(String key, String of) implements Fact {}

  /** Something is asked of what is there: of these trials, or of a worker. */
  record Asked(Action action, List<TrialId> trials) implements Fact {}
}
