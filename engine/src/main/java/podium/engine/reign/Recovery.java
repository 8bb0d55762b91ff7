package podium.engine.reign;

import java.util.Optional;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.port.EventLog;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.event.Event;

/**
 * Whether the snapshot from which a life began is of this log, and whether a fact of the log names
 * it: whoever can write snapshots cannot write the log for that. Not thread-safe.
 */
final class Recovery {
  private final Office office;
  private Optional<Manifest> from = Optional.empty();
  private boolean compared;
  private boolean named;

  /** What is known where reading begins. */
  record Begin(SchedulerState state, LogCursor cursor) {}

  Recovery(Office office) {
    this.office = office;
  }

  /** It begins from what was found, if anything was. */
  Optional<Begin> begin(Shelf.Found found) {
    return found.newest().map(this::begin);
  }

  private Begin begin(Shelf.Whole whole) {
    String sha256 = whole.manifest().sha256();
    // why: one that cannot be restored is not tried again
    office.distrusts(sha256);
    Begin begin =
        new Begin(whole.recorded().memory().restored(), new LogCursor(whole.recorded().place()));
    office.trusts(sha256);
    from = Optional.of(whole.manifest());
    return begin;
  }

  /** The first record that is to be read. */
  long offset() {
    return from.map(Manifest::offset).orElse(0L);
  }

  /** Whether the next record is to be the one behind which the snapshot was taken. */
  boolean compares() {
    return from.isPresent() && !compared;
  }

  /** Why the snapshot is of no use, now that this record is the first that was read. */
  Optional<String> against(EventLog.Stored first) {
    compared = true;
    return from.filter(
            it ->
                it.offset() != first.offset()
                    || !Fence.headAfter(it.prev(), first.bytes()).equals(it.fence().head()))
        .map(it -> distrust(it, "is of another log"));
  }

  void counted(Event event) {
    if (event instanceof Event.SnapshotTaken taken) {
      named |= from.filter(it -> it.sha256().equals(taken.sha256())).isPresent();
    }
  }

  /** Why the snapshot is of no use, now that the log is read to its end. */
  Optional<String> againstAtEnd() {
    return from.filter(it -> !compared || !named)
        .map(
            it ->
                distrust(
                    it, compared ? "is named by no fact" : "knows more than there is in the log"));
  }

  private String distrust(Manifest manifest, String why) {
    office.distrusts(manifest.sha256());
    return Text.of(
        "the snapshot of offset %d %s; it is left alone, and reading begins earlier",
        manifest.offset(), why);
  }
}
