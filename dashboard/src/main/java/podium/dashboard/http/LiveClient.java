package podium.dashboard.http;

import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser that listens. What it cannot take in time is dropped, and it is told to read anew.
 * Thread-safe.
 */
final class LiveClient {
  private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);
  private static final byte[] HELLO = Message.comment("podium");
  private static final byte[] ALIVE = Message.comment("alive");

  private final SseClient client;
  private final String address;
  private final BlockingQueue<Supplier<byte[]>> waiting;
  private final Duration heartbeat;
  private final Supplier<byte[]> snapshot;

  LiveClient(
      SseClient client, String address, int buffer, Duration heartbeat, Supplier<byte[]> snapshot) {
    this.client = client;
    this.address = address;
    this.waiting = new ArrayBlockingQueue<>(buffer);
    this.heartbeat = heartbeat;
    this.snapshot = snapshot;
  }

  /** Where the browser is. */
  String address() {
    return address;
  }

  /** Hands over messages, or in their place the advice to read anew. */
  synchronized void offer(Supplier<byte[]> messages) {
    if (!waiting.offer(messages)) {
      waiting.clear();
      waiting.add(snapshot);
    }
  }

  /** Sends what comes until the browser is gone. */
  void serve() {
    try {
      send(HELLO);
      while (!client.terminated()) {
        Supplier<byte[]> next = waiting.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        send(next == null ? ALIVE : next.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      LOG.debug("a browser is gone; cause={}", gone.toString());
    } finally {
      client.close();
    }
  }

  /** Sends a last word. */
  void dismiss(byte[] word) {
    try {
      send(word);
    } catch (IOException gone) {
      LOG.debug("a browser is gone; cause={}", gone.toString());
    } finally {
      client.close();
    }
  }

  // why: all rows of a batch in one write; Javalin's own way flushes each of them, and with
  // hundreds of clients that is all the processors do
  private void send(byte[] messages) throws IOException {
    var out = client.ctx().res().getOutputStream();
    out.write(messages);
    out.flush();
  }
}
