package podium.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.dashboard.config.DashboardSettings;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Lookout;
import podium.dashboard.domain.SlotCounts;
import podium.dashboard.domain.Starts;
import podium.dashboard.domain.WaitReason;
import podium.dashboard.files.CheckpointHome;
import podium.dashboard.h2.H2Board;
import podium.dashboard.http.DashboardServer;
import podium.dashboard.http.Following;
import podium.dashboard.http.LiveFeed;
import podium.dashboard.http.Readiness;
import podium.dashboard.kafka.LogAudit;
import podium.dashboard.kafka.LogProjector;
import podium.dashboard.kafka.ProgressReader;
import podium.dashboard.kafka.RequestPublisher;
import podium.dashboard.kafka.TopicsWatch;
import podium.dashboard.metrics.Measured;
import podium.dashboard.metrics.Metrics;

/** The running dashboard: projector, progress, board and web server. Thread-safe. */
public final class Dashboard implements AutoCloseable {
  private static final int MOST_WAITING = 5;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);

  private final H2Board board;
  private final LiveFeed feed;
  private final LogProjector projector;
  private final LogAudit audit;
  private final ProgressReader progress;
  private final TopicsWatch topics;
  private final RequestPublisher requests;
  private final Notifications notifications;
  private final Metrics metrics;
  private final DashboardServer server;

  private Dashboard(
      H2Board board,
      LiveFeed feed,
      LogProjector projector,
      LogAudit audit,
      ProgressReader progress,
      TopicsWatch topics,
      RequestPublisher requests,
      Notifications notifications,
      Metrics metrics,
      DashboardServer server) {
    this.board = board;
    this.feed = feed;
    this.projector = projector;
    this.audit = audit;
    this.progress = progress;
    this.topics = topics;
    this.requests = requests;
    this.notifications = notifications;
    this.metrics = metrics;
    this.server = server;
  }

  /** Starts a dashboard whose health is what its own board tells. */
  public static Dashboard start(DashboardSettings settings) {
    return start(settings, Optional.empty());
  }

  /** Starts a dashboard whose {@code /healthz} says what it is given. */
  public static Dashboard start(DashboardSettings settings, Supplier<Health> health) {
    return start(settings, Optional.of(health));
  }

  private static Dashboard start(DashboardSettings settings, Optional<Supplier<Health>> given) {
    H2Board board = H2Board.open(settings.h2Directory());
    Notifications notifications = notifications(settings, board);
    LiveFeed feed =
        new LiveFeed(board.board().position(), settings.streamBuffer(), settings.heartbeat());
    LogProjector projector =
        LogProjector.start(settings.kafka(), settings.batchRecords(), board, feed);
    LogAudit audit =
        LogAudit.start(
            settings.kafka(), settings.batchRecords(), () -> board.position().generation());
    ProgressReader progress = ProgressReader.start(settings.kafka(), feed);
    TopicsWatch topics = TopicsWatch.start(settings.kafka());
    RequestPublisher requests = new RequestPublisher(settings.kafka());
    Lookout lookout = new Lookout(projector::expected);
    Metrics metrics =
        new Metrics(
            settings.h2Directory(),
            () ->
                measured(board.board(), projector, audit, progress, feed, notifications, lookout));
    Supplier<Health> health =
        given.orElse(() -> ownHealth(board.board(), projector, progress, topics, feed));
    try {
      DashboardServer server =
          DashboardServer.start(
              new DashboardServer.Door(
                  settings.host(),
                  settings.port(),
                  settings.allowedHosts(),
                  settings.allowedOrigins(),
                  settings.token(),
                  settings.tokenForReading()),
              board.board(),
              new CheckpointHome(settings.checkpoints()),
              feed,
              requests,
              text -> projector.draft(text, Instant.now()),
              () -> following(projector, audit, notifications),
              projector::stuck,
              () -> lookout.expected(Instant.now()),
              () -> readiness(health.get()),
              metrics::text);
      return new Dashboard(
          board,
          feed,
          projector,
          audit,
          progress,
          topics,
          requests,
          notifications,
          metrics,
          server);
    } catch (RuntimeException e) {
      metrics.close();
      notifications.close();
      closeAll(projector, audit, progress, topics, requests, feed, board);
      throw e;
    }
  }

  private static Notifications notifications(DashboardSettings settings, H2Board board) {
    try {
      return Notifications.start(settings);
    } catch (RuntimeException e) {
      board.close();
      throw e;
    }
  }

  private static Following following(
      LogProjector projector, LogAudit audit, Notifications notifications) {
    return new Following(
        projector.end(),
        Stream.concat(
                projector
                    .failure()
                    .map("The board does not follow the log: %s."::formatted)
                    .stream(),
                Stream.concat(projector.remarks().stream(), notifications.remarks().stream()))
            .toList(),
        audit.audit());
  }

  private static Measured measured(
      Board board,
      LogProjector projector,
      LogAudit audit,
      ProgressReader progress,
      LiveFeed feed,
      Notifications notifications,
      Lookout lookout) {
    Optional<Measured.OfBoard> said;
    try {
      said =
          Optional.of(
              new Measured.OfBoard(
                  board.position(),
                  board.counts(),
                  board.workersAlive(),
                  WaitReason.count(lookout.expected(Instant.now())),
                  projector.slots().orElse(SlotCounts.NONE),
                  Starts.of(board.allTrials(ListQuery.EVERYTHING).rows())));
    } catch (BoardUnavailableException | BoardDamagedException e) {
      // why: what is measured besides says why, and must be there when it matters most
      said = Optional.empty();
    }
    return new Measured(
        projector.ready(),
        projector.end(),
        audit.audit(),
        progress.schedulerSilence(),
        feed.listeners(),
        notifications.told(),
        said);
  }

  private static Readiness readiness(Health health) {
    return new Readiness(health.ready(), new TreeMap<>(health.parts()));
  }

  private static Health ownHealth(
      Board board,
      LogProjector projector,
      ProgressReader progress,
      TopicsWatch topics,
      LiveFeed feed) {
    Optional<Duration> silence = progress.schedulerSilence();
    boolean scheduler = silence.filter(time -> time.compareTo(LONGEST_SILENCE) <= 0).isPresent();
    Optional<String> worker = worker(board);
    Map<String, String> told = new TreeMap<>();
    told.put("projector", told(projector, "catching up"));
    told.put("progress", progress.state());
    told.put(
        "scheduler",
        scheduler
            ? "ready"
            : silence
                .map(time -> "silent for %d s".formatted(time.toSeconds()))
                .orElse("not heard yet"));
    told.put("topics", topics.state());
    told.put("worker", worker.orElse("ready"));
    waiting(feed).ifPresent(words -> told.put("slots", words));
    return new Health(projector.ready() && topics.ready() && scheduler && worker.isEmpty(), told);
  }

  private static String told(LogProjector projector, String notYet) {
    String state = projector.failure().orElse(projector.ready() ? "ready" : notYet);
    return Stream.concat(Stream.of(state), projector.remarks().stream())
        .collect(Collectors.joining("; "));
  }

  /** Why no worker is there to train. */
  private static Optional<String> worker(Board board) {
    try {
      return board.workersAlive() > 0 ? Optional.empty() : Optional.of("none is alive");
    } catch (BoardUnavailableException | BoardDamagedException e) {
      return Optional.of("not known: the board cannot be asked");
    }
  }

  /** Where the pages are served. */
  public int port() {
    return server.port();
  }

  /**
   * Whether the board is alive, hears Kafka, and has reached the log's end as it was at the start.
   */
  public boolean ready() {
    return projector.ready();
  }

  /** Whether Kafka has Podium's topics. */
  public boolean topicsReady() {
    return topics.ready();
  }

  /** What was last seen of Podium's topics, in words. */
  public String topics() {
    return topics.state();
  }

  /** What slots wait for, in words; nothing when none does. */
  public Optional<String> waiting() {
    return waiting(feed);
  }

  private static Optional<String> waiting(LiveFeed feed) {
    List<String> all = feed.waiting();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            all.stream().limit(MOST_WAITING).collect(Collectors.joining("; "))
                + (all.size() > MOST_WAITING
                    ? "; and %d more".formatted(all.size() - MOST_WAITING)
                    : ""));
  }

  /** Why the log is not followed, while it is not. */
  public Optional<String> failure() {
    return projector.failure();
  }

  /** How the log is followed, in words. */
  public String projector(String notYet) {
    return told(projector, notYet);
  }

  /** How progress is heard, in words. */
  public String progress() {
    return progress.state();
  }

  @Override
  public void close() {
    feed.close();
    server.close();
    metrics.close();
    notifications.close();
    closeAll(projector, audit, progress, topics, requests, feed, board);
  }

  private static void closeAll(
      LogProjector projector,
      LogAudit audit,
      ProgressReader progress,
      TopicsWatch topics,
      RequestPublisher requests,
      LiveFeed feed,
      H2Board board) {
    projector.close();
    audit.close();
    progress.close();
    topics.close();
    requests.close();
    feed.close();
    board.close();
  }
}
