package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.notification.Form;
import podium.dashboard.notification.Kind;
import podium.dashboard.notification.Post;
import podium.dashboard.notification.Target;

/** Messages to a receiver that behaves, and to those that do not. */
@Timeout(60)
final class WebhookTest {
  private static final String SECRET = "/services/T0/B0/this-is-a-secret";
  private final Webhook webhook = new Webhook(Duration.ofSeconds(2));
  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start(0);
  }

  @AfterEach
  void stop() {
    receiver.close();
    webhook.close();
  }

  private static Target target(URI address, boolean isPrivate) {
    return new Target("lab", Form.JSON, address, Set.of(Kind.values()), isPrivate);
  }

  private Post.Outcome send() throws InterruptedException {
    return webhook.send(target(receiver.address(SECRET), true), "id-7", "{\"text\":\"é\"}");
  }

  @Test
  void message_isPostedAsJsonWithItsId() throws Exception {
    assertThat(send()).isInstanceOf(Post.Taken.class);
    assertThat(receiver.messages())
        .containsExactly(new Receiver.Message("id-7", "application/json", "{\"text\":\"é\"}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 408, 429})
  void statusThatPasses_isAFailure(int status) throws Exception {
    receiver.answers(exchange -> Receiver.status(exchange, status));
    assertThat(send()).isEqualTo(new Post.Failed("answered " + status, Optional.empty()));
  }

  @Test
  void retryAfter_isHeard() throws Exception {
    receiver.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          Receiver.status(exchange, 429);
        });
    assertThat(send())
        .isEqualTo(new Post.Failed("answered 429", Optional.of(Duration.ofSeconds(7))));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void statusThatStays_isARefusal(int status) throws Exception {
    receiver.answers(exchange -> Receiver.status(exchange, status));
    assertThat(send()).isEqualTo(new Post.Refused("answered " + status));
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    receiver.answers(
        exchange -> {
          calls.incrementAndGet();
          exchange.getResponseHeaders().set("Location", receiver.address("/elsewhere").toString());
          Receiver.status(exchange, 307);
        });
    assertThat(send())
        .isInstanceOfSatisfying(
            Post.Refused.class,
            it -> assertThat(it.why()).contains("answered 307, and redirects are not followed"));
    assertThat(calls).hasValue(1);
  }

  @Test
  void receiverThatHangs_orNeverEndsItsAnswer_isAFailureInTime() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    receiver.answers(
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long begun = System.nanoTime();
    assertThat(send()).isEqualTo(new Post.Failed("no answer within 2 s", Optional.empty()));
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] much = new byte[65_536];
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(much);
          }
        });
    assertThat(send()).isEqualTo(new Post.Failed("no answer within 2 s", Optional.empty()));
    over.countDown();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void receiverThatIsGone_isAFailure_thatDoesNotTellTheAddress() throws Exception {
    receiver.close();
    assertThat(send().toString()).contains("Failed", "no answer").doesNotContain("secret", "127");
  }

  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1/secret",
    "https://localhost/secret",
    "https://[::1]/secret",
    "https://0.0.0.0/secret",
    "https://10.0.0.5/secret",
    "https://172.16.3.4/secret",
    "https://192.168.1.1/secret",
    "https://169.254.169.254/secret",
    "https://100.64.0.1/secret",
    "https://[fd00::1]/secret",
    "https://[fe80::1]/secret",
    "https://[::ffff:127.0.0.1]/secret",
    "https://2130706433/secret",
    "https://224.0.0.1/secret"
  })
  void addressOfThisNetwork_isRefusedUnlessItIsMeant(URI address) throws Exception {
    Post.Outcome outcome = webhook.send(target(address, false), "id", "{}");
    assertThat(outcome.toString())
        .contains("its address is of this machine or network; set private = true")
        .doesNotContain("secret");
  }
}
