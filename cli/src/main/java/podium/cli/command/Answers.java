package podium.cli.command;

import java.util.ArrayList;
import java.util.List;
import podium.cli.view.Fact;

/** What became of a request, in lines for a person. */
final class Answers {
  private static final int SHOWN = 20;

  private Answers() {}

  static List<String> lines(Fact fact) {
    return switch (fact) {
      case Fact.Accepted accepted -> accepted(accepted);
      case Fact.Rejected rejected -> refused("the request", rejected.reasons());
      case Fact.Duplicate duplicate ->
          List.of(
              "duplicate of %s (key %s): nothing new".formatted(duplicate.of(), duplicate.key()));
      case Fact.Cancelled cancelled -> cancelled(cancelled);
    };
  }

  private static List<String> cancelled(Fact.Cancelled cancelled) {
    List<String> lines = new ArrayList<>();
    lines.add("cancelling %s: %d trials".formatted(cancelled.target(), cancelled.trials().size()));
    lines.addAll(trials(cancelled.trials()));
    return lines;
  }

  private static List<String> trials(List<?> trials) {
    List<String> lines = new ArrayList<>();
    trials.stream().limit(SHOWN).forEach(trial -> lines.add("  " + trial));
    if (trials.size() > SHOWN) {
      lines.add("  ... and %d more".formatted(trials.size() - SHOWN));
    }
    return lines;
  }

  static List<String> refused(String what, List<String> reasons) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s is refused, for %s:"
            .formatted(what, reasons.size() == 1 ? "one reason" : reasons.size() + " reasons"));
    reasons.forEach(reason -> lines.add("  " + reason));
    return lines;
  }

  private static List<String> accepted(Fact.Accepted accepted) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "accepted as %s with %d trials".formatted(accepted.experiment(), accepted.trials().size()));
    lines.addAll(trials(accepted.trials()));
    return lines;
  }
}
