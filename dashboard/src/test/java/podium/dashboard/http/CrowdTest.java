package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** Many clients that take nothing, or give nothing, beside one that wants its page. */
@Timeout(180)
final class CrowdTest {
  private static final int CROWD = 300;
  private static final int TRIALS = 1_900;
  private static final int ROUNDS = 50;

  @TempDir private Path directory;
  private final List<Socket> crowd = new ArrayList<>();
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
    feed = new LiveFeed(position, 256, Duration.ofMillis(500));
    server = Served.open(board, feed, () -> 0);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    feed.close();
    server.close();
    board.close();
    // why: an exchange that is over must not be answered again and again
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(answering()).as("threads that answer").isEmpty());
  }

  private Socket call(String... lines) throws IOException {
    return call(InetAddress.getLoopbackAddress(), lines);
  }

  private Socket call(InetAddress from, String... lines) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    crowd.add(socket);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(30_000);
    String head = String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private BufferedReader listen() throws IOException {
    return listen(InetAddress.getLoopbackAddress());
  }

  private BufferedReader listen(InetAddress from) throws IOException {
    Socket socket = call(from, "GET /api/stream HTTP/1.1", "Accept: text/event-stream");
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The line with the text. */
  private static String until(BufferedReader stream, String text) throws IOException {
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended before: " + text);
  }

  /** Whether a stream is one, and not refused. */
  private static boolean begins(BufferedReader stream) throws IOException {
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.equals(": podium")) {
        return true;
      }
    }
    return false;
  }

  /** Some batches, in each of which rows of every trial change at once. */
  private List<Batch> batches() {
    List<Batch> batches = new ArrayList<>();
    for (int attempt = 1; attempt <= 2; attempt++) {
      for (int number = 1; number <= TRIALS; number++) {
        if (attempt > 1) {
          story.lost("big-1." + number, attempt - 1);
        }
        story.placed("big-1." + number, attempt, "cuda:" + (number - 1));
      }
      batches.addAll(telling.tell(story));
    }
    return batches;
  }

  private void burst(List<Batch> batches) {
    for (Batch batch : batches) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
  }

  private HttpResponse<String> page() throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/api/trials".formatted(server.port()));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void stalledClients_goodOneGetsEveryBurstSoon() throws Exception {
    BufferedReader good = listen();
    until(good, "alive");
    List<Batch> batches = batches();
    Duration alone = bursts(good, batches);
    for (int i = 0; i < CROWD; i++) {
      call("GET /api/stream HTTP/1.1", "Accept: text/event-stream");
    }
    // why: seconds of the clock depend on what else this machine does
    assertThat(bursts(good, batches)).isLessThan(alone.multipliedBy(2));
  }

  /** Some bursts, each of which the listener gets soon; the processor time of all. */
  private Duration bursts(BufferedReader listener, List<Batch> batches) throws IOException {
    List<Duration> waits = new ArrayList<>();
    Duration before = processorTime();
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      burst(batches);
      until(listener, "id: " + position.generation() + ":" + position.offset());
      waits.add(Duration.ofNanos(System.nanoTime() - begun));
    }
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(20)));
    return processorTime().minus(before);
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  @Test
  void listenersThatAreServed_allHearOfEachEpoch_andOneMoreIsToldWhy_untilOneLeaves()
      throws Exception {
    List<BufferedReader> listeners = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      listeners.add(listen());
    }
    for (BufferedReader listener : listeners) {
      assertThat(begins(listener)).isTrue();
    }
    burst(telling.tell(story.placed("big-1.1", 1, "cuda:0").started("big-1.1", 1, 0, 5)));
    for (int epoch = 1; epoch <= ROUNDS; epoch++) {
      long begun = System.nanoTime();
      burst(telling.tell(story.epoch("big-1.1", 1, epoch, 0.01 * epoch, 2)));
      for (BufferedReader listener : listeners) {
        assertThat(until(listener, "\"epoch\":%d,".formatted(epoch))).contains("big-1.1");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    BufferedReader refused = listen();
    assertThat(until(refused, "event: ")).isEqualTo("event: full");
    assertThat(until(refused, "data: ")).contains("500 pages listen already");

    crowd.getFirst().close();
    await().atMost(Duration.ofSeconds(20)).until(() -> begins(listen()));
  }

  private static List<String> answering() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            thread ->
                Stream.of(thread.getValue())
                    .anyMatch(frame -> frame.getMethodName().startsWith("handleUserFuture")))
        .map(thread -> thread.getKey().getName())
        .toList();
  }

  @Test
  void listenersOfOneAddress_takeNoPlacesFromOthers() throws Exception {
    InetAddress other = InetAddress.getByName("127.0.0.2");
    List<BufferedReader> listeners = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      listeners.add(listen(other));
    }
    for (BufferedReader listener : listeners) {
      assertThat(begins(listener)).isTrue();
    }
    BufferedReader refused = listen(other);
    assertThat(until(refused, "event: ")).isEqualTo("event: full");
    assertThat(until(refused, "data: ")).contains("20 pages of 127.0.0.2 listen already");
    assertThat(begins(listen())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/experiments", "/login"})
  void slowBodies_pageIsServedAtOnce(String path) throws Exception {
    for (int i = 0; i < CROWD; i++) {
      call(
          "POST %s HTTP/1.1".formatted(path),
          "Content-Type: application/json",
          "Content-Length: 1000");
    }
    for (int i = 0; i < 20; i++) {
      long begun = System.nanoTime();
      assertThat(page().statusCode()).isEqualTo(200);
      Duration wait = Duration.ofNanos(System.nanoTime() - begun);
      assertThat(wait).isLessThan(Duration.ofSeconds(5));
    }
  }
}
