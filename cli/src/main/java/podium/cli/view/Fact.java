package podium.cli.view;

import java.util.List;

/** What became of a request. */
public sealed interface Fact {
  /** The experiment is queued under this id with these trials. */
  record Accepted(String experiment, List<String> trials) implements Fact {}

  /** It cannot be followed. */
  record Rejected(List<String> reasons) implements Fact {}

  /** It repeats an earlier one of the same key. */
  record Duplicate(String key, String of) implements Fact {}

  /** These trials are being stopped. */
  record Cancelled(String target, List<String> trials) implements Fact {}
}
