package podium.dashboard.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Reads what callers send, so many at once and so much of each. Thread-safe. */
final class Bodies {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final int mostAtOnce;
  private final int mostBytes;
  // why: bodies come as slowly as their senders like, and each holds a thread that pages need
  private final Semaphore places;

  Bodies(int mostAtOnce, int mostBytes) {
    this.mostAtOnce = mostAtOnce;
    this.mostBytes = mostBytes;
    this.places = new Semaphore(mostAtOnce);
  }

  /** All of it; refused when it is too long, too slow, or one too many. */
  byte[] read(InputStream from) {
    if (!places.tryAcquire()) {
      throw new Refusal(
          503,
          "%d requests are being read at this moment; send this one again in a few seconds"
              .formatted(mostAtOnce));
    }
    try {
      return whole(from);
    } catch (IOException e) {
      throw new Refusal(408, "the request broke off before its end; send it again");
    } finally {
      places.release();
    }
  }

  private byte[] whole(InputStream from) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    long begun = System.nanoTime();
    for (int length = from.read(part); length >= 0; length = from.read(part)) {
      body.write(part, 0, length);
      if (body.size() > mostBytes) {
        throw new Refusal(
            413,
            "the request is longer than %d bytes, the most that is taken".formatted(mostBytes));
      }
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new Refusal(
            408,
            "the request did not come within %d s; send it again".formatted(LONGEST.toSeconds()));
      }
    }
    return body.toByteArray();
  }
}
