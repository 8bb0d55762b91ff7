package podium.engine.decide;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import podium.engine.state.GpuClaims;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.request.Action;

/** Whether slots that are left out can be used again because a person says so. Pure. */
final class Releasing {
  private final SchedulerState state;
  private final Action.Release release;

  private Releasing(SchedulerState state, Action.Release release) {
    this.state = state;
    this.release = release;
  }

  /** Why none of what is meant can be; nothing where some can. */
  static Optional<String> against(SchedulerState state, Action.Release release) {
    return new Releasing(state, release).against();
  }

  private Optional<String> against() {
    NavigableSet<String> resting = state.resting(release.target());
    SortedMap<String, String> taken =
        state
            .worker(release.target())
            .map(worker -> GpuClaims.takenFrom(state, worker))
            .orElse(Collections.emptySortedMap());
    if (release.slot().map(resting::contains).orElse(!resting.isEmpty())) {
      // why: what is taken would be left out again at once
      Set<String> those = taken.keySet();
      return release.slot().map(those::contains).orElse(those.containsAll(resting))
          ? Optional.of(staysLeftOut(release.slot().orElse(taken.firstKey()), taken))
          : Optional.empty();
    }
    return Optional.of(
        resting.isEmpty()
            ? what() + " has nothing to release: no slot of it is left out"
            : Text.of("%s is not left out; of it are: %s", what(), String.join(", ", resting)));
  }

  private String what() {
    return release
        .slot()
        .map(slot -> "slot " + slot + " of " + release.target())
        .orElse("worker " + release.target());
  }

  private String staysLeftOut(String slot, SortedMap<String, String> taken) {
    return Text.of(
        "slot %s of %s is left out as long as worker %s is there, which offers its GPU, too, and"
            + " was there before; stop that one, or give each worker devices of its own with"
            + " --devices",
        slot, release.target(), Optional.ofNullable(taken.get(slot)).orElseThrow());
  }
}
