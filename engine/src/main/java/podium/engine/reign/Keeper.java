package podium.engine.reign;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import podium.engine.log.LogCursor;
import podium.engine.port.Outlet;
import podium.engine.port.Outlet.Level;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.engine.state.Memory;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/**
 * Has a snapshot taken every so many records of a reign: copies what the state is ahead of the log,
 * hands the copy on once the log came there, and clears up what no fact needs. Not thread-safe.
 */
final class Keeper {
  private final long every;
  private final Outlet<?> outlet;

  /** Keys that lie there, as far as they are known. */
  private final Set<String> keys = new HashSet<>();

  private Optional<Copy> copy = Optional.empty();
  private boolean busy;
  private long tried = -1;

  /** What the state was behind an entry that is not read back yet. */
  private record Copy(long index, Memory memory) {}

  Keeper(long every, Outlet<?> outlet) {
    this.every = every;
    this.outlet = outlet;
  }

  /** These lie there. */
  void found(Set<String> there) {
    keys.addAll(there);
  }

  /** Another scheduler took one. */
  void counted(Event event) {
    if (event instanceof Event.SnapshotTaken taken) {
      keys.addAll(Manifest.keys(taken.sha256(), taken.parts()));
    }
  }

  /**
   * An own entry was read back.
   *
   * @param place of the reader behind it
   * @param state behind the last entry that was sent
   * @param lastIndex of that one
   */
  void confirmed(
      long offset, Entry entry, LogCursor.Place place, SchedulerState state, long lastIndex) {
    if (entry.event() instanceof Event.SnapshotTaken taken) {
      counted(taken);
      busy = false;
      Set<String> outdated = Shelf.outdated(keys, state.snapshots());
      keys.removeAll(outdated);
      outlet.removeSnapshots(outdated);
    }
    if (!busy && isDue(offset, state)) {
      busy = true;
      tried = offset;
      copy = Optional.of(new Copy(lastIndex, Memory.of(state)));
    }
    copy.filter(it -> it.index() == entry.index())
        .ifPresent(
            it -> {
              copy = Optional.empty();
              outlet.keep(new Recorded(offset, entry.envelope().prev(), place, it.memory()));
            });
  }

  private boolean isDue(long offset, SchedulerState state) {
    long last = state.snapshots().stream().findFirst().map(Event.SnapshotTaken::offset).orElse(-1L);
    return offset - Math.max(last, tried) >= every;
  }

  /** It could not be written. */
  void failed(String why) {
    busy = false;
    outlet.note(
        Level.WARNING,
        Text.of(
            "no snapshot could be kept, so a start reads the log from further back: %s; the next"
                + " one is tried after %d records",
            why, every));
  }
}
