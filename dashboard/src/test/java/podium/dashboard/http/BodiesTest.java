package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that come as slowly as their senders like. */
@Timeout(60)
final class BodiesTest {
  private Javalin server;

  @BeforeEach
  void start() {
    serve(new Bodies(1, 100, Duration.ofSeconds(1)));
  }

  private void serve(Bodies bodies) {
    stop();
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.post("/", context -> context.result(bodies.read(context)));
                  Problem.routes(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  private Socket post(int length, String body) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    String head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s";
    socket.getOutputStream().write(head.formatted(length, body).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String answer(Socket socket) throws Exception {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void read_aBodyThatStandsStill_isRefusedInTime_andLeavesItsPlaceToOthers() throws Exception {
    long begun = System.nanoTime();
    try (Socket still = post(10, "12")) {
      assertThat(answer(still))
          .startsWith("HTTP/1.1 408")
          .contains("the request did not come within 1 s; send it again");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
    try (Socket whole = post(3, "abc")) {
      assertThat(answer(whole)).startsWith("HTTP/1.1 200").endsWith("abc");
    }
  }

  @Test
  void read_aBodyThatTrickles_isRefusedInTime() throws Exception {
    try (Socket slow = post(90, "")) {
      long begun = System.nanoTime();
      while (slow.getInputStream().available() == 0
          && System.nanoTime() - begun < Duration.ofSeconds(8).toNanos()) {
        slow.getOutputStream().write('x');
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
      assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
          .isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void read_oneTooMany_isRefusedInWords() throws Exception {
    serve(new Bodies(1, 100, Duration.ofSeconds(20)));
    try (Socket one = post(50, "1");
        Socket other = post(50, "1")) {
      // why: whichever of the two is read first is the one that is waited for
      await().until(() -> isAnswered(one) || isAnswered(other));
      Socket refused = isAnswered(one) ? one : other;
      Socket taken = refused == one ? other : one;
      assertThat(answer(refused))
          .startsWith("HTTP/1.1 503")
          .contains("1 requests are being read at this moment");
      taken.getOutputStream().write("x".repeat(49).getBytes(StandardCharsets.UTF_8));
      assertThat(answer(taken)).startsWith("HTTP/1.1 200").endsWith("x");
    }
  }

  private static boolean isAnswered(Socket socket) throws IOException {
    return socket.getInputStream().available() > 0;
  }

  @Test
  void read_tooLong_isRefusedInWords() throws Exception {
    try (Socket large = post(200, "x".repeat(200))) {
      assertThat(answer(large)).startsWith("HTTP/1.1 413").contains("longer than 100 bytes");
    }
  }
}
