package podium.dashboard.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import podium.dashboard.domain.Audit;
import podium.dashboard.domain.Draft;
import podium.dashboard.domain.Requests;
import podium.dashboard.domain.StuckSlots;
import podium.dashboard.files.CheckpointHome;
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
    return start(board, Optional.empty(), feed, Optional.empty(), end);
  }

  /** To those who have the token. */
  static DashboardServer withToken(H2Board board, LiveFeed feed, String token) {
    return start(board, Optional.empty(), feed, Optional.of(token), () -> 0);
  }

  /** To everybody, with a home of checkpoints. */
  static DashboardServer withFiles(H2Board board, Path checkpoints, LiveFeed feed) {
    return start(board, Optional.of(checkpoints), feed, Optional.empty(), () -> 0);
  }

  /** To everybody, with somebody who takes requests. */
  static DashboardServer asking(H2Board board, LiveFeed feed, Requests requests) {
    return asked(
        board,
        feed,
        requests,
        text -> new Draft(List.of()),
        () -> Expected.NOTHING,
        () -> StuckSlots.NONE);
  }

  /** To everybody, with what is expected, and somebody who takes requests. */
  static DashboardServer asked(
      H2Board board,
      LiveFeed feed,
      Requests requests,
      Draft.Desk desk,
      Supplier<Expected> expected,
      Supplier<StuckSlots> stuck) {
    return start(
        board, Optional.empty(), feed, Optional.empty(), () -> 0, requests, desk, expected, stuck);
  }

  private static DashboardServer start(
      H2Board board,
      Optional<Path> checkpoints,
      LiveFeed feed,
      Optional<String> token,
      LongSupplier end) {
    return start(
        board,
        checkpoints,
        feed,
        token,
        end,
        NOBODY,
        text -> new Draft(List.of()),
        () -> Expected.NOTHING,
        () -> StuckSlots.NONE);
  }

  private static DashboardServer start(
      H2Board board,
      Optional<Path> checkpoints,
      LiveFeed feed,
      Optional<String> token,
      LongSupplier end,
      Requests requests,
      Draft.Desk desk,
      Supplier<Expected> expected,
      Supplier<StuckSlots> stuck) {
    return DashboardServer.start(
        new DashboardServer.Door(
            "127.0.0.1", 0, List.of(), List.of(FRIEND), token, token.isPresent()),
        board.board(),
        new CheckpointHome(checkpoints),
        feed,
        requests,
        desk,
        () -> new Following(end.getAsLong(), List.of(), Audit.NONE),
        stuck,
        expected,
        () -> new Readiness(true, Map.of()),
        () -> "");
  }
}
