package podium.dashboard.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/** Reads what callers send, so many at once and so much of each. Thread-safe. */
final class Bodies {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Duration longest;
  private final int mostAtOnce;
  private final int mostBytes;
  // why: bodies come as slowly as their senders like, and each holds a thread that pages need
  private final Semaphore places;

  Bodies(int mostAtOnce, int mostBytes) {
    this(mostAtOnce, mostBytes, LONGEST);
  }

  Bodies(int mostAtOnce, int mostBytes, Duration longest) {
    this.longest = longest;
    this.mostAtOnce = mostAtOnce;
    this.mostBytes = mostBytes;
    this.places = new Semaphore(mostAtOnce);
  }

  /** All of it; refused when it is too long, too slow, or one too many. */
  byte[] read(Context context) {
    if (!places.tryAcquire()) {
      throw new Refusal(
          503,
          "%d requests are being read at this moment; send this one again in a few seconds"
              .formatted(mostAtOnce));
    }
    try {
      return whole(context.bodyInputStream(), Connection.of(context));
    } catch (IOException e) {
      throw new Refusal(408, "the request broke off before its end; send it again");
    } finally {
      places.release();
    }
  }

  private byte[] whole(InputStream from, Connection connection) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    Duration usual = connection.patience();
    long begun = System.nanoTime();
    try {
      for (int length = 0; length >= 0; length = from.read(part)) {
        body.write(part, 0, length);
        if (body.size() > mostBytes) {
          throw new Refusal(
              413,
              "the request is longer than %d bytes, the most that is taken".formatted(mostBytes));
        }
        Duration left = longest.minusNanos(System.nanoTime() - begun);
        if (!left.isPositive()) {
          throw tooSlow();
        }
        // why: a sender that stands still is waited for no longer than one that is slow
        connection.patience(left);
      }
      return body.toByteArray();
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw tooSlow();
      }
      throw e;
    } finally {
      connection.patience(usual);
    }
  }

  private Refusal tooSlow() {
    return new Refusal(
        408, "the request did not come within %d s; send it again".formatted(longest.toSeconds()));
  }
}
