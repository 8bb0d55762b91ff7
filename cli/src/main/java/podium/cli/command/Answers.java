package podium.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.cli.view.Fact;
import podium.protocol.request.Action;

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
      case Fact.Asked asked -> asked(asked);
    };
  }

  private static List<String> asked(Fact.Asked asked) {
    String target = asked.action().target();
    return switch (asked.action()) {
      case Action.Cancel ignored -> ofTrials("cancelling " + target, asked);
      case Action.Pause pause ->
          ofTrials(
              "pausing "
                  + target
                  + (pause.now() ? " at the next batch" : " once the present epochs are over"),
              asked);
      case Action.Resume ignored -> ofTrials("resuming " + target, asked);
      case Action.Retry retry ->
          ofTrials("trying " + target + " again" + (retry.fresh() ? " from nothing" : ""), asked);
      // why: what is asked so is an experiment of its own, and has another fact
      case Action.Extend ignored -> List.of();
      case Action.Fork ignored -> List.of();
      case Action.Change change ->
          ofTrials(
              "changed "
                  + target
                  + change.priority().map(" to priority %d"::formatted).orElse("")
                  + change.tags().map(tags -> " to tags " + String.join(", ", tags)).orElse("")
                  + change.slots().map(" to at most %d slots"::formatted).orElse("")
                  + change.wallSeconds().map(it -> " to " + most(it) + " an attempt").orElse("")
                  + change.epochSeconds().map(it -> " to " + most(it) + " an epoch").orElse(""),
              asked);
      case Action.ChangeOwner change ->
          List.of(
              "changed owner "
                  + target
                  + change.weight().map(" to weight %s"::formatted).orElse("")
                  + change.slots().map(" to at most %d slots"::formatted).orElse("")
                  + ", until it is changed again or the scheduler's settings say otherwise");
      case Action.Drain drain ->
          List.of(
              "%s gets nothing new, and finishes what it has"
                  .formatted(slots(target, drain.slot())));
      case Action.Undrain undrain ->
          List.of("%s gets trials again".formatted(slots(target, undrain.slot())));
      case Action.Release release ->
          List.of("%s is used again".formatted(slots(target, release.slot())));
      case Action.Archive ignored ->
          List.of("archived %s: lists leave it out; its data stay".formatted(target));
      case Action.Unarchive ignored -> List.of("lists show %s again".formatted(target));
    };
  }

  private static String most(long seconds) {
    return seconds == 0 ? "any time" : "at most %d s".formatted(seconds);
  }

  private static String slots(String worker, Optional<String> slot) {
    return slot.map(name -> "slot %s of %s".formatted(name, worker)).orElse("worker " + worker);
  }

  private static List<String> ofTrials(String what, Fact.Asked asked) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %d trials".formatted(what, asked.trials().size()));
    lines.addAll(trials(asked.trials()));
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
    int now = accepted.trials().size();
    int all = now + accepted.toCome();
    String counted = all == 1 ? "1 trial" : all + " trials";
    lines.add(
        "accepted as %s with %s".formatted(accepted.experiment(), counted)
            + (all == now
                ? ""
                : "; these %d now, and %d that its search suggests as they end"
                    .formatted(now, accepted.toCome())));
    lines.addAll(trials(accepted.trials()));
    return lines;
  }
}
