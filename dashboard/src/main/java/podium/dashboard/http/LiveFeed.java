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

  /** So that one who opens streams by program takes them from nobody else. */
  private static final int MOST_OF_AN_ADDRESS = 100;

  // why: behind a web server all pages come from it
  private static final Set<String> ON_THIS_MACHINE =
      Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "::1");

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
    String address = browser.ctx().ip();
    LiveClient client = new LiveClient(browser, address, buffer, heartbeat, this::snapshot);
    browser.keepAlive();
    browser.onClose(() -> leave(client));
    Optional<String> against = take(client, from);
    against.ifPresentOrElse(why -> client.dismiss(full(why)), () -> threads.execute(client::serve));
  }

  private static byte[] full(String why) {
    String reason = why + "; this one is not told what changes until another is closed";
    return Message.bytes(
        List.of(new Message("full", RowJson.text(RowJson.object().put("reason", reason)), "")));
  }

  /** Takes a page in, or says why not. */
  private synchronized Optional<String> take(LiveClient client, Optional<String> from) {
    if (clients.size() >= MOST_CLIENTS) {
      return Optional.of("%d pages listen already".formatted(MOST_CLIENTS));
    }
    if (!ON_THIS_MACHINE.contains(client.address())
        && clients.stream().filter(one -> one.address().equals(client.address())).count()
            >= MOST_OF_AN_ADDRESS) {
      return Optional.of(
          "%d pages of %s listen already".formatted(MOST_OF_AN_ADDRESS, client.address()));
    }
    from.ifPresent(id -> catchUp(client, id));
    clients.add(client);
    return Optional.empty();
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
