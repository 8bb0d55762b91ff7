package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import podium.engine.study.SelfReplay;

/** A log that was decided again, in words. Stateless. */
public final class SelfReplayLines {
  private SelfReplayLines() {}

  /** What differs first, what was decided again and what not, and in the last line the result. */
  public static List<String> of(SelfReplay replay) {
    List<String> lines = new ArrayList<>();
    replay.first().ifPresent(first -> lines.add("differs at " + first.told()));
    replay
        .unknown()
        .ifPresent(
            first ->
                lines.add(
                    "behind offset %d nothing is decided again, since this version does not know that record (%s); use a newer podium"
                        .formatted(first.offset(), first.why())));
    replay
        .counts()
        .forEach(
            (type, count) ->
                lines.add("%-20s %d of %d".formatted(type, count.reproduced(), count.decisions())));
    if (!replay.told().isEmpty()) {
      lines.add(
          "not decided again, since it says what the scheduler was told: "
              + replay.told().entrySet().stream()
                  .map(each -> "%d %s".formatted(each.getValue(), each.getKey()))
                  .collect(Collectors.joining(", ")));
    }
    if (replay.leftUndone() > 0) {
      lines.add("left undone although it was due: %d times".formatted(replay.leftUndone()));
    }
    lines.add(result(replay));
    return lines;
  }

  private static String result(SelfReplay replay) {
    SelfReplay.Count total = replay.total();
    double share =
        total.decisions() == 0
            ? 100
            // why: nothing but all of it may be told as 100 %
            : Math.floor(1000.0 * total.reproduced() / total.decisions()) / 10;
    return "%d entries, %d voided; %d of %d decisions reproduced (%.1f %%)"
        .formatted(replay.entries(), replay.voided(), total.reproduced(), total.decisions(), share);
  }
}
