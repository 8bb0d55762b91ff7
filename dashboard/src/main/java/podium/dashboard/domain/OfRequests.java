package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.dashboard.domain.Totals.Tally;
import podium.protocol.event.Event;
import podium.protocol.event.Source;

/** What becomes of requests' rows: pure. */
final class OfRequests {
  private final long offset;
  private final Instant time;

  OfRequests(long offset, Instant time) {
    this.offset = offset;
    this.time = time;
  }

  /** It was followed. */
  Change followed(Source source, Optional<String> key, String verb, String target, int trials) {
    return new Change.AddRequest(
        RequestRow.followed(offset, time, source, key, verb, target, trials));
  }

  List<Change> duplicate(Event.RequestDuplicate event) {
    return List.of(
        new Change.AddRequest(
            new RequestRow(
                offset,
                time,
                event.source(),
                Optional.of(event.key()),
                RequestRow.Outcome.DUPLICATE,
                "",
                event.of(),
                0,
                List.of())),
        new Change.Count(Tally.DUPLICATE));
  }

  List<Change> rejected(Event.RequestRejected event) {
    return List.of(
        new Change.AddRejected(
            new RejectedRow(
                offset,
                time,
                event.source(),
                event.reasons(),
                event.quote(),
                event.bytes(),
                event.sha256())),
        new Change.AddRequest(
            new RequestRow(
                offset,
                time,
                event.source(),
                Optional.empty(),
                RequestRow.Outcome.REJECTED,
                "",
                "",
                0,
                event.reasons())),
        new Change.Count(Tally.REJECTED));
  }

  List<Change> lost(Event.RequestsLost event) {
    return List.of(
        new Change.AddRejected(
            new RejectedRow(
                offset,
                time,
                new Source(event.topic(), event.partition(), event.from()),
                List.of(event.told()),
                "",
                0,
                "")),
        new Change.Count(Tally.LOST_REQUESTS, number(event)));
  }

  // why: of a topic made anew nobody knows what came after the last request that was read
  private static long number(Event.RequestsLost event) {
    return event.replaced().isEmpty() ? Math.max(0, event.to() - event.from()) : 0;
  }
}
