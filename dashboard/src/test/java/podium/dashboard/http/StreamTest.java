package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.h2.H2Board;

/** The stream as programs meet it, over sockets. */
@Timeout(120)
final class StreamTest {
  private static final int TRIALS = 1_900;

  @TempDir private Path directory;
  private final Story story =
      new Story()
          .term()
          .worker(Story.WORKER, TRIALS)
          .experiment(
              "big",
              1,
              "ada",
              IntStream.range(0, TRIALS).mapToObj(i -> (Object) ("model" + i)).toList(),
              3);
  private H2Board board;
  private LiveFeed feed;
  private DashboardServer server;
  private Position position;
  private Telling telling;

  @BeforeEach
  void start() {
    board = H2Board.open(directory);
    position = board.position();
    telling = new Telling(board);
    feed = new LiveFeed(position, 256, Duration.ofMillis(200), Duration.ofSeconds(2));
    server = Served.open(board, feed, () -> 0);
  }

  @AfterEach
  void stop() {
    feed.close();
    server.close();
    board.close();
  }

  private Socket call(int receiveBuffer, String... lines) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(20_000);
    String head = String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String until(BufferedReader stream, String text) throws IOException {
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended before: " + text);
  }

  private void tell() {
    for (Batch batch : telling.tell(story)) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
  }

  private Story everyTrialPlaced() {
    for (int number = 1; number <= TRIALS; number++) {
      story.placed("big-1." + number, 1, "cuda:" + (number - 1));
    }
    return story;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: text/event-stream",
        "Accept: */*",
        "Accept: text/html, application/json;q=0.9",
        "X-Nothing: said"
      })
  void stream_whateverTheCallerAccepts_isAStream(String accept) throws Exception {
    try (Socket socket = call(0, "GET /api/stream HTTP/1.1", accept)) {
      BufferedReader stream = reader(socket);
      assertThat(stream.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(until(stream, "Content-Type").toLowerCase(Locale.ROOT))
          .isEqualTo("content-type: text/event-stream; charset=utf-8");
      until(stream, ": podium");
      tell();
      assertThat(until(stream, "id: "))
          .isEqualTo("id: %s:%d".formatted(position.generation(), story.log().size()));
    }
  }

  @Test
  void lastEventId_beforeWhatIsInTheAddress_goesOnThere() throws Exception {
    tell();
    String before = "%s:%d".formatted(position.generation(), position.offset());
    story.placed("big-1.1", 1, "cuda:0");
    tell();
    try (Socket socket =
        call(0, "GET /api/stream?from=another:7 HTTP/1.1", "Last-Event-ID: " + before)) {
      BufferedReader stream = reader(socket);
      assertThat(until(stream, "event: ")).isEqualTo("event: experiment");
      assertThat(until(stream, "event: ")).isEqualTo("event: trial");
      assertThat(until(stream, "id: "))
          .isEqualTo("id: %s:%d".formatted(position.generation(), position.offset()));
    }
  }

  @Test
  void listenerThatTakesNothing_isCutOff_andGetsWhatItMissedWhenItComesAgain() throws Exception {
    tell();
    try (Socket stalled = call(4096, "GET /api/stream HTTP/1.1");
        Socket other = call(0, "GET /api/stream HTTP/1.1")) {
      BufferedReader good = reader(other);
      until(good, ": podium");
      for (Batch batch : telling.tell(everyTrialPlaced())) {
        position = position.after(batch);
        for (int i = 0; i < 10; i++) {
          feed.changed(position, batch);
          until(good, "id: %s:%d".formatted(position.generation(), position.offset()));
        }
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> feed.listeners() == 1);
      assertThat(rest(stalled).split("event: position", -1)).hasSizeLessThan(10);
    }
    try (Socket again = call(0, "GET /api/stream HTTP/1.1", "Last-Event-ID: none:0")) {
      assertThat(until(reader(again), "event: ")).isEqualTo("event: snapshot");
    }
  }

  /** What is still on its way of a connection that was ended. */
  private static String rest(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] part = new byte[65_536];
    try {
      for (int length = 0; length >= 0; length = socket.getInputStream().read(part)) {
        all.append(new String(part, 0, length, StandardCharsets.UTF_8));
      }
    } catch (SocketException reset) {
      all.append("(reset)");
    }
    return all.toString();
  }
}
