package podium.dashboard.http;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardListener;
import podium.dashboard.domain.Position;
import podium.protocol.report.Progress;

/**
 * Tells every listening browser what changed, and keeps the latest changes for those that come
 * back. Thread-safe.
 */
public final class LiveFeed implements BoardListener, AutoCloseable {
  private static final int MOST_KEPT_ROWS = 20_000;
  private static final int MOST_ROWS_AT_ONCE = 2_000;
  private static final int MOST_CLIENTS = 500;
  private static final byte[] FULL =
      Message.bytes(
          List.of(
              new Message(
                  "full",
                  RowJson.text(
                      RowJson.object()
                          .put(
                              "reason",
                              "%d pages listen already; this one is not told what changes until another is closed"
                                  .formatted(MOST_CLIENTS))),
                  "")));

  private final Deque<Update> kept = new ArrayDeque<>();
  private final Set<LiveClient> clients = new HashSet<>();
  // why: the system shares the processors among threads; a virtual thread keeps one until it waits
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("podium-stream-", 0).factory());
  private final LiveProgress progress = new LiveProgress();
  private final int buffer;
  private final Duration heartbeat;
  private Position position;
  private int keptRows;

  public LiveFeed(Position position, int buffer, Duration heartbeat) {
    this.position = position;
    this.buffer = buffer;
    this.heartbeat = heartbeat;
  }

  /** Slots that wait for something before they can go on, each in words. */
  public List<String> waiting() {
    return progress.waiting();
  }

  LiveProgress progress() {
    return progress;
  }

  @Override
  public synchronized void began(Position at) {
    boolean anew =
        !at.generation().equals(position.generation()) || at.offset() != position.offset();
    position = at;
    if (anew) {
      kept.clear();
      keptRows = 0;
      progress.clear();
      clients.forEach(client -> client.offer(this::snapshot));
    }
  }

  @Override
  public synchronized void changed(Position after, Batch batch) {
    position = after;
    batch.trials().forEach(progress::changed);
    Update update = new Update(after, batch, progress);
    keep(update);
    boolean small = update.rows() <= MOST_ROWS_AT_ONCE;
    clients.forEach(client -> client.offer(small ? update::messages : this::snapshot));
  }

  private void keep(Update update) {
    kept.addLast(update);
    keptRows += update.rows();
    while (keptRows > MOST_KEPT_ROWS) {
      keptRows -= kept.removeFirst().rows();
    }
  }

  @Override
  public synchronized void progressed(Progress latest) {
    progress.put(latest);
    if (!clients.isEmpty()) {
      Message message = new Message("progress", RowJson.text(RowJson.progress(latest)), "");
      byte[] sent = Message.bytes(List.of(message));
      clients.forEach(client -> client.offer(() -> sent));
    }
  }

  /** Serves a browser that goes on from an id, or from now. */
  void join(SseClient browser, Optional<String> from) {
    LiveClient client = new LiveClient(browser, buffer, heartbeat, this::snapshot);
    browser.keepAlive();
    browser.onClose(() -> leave(client));
    if (take(client, from)) {
      threads.execute(client::serve);
    } else {
      client.dismiss(FULL);
    }
  }

  private synchronized boolean take(LiveClient client, Optional<String> from) {
    if (clients.size() >= MOST_CLIENTS) {
      return false;
    }
    from.ifPresent(id -> catchUp(client, id));
    return clients.add(client);
  }

  private synchronized void leave(LiveClient client) {
    clients.remove(client);
  }

  private void catchUp(LiveClient client, String id) {
    List<Update> missed = missed(id);
    if (missed.isEmpty() && !id.equals(id())) {
      client.offer(this::snapshot);
    } else {
      missed.forEach(update -> client.offer(update::messages));
    }
  }

  private List<Update> missed(String id) {
    int colon = id.lastIndexOf(':');
    if (colon < 0 || !id.substring(0, colon).equals(position.generation())) {
      return List.of();
    }
    try {
      long offset = Long.parseLong(id.substring(colon + 1));
      List<Update> later = kept.stream().filter(update -> update.to() > offset).toList();
      boolean whole = !later.isEmpty() && later.getFirst().from() <= offset;
      boolean small = later.stream().mapToInt(Update::rows).sum() <= MOST_ROWS_AT_ONCE;
      return whole && small ? later : List.of();
    } catch (NumberFormatException noOffset) {
      return List.of();
    }
  }

  private synchronized byte[] snapshot() {
    return Message.bytes(
        List.of(
            new Message(
                "snapshot",
                RowJson.text(
                    RowJson.position(position.generation(), position.offset(), position.totals())),
                id())));
  }

  private String id() {
    return position.generation() + ":" + position.offset();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
