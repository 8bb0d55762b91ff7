package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardListener;
import podium.dashboard.domain.Position;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/**
 * Tells every listening browser what changed, and keeps the latest changes for those that come
 * back. Thread-safe.
 */
public final class LiveFeed implements BoardListener, AutoCloseable {
  private static final int MOST_KEPT_ROWS = 20_000;
  private static final int MOST_ROWS_AT_ONCE = 2_000;
  private static final int MOST_CLIENTS = 500;

  /** So that one who opens streams by program takes them from nobody else. */
  private static final int MOST_OF_AN_ADDRESS = 20;

  /** That one message takes to a listener. */
  private static final Duration LONGEST_MESSAGE = Duration.ofSeconds(30);

  // why: behind a web server all pages come from it
  private static final Set<String> ON_THIS_MACHINE =
      Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "::1");

  private final Deque<Update> kept = new ArrayDeque<>();
  private final Set<LiveClient> clients = new HashSet<>();
  // why: the system shares the processors among threads; a virtual thread keeps one until it waits
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("podium-stream-", 0).factory());
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("podium-stream-watch").factory());
  private final LiveProgress progress = new LiveProgress();
  private final LiveCapacity capacity = new LiveCapacity();
  private final int buffer;
  private final Duration heartbeat;
  private Position position;
  private int keptRows;

  /**
   * Tells of a board that is there.
   *
   * @param buffer most messages that wait for one listener
   * @param heartbeat between signs of life where nothing changes
   */
  public LiveFeed(Position position, int buffer, Duration heartbeat) {
    this(position, buffer, heartbeat, LONGEST_MESSAGE);
  }

  LiveFeed(Position position, int buffer, Duration heartbeat, Duration longestMessage) {
    this.position = position;
    this.buffer = buffer;
    this.heartbeat = heartbeat;
    long between = Math.max(1, longestMessage.toMillis() / 4);
    var unused =
        watch.scheduleWithFixedDelay(
            () -> cutOffIfSlowerThan(longestMessage), between, between, TimeUnit.MILLISECONDS);
  }

  /** Slots that wait for something before they can go on, each in words. */
  public List<String> waiting() {
    return progress.waiting();
  }

  /** How many listen. */
  public synchronized int listeners() {
    return clients.size();
  }

  LiveProgress progress() {
    return progress;
  }

  LiveCapacity capacity() {
    return capacity;
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
      capacity.clear();
      clients.forEach(client -> client.offer(1, this::snapshot));
    }
  }

  @Override
  public synchronized void changed(Position after, Batch batch) {
    position = after;
    batch.trials().forEach(progress::changed);
    batch.workers().forEach(capacity::changed);
    Update update = new Update(after, batch, progress);
    keep(update);
    boolean small = update.rows() <= MOST_ROWS_AT_ONCE;
    int rows = small ? update.rows() : 1;
    clients.forEach(client -> client.offer(rows, small ? update::messages : this::snapshot));
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
    tell("progress", RowJson.progress(latest));
  }

  @Override
  public synchronized void heard(WorkerCapacity latest) {
    capacity.put(latest);
    tell("capacity", RowJson.capacity(latest));
  }

  private void tell(String name, ObjectNode json) {
    if (!clients.isEmpty()) {
      byte[] sent = Message.bytes(List.of(new Message(name, RowJson.text(json), "")));
      clients.forEach(client -> client.offer(1, () -> sent));
    }
  }

  /** Serves a listener that goes on from an id, or from now; done once it is gone. */
  CompletableFuture<Void> join(Context context, Optional<String> from) throws IOException {
    Backlog backlog = new Backlog(buffer, MOST_KEPT_ROWS, this::leftOut);
    LiveClient client = new LiveClient(context, backlog, heartbeat);
    client.begin();
    Optional<String> against = take(client, from);
    if (against.isPresent()) {
      client.dismiss(full(against.get()));
    } else {
      threads.execute(
          () -> {
            try {
              client.serve();
            } finally {
              leave(client);
            }
          });
    }
    return client.gone();
  }

  private void cutOffIfSlowerThan(Duration longest) {
    List<LiveClient> now;
    synchronized (this) {
      now = List.copyOf(clients);
    }
    now.forEach(client -> client.cutOffIfSlowerThan(longest));
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
      client.offer(1, this::snapshot);
    } else {
      missed.forEach(update -> client.offer(update.rows(), update::messages));
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

  private byte[] snapshot() {
    return anew(Optional.empty());
  }

  private byte[] leftOut() {
    return anew(
        Optional.of(
            "changes came faster than they were taken here, and were left out; ask the lists"
                + " anew"));
  }

  /** Where the board is, and that the lists are to be asked anew. */
  private synchronized byte[] anew(Optional<String> reason) {
    ObjectNode where =
        RowJson.position(position.generation(), position.offset(), position.totals());
    reason.ifPresent(why -> where.put("reason", why));
    return Message.bytes(List.of(new Message("snapshot", RowJson.text(where), id())));
  }

  private String id() {
    return position.generation() + ":" + position.offset();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    threads.shutdownNow();
  }
}
