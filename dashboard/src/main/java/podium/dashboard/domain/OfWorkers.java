package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import podium.protocol.event.Event;

/** What becomes of workers' rows: pure. */
final class OfWorkers {
  private final Rows rows;
  private final long offset;
  private final Instant time;

  OfWorkers(Rows rows, long offset, Instant time) {
    this.rows = rows;
    this.offset = offset;
    this.time = time;
  }

  List<Change> registered(Event.WorkerRegistered event) {
    return List.of(
        new Change.PutWorker(
            new WorkerRow(
                event.worker(),
                event.incarnation(),
                event.host(),
                event.slots(),
                rows.worker(event.worker()).map(WorkerRow::drained).orElse(List.of()),
                rows.worker(event.worker()).map(WorkerRow::resting).orElse(Map.of()),
                WorkerRow.Status.ALIVE,
                time,
                time,
                "",
                offset)));
  }

  /** What slots of a worker are left out changes. */
  List<Change> resting(String worker, Consumer<Map<String, String>> change) {
    return rows.worker(worker).stream()
        .<Change>map(
            row -> {
              Map<String, String> slots = new TreeMap<>(row.resting());
              change.accept(slots);
              return new Change.PutWorker(row.with(slots, offset));
            })
        .toList();
  }

  /** A status, and why. */
  record Turn(WorkerRow.Status status, String note) {}

  static Turn suspected(Event.WorkerSuspected event) {
    return new Turn(
        WorkerRow.Status.SUSPECT, "silent for %d ms".formatted(event.silence().toMillis()));
  }

  /** Its status changes, unless it is another process by now. */
  List<Change> turn(Event event, String worker, String incarnation, Turn turn) {
    Optional<WorkerRow> known = rows.worker(worker);
    if (known.isEmpty()) {
      return NoEffectRow.none(offset, event, "no worker %s is known".formatted(worker));
    }
    WorkerRow row = known.get();
    return row.incarnation().equals(incarnation)
        ? List.of(new Change.PutWorker(row.with(turn.status(), time, turn.note(), offset)))
        : NoEffectRow.none(offset, event, "worker %s is another process by now".formatted(worker));
  }
}
