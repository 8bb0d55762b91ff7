package podium.dashboard.http;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One browser that listens. What it cannot take in time is dropped, and it is told to read anew.
 * Thread-safe.
 */
final class LiveClient {
  private final SseClient client;
  private final BlockingQueue<Supplier<List<Message>>> waiting;
  private final Duration heartbeat;
  private final Supplier<List<Message>> snapshot;

  LiveClient(SseClient client, int buffer, Duration heartbeat, Supplier<List<Message>> snapshot) {
    this.client = client;
    this.waiting = new ArrayBlockingQueue<>(buffer);
    this.heartbeat = heartbeat;
    this.snapshot = snapshot;
  }

  /** Hands over messages, or in their place the advice to read anew. */
  synchronized void offer(Supplier<List<Message>> messages) {
    if (!waiting.offer(messages)) {
      waiting.clear();
      waiting.add(snapshot);
    }
  }

  /** Sends what comes until the browser is gone. */
  void serve() {
    try {
      client.sendComment("podium");
      while (!client.terminated()) {
        Supplier<List<Message>> next = waiting.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          client.sendComment("alive");
        } else {
          next.get().forEach(this::send);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }

  private void send(Message message) {
    if (message.id().isEmpty()) {
      client.sendEvent(message.event(), message.data());
    } else {
      client.sendEvent(message.event(), message.data(), message.id());
    }
  }
}
