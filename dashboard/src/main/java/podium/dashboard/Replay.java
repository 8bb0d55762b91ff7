package podium.dashboard;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.dashboard.domain.Audit;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Lookout;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Projection;
import podium.dashboard.domain.Requests;
import podium.dashboard.domain.SlotCounts;
import podium.dashboard.domain.Starts;
import podium.dashboard.files.CheckpointHome;
import podium.dashboard.h2.H2Board;
import podium.dashboard.http.DashboardServer;
import podium.dashboard.http.Following;
import podium.dashboard.http.LiveFeed;
import podium.dashboard.http.Readiness;
import podium.dashboard.metrics.Measured;
import podium.dashboard.metrics.Metrics;
import podium.engine.audit.Auditor;
import podium.engine.log.LogCursor;

/**
 * The pages over a log that somebody hands over record by record: no Kafka, no scheduler, and
 * nothing can be asked. Records are handed over by one thread; all else is thread-safe.
 */
public final class Replay implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final int STREAM_BUFFER = 10_000;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final String HOST = "127.0.0.1";

  private final H2Board board;
  private final LiveFeed feed;
  private final Metrics metrics;
  private final DashboardServer server;
  private final Projection projection;
  private final LogCursor cursor = new LogCursor();
  private final Auditor auditor = new Auditor();
  private final List<Projection.Entry> waiting = new ArrayList<>();
  private Position position;
  private volatile Audit audit = Audit.NONE;

  private Replay(String name, Path directory, int port) {
    this.board = H2Board.open(directory);
    board.rebuild(new Position.LogId("replay", name));
    this.position = board.position();
    this.projection = new Projection(board);
    this.feed = new LiveFeed(position, STREAM_BUFFER, HEARTBEAT);
    feed.began(position);
    this.metrics = new Metrics(directory, this::measured);
    // why: what is expected is told as of the log's time, not of today
    Lookout lookout = new Lookout(now -> projection.expected(Instant.EPOCH));
    try {
      this.server =
          DashboardServer.start(
              new DashboardServer.Door(HOST, port, List.of(), List.of(), Optional.empty(), false),
              board.board(),
              new CheckpointHome(Optional.empty()),
              feed,
              nobody(),
              text -> projection.draft(text, Instant.EPOCH),
              () -> following(name),
              projection::stuck,
              () -> lookout.expected(Instant.now()),
              () -> new Readiness(true, Map.of("projector", "replays " + name)),
              metrics::text);
    } catch (RuntimeException e) {
      metrics.close();
      feed.close();
      board.close();
      throw e;
    }
  }

  /**
   * Begins with an empty board, on loopback.
   *
   * @param name what is replayed, for people
   * @param directory for the board's files, which are thrown away first
   * @param port 0 for any free one
   */
  public static Replay start(String name, Path directory, int port) {
    return new Replay(name, directory, port);
  }

  private static Requests nobody() {
    return json -> {
      throw new BadQueryException(
          "this board replays a log from a file; nothing can be asked of it");
    };
  }

  private Following following(String name) {
    return new Following(
        board.board().position().offset(),
        List.of("This is a replay of %s.".formatted(name)),
        audit);
  }

  private Measured measured() {
    return new Measured(
        true,
        board.board().position().offset(),
        audit,
        Optional.empty(),
        feed.listeners(),
        Measured.Told.NOTHING,
        Optional.of(
            new Measured.OfBoard(
                board.board().position(),
                board.board().counts(),
                board.board().workersAlive(),
                Map.of(),
                projection.slots().orElse(SlotCounts.NONE),
                Starts.of(board.board().allTrials(ListQuery.EVERYTHING).rows()))));
  }

  /** Takes the next record; it is shown with the next ones, or at {@link #show}. */
  public void take(long offset, byte[] record) {
    waiting.add(new Projection.Entry(offset, record.clone()));
    audit = audit.and(offset + 1, auditor.take(cursor.read(offset, record)));
    if (waiting.size() >= BATCH) {
      show();
    }
  }

  /** Shows all that was taken. */
  public void show() {
    for (Batch batch : projection.take(position, List.copyOf(waiting))) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
    waiting.clear();
  }

  /** Every call that is answered, such as {@code GET /api/trials}; pages and their files, too. */
  public List<String> calls() {
    return server.calls();
  }

  /** Where the pages are served. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    feed.close();
    server.close();
    metrics.close();
    board.close();
  }
}
