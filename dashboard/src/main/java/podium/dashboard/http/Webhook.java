package podium.dashboard.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import podium.dashboard.notification.Post;
import podium.dashboard.notification.Target;

/**
 * Posts messages to addresses of the configuration, and to no others: redirects are not followed,
 * and this machine's own network is reached only where a target says so. What went wrong is told
 * without the address, which is often a secret. Thread-safe.
 */
public final class Webhook implements Post, AutoCloseable {
  private static final int MOST_SECONDS_ASKED = 3_600;

  private final Duration longest;
  private final HttpClient client;

  /**
   * Posts nothing yet.
   *
   * @param longest time that one message takes, with its answer
   */
  public Webhook(Duration longest) {
    this.longest = longest;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(longest)
            .build();
  }

  @Override
  public Outcome send(Target target, String id, String body) throws InterruptedException {
    try {
      if (!target.isPrivate() && isHere(target.address().getHost())) {
        return new Refused(
            "its address is of this machine or network; set private = true where that is meant");
      }
    } catch (UnknownHostException e) {
      return new Failed("its name is not known", Optional.empty());
    }
    HttpRequest request =
        HttpRequest.newBuilder(target.address())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Podium")
            .header("Podium-Notification", id)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      return outcome(answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new Failed("no answer within %d s".formatted(longest.toSeconds()), Optional.empty());
    } catch (ExecutionException e) {
      return new Failed(told(Optional.ofNullable(e.getCause()).orElse(e)), Optional.empty());
    } finally {
      answer.cancel(true);
    }
  }

  private static Outcome outcome(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    String told = "answered " + status;
    if (status >= 200 && status < 300) {
      return new Taken();
    }
    if (status >= 300 && status < 400) {
      return new Refused(told + ", and redirects are not followed; give the address it leads to");
    }
    return status == 408 || status == 429 || status >= 500
        ? new Failed(told, answer.headers().firstValue("Retry-After").flatMap(Webhook::seconds))
        : new Refused(told);
  }

  private static Optional<Duration> seconds(String given) {
    return given.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Math.min(Integer.parseInt(given), MOST_SECONDS_ASKED)))
        : Optional.empty();
  }

  // why: messages of exceptions may hold the address
  private static String told(Throwable cause) {
    return cause instanceof IOException
        ? "no answer (%s)".formatted(cause.getClass().getSimpleName())
        : "it failed (%s)".formatted(cause.getClass().getSimpleName());
  }

  private static boolean isHere(String host) throws UnknownHostException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (isHere(address)) {
        return true;
      }
    }
    return host.toLowerCase(Locale.ROOT).endsWith(".local");
  }

  private static boolean isHere(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    boolean ofACarrier = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal
        || ofACarrier;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
