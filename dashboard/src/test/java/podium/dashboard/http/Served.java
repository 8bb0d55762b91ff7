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
  private static final Requests EVERY = json -> new Source("podium.requests", 0, 7);

  private Served() {}

  /** To everybody. */
  static DashboardServer open(H2Board board, LiveFeed feed, LongSupplier end) {
    return start(board, feed, Optional.empty(), end, EVERY);
  }

  /** To everybody, with somebody who takes requests. */
  static DashboardServer asking(H2Board board, LiveFeed feed, Requests requests) {
    return start(board, feed, Optional.empty(), () -> 0, requests);
  }

  /** To those who have the token. */
  static DashboardServer withToken(H2Board board, LiveFeed feed, String token) {
    return start(board, feed, Optional.of(token), () -> 0, EVERY);
  }

  private static DashboardServer start(
      H2Board board, LiveFeed feed, Optional<String> token, LongSupplier end, Requests requests) {
    return DashboardServer.start(
        new DashboardServer.Door("127.0.0.1", 0, List.of(), token, token.isPresent()),
        board.board(),
        feed,
        requests,
        () -> new Following(end.getAsLong(), List.of(), Audit.NONE),
        () -> Expected.NOTHING,
        () -> new Readiness(true, Map.of()),
        () -> "");
  }
}
