package podium.engine.study;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import podium.engine.forecast.Bound;
import podium.engine.forecast.Line;
import podium.engine.placement.Placement;
import podium.protocol.event.DecisionSettings;

/** The lines in which trials of a log stand, within the limits of that log. Not thread-safe. */
final class Lines {
  private final List<PastTrial> trials;
  private final DecisionSettings settings;
  private final Placement placement;
  private final Map<Alike, Line> lines = new LinkedHashMap<>();
  private final Map<String, Bound> ofOwners = new HashMap<>();
  private final Map<String, Bound> ofExperiments = new HashMap<>();

  private record Alike(String owner, String experiment, int slots) {}

  /** Of those trials. */
  Lines(List<PastTrial> trials, DecisionSettings settings, Placement placement) {
    this.trials = trials;
    this.settings = settings;
    this.placement = placement;
  }

  /** The one in which a trial of them stands. */
  Line of(PastTrial trial) {
    String bounded = trial.limit() == 0 ? "" : trial.experiment().value();
    Bound ofOwner = ofOwners.computeIfAbsent(trial.owner(), this::ofOwner);
    Bound ofExperiment =
        ofExperiments.computeIfAbsent(
            bounded, it -> new Bound(most(trial.limit(), Stream.of(trial)), 0));
    return lines.computeIfAbsent(
        new Alike(trial.owner(), bounded, trial.slots()),
        it -> new Line(ofOwner, ofExperiment, new int[] {0}, trial.slots(), placement.order()));
  }

  private Bound ofOwner(String owner) {
    int most =
        most(settings.share(owner).slots(), trials.stream().filter(it -> it.owner().equals(owner)));
    return new Bound(most, 0, settings.rules() >= DecisionSettings.WITH_ROOM_KEPT);
  }

  private static int most(int limit, Stream<PastTrial> of) {
    // why: a trial that was placed although it needs more had another limit then
    int widest = of.mapToInt(PastTrial::slots).max().orElse(1);
    return limit == 0 ? 0 : Math.max(limit, widest);
  }

  /** All of them. */
  Collection<Line> all() {
    return lines.values();
  }
}
