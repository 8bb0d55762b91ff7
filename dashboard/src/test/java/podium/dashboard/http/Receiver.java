package podium.dashboard.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody's webhook on loopback, which answers as it is told. Thread-safe. */
public final class Receiver implements AutoCloseable {
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Answer answer = exchange -> status(exchange, 204);

  /** What came. */
  public record Message(String id, String type, String body) {}

  /** What is answered. */
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private Receiver(HttpServer server) {
    this.server = server;
  }

  /** Listens; 0 takes any free port. */
  public static Receiver start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Receiver receiver = new Receiver(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", receiver::take);
    server.start();
    return receiver;
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    messages.add(
        new Message(
            exchange.getRequestHeaders().getFirst("Podium-Notification"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            body));
    answer.to(exchange);
  }

  /** An answer without a body. */
  public static void status(HttpExchange exchange, int status) {
    try {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void answers(Answer with) {
    answer = with;
  }

  public List<Message> messages() {
    return List.copyOf(messages);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI address(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port(), path));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
