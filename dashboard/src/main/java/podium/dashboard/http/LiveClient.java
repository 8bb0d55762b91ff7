package podium.dashboard.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener of the stream: a browser, or a program. Thread-safe. */
final class LiveClient {
  private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);
  private static final byte[] HELLO = Message.comment("podium");
  private static final byte[] ALIVE = Message.comment("alive");

  private final HttpServletResponse response;
  private final Connection connection;
  private final String address;
  private final Backlog waiting;
  private final Duration heartbeat;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile OptionalLong writingSince = OptionalLong.empty();

  LiveClient(Context context, Backlog waiting, Duration heartbeat) {
    this.response = context.res();
    this.connection = Connection.of(context);
    this.address = context.ip();
    this.waiting = waiting;
    this.heartbeat = heartbeat;
  }

  /** Begins the answer, whatever the listener said that it takes. */
  void begin() throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Connection", "close");
    // why: a web server in front would keep it back until it has a page full
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
  }

  /** Where the listener is. */
  String address() {
    return address;
  }

  /** Done once it is not served any more. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /** Hands over messages of so many rows. */
  void offer(int rows, Supplier<byte[]> messages) {
    waiting.offer(rows, messages);
  }

  /** Sends what comes until the listener is gone. */
  void serve() {
    try {
      send(HELLO);
      while (!gone.isDone()) {
        var next = waiting.take(heartbeat);
        send(next.isPresent() ? next.get().get() : ALIVE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException left) {
      LOG.debug("a listener is gone; cause={}", left.toString());
    } finally {
      gone.complete(null);
    }
  }

  /** Sends a last word. */
  void dismiss(byte[] word) {
    try {
      send(word);
    } catch (IOException left) {
      LOG.debug("a listener is gone; cause={}", left.toString());
    } finally {
      gone.complete(null);
    }
  }

  /** Cuts the connection off when one message has been on its way for longer than that. */
  void cutOffIfSlowerThan(Duration longest) {
    OptionalLong since = writingSince;
    if (since.isPresent() && System.nanoTime() - since.getAsLong() > longest.toNanos()) {
      LOG.warn(
          "a listener of the stream took nothing for {} s, and was cut off; address={}",
          longest.toSeconds(),
          address);
      writingSince = OptionalLong.empty();
      connection.cut();
    }
  }

  // why: all rows of a batch in one write; Javalin's own way flushes each of them, and with
  // hundreds of clients that is all the processors do
  private void send(byte[] messages) throws IOException {
    writingSince = OptionalLong.of(System.nanoTime());
    try {
      var out = response.getOutputStream();
      out.write(messages);
      out.flush();
    } finally {
      writingSince = OptionalLong.empty();
    }
  }
}
