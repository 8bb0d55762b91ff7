package podium.dashboard.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import podium.dashboard.domain.Audit;
import podium.dashboard.domain.Requests;
import podium.dashboard.h2.H2Board;
import podium.engine.forecast.Expected;
import podium.protocol.event.Source;

/** A board's pages on loopback, without Kafka: every request is taken, and nothing expected. */
final class Served {
  /** A place whose pages may read and ask. */
  static final String FRIEND = "https://notes.example.org";

  private static final Requests NOBODY = json -> new Source("podium.requests", 0, 7);

  private Served() {}

  /** To everybody. */
  static DashboardServer open(H2Board board, LiveFeed feed, LongSupplier end) {
    return start(board, feed, Optional.empty(), NOBODY, end);
  }

  /** To those who have the token. */
  static DashboardServer withToken(H2Board board, LiveFeed feed, String token) {
    return start(board, feed, Optional.of(token), NOBODY, () -> 0);
  }

  /** To everybody, with requests handed on. */
  static DashboardServer publishing(H2Board board, LiveFeed feed, Requests requests) {
    return start(board, feed, Optional.empty(), requests, () -> 0);
  }

  private static DashboardServer start(
      H2Board board, LiveFeed feed, Optional<String> token, Requests requests, LongSupplier end) {
    return DashboardServer.start(
        new DashboardServer.Door(
            "127.0.0.1", 0, List.of(), List.of(FRIEND), token, token.isPresent()),
        board.board(),
        feed,
        requests,
        () -> new Following(end.getAsLong(), List.of(), Audit.NONE),
        () -> Expected.NOTHING,
        () -> new Readiness(true, Map.of()),
        () -> "");
  }
}
