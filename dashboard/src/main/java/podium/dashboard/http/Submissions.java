package podium.dashboard.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import podium.dashboard.domain.Requests;
import podium.protocol.codec.RequestCodec;
import podium.protocol.request.Request;
import podium.protocol.topic.Topics;

/** The changing calls: a request is read, and handed on word for word. Thread-safe. */
final class Submissions {
  private static final int MOST_AT_ONCE = 32;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Requests requests;
  // why: bodies come as slowly as their senders like, and each holds a thread that pages need
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  Submissions(Requests requests) {
    this.requests = requests;
  }

  void routes(RoutesConfig routes) {
    routes.post("/api/experiments", context -> take(context, Request.Submit.class));
    routes.post("/api/cancel", context -> take(context, Request.Cancel.class));
  }

  private void take(Context context, Class<? extends Request> expected) {
    byte[] body = body(context);
    switch (RequestCodec.read(body, Optional.empty())) {
      case Request.Reading.Refused refused ->
          throw new Refusal(400, String.join("; ", refused.told(List.of())));
      case Request.Reading.Understood understood -> {
        if (!expected.isInstance(understood.request())) {
          throw new Refusal(
              400,
              "this address takes a request to %s; see the field 'request'"
                  .formatted(expected == Request.Submit.class ? "submit" : "cancel"));
        }
        context.status(202);
        Api.send(context, requests.publish(body));
      }
    }
  }

  private byte[] body(Context context) {
    if (!places.tryAcquire()) {
      throw new Refusal(
          503,
          "%d requests are being read at this moment; send this one again in a few seconds"
              .formatted(MOST_AT_ONCE));
    }
    try {
      return read(context.bodyInputStream());
    } catch (IOException e) {
      throw new Refusal(408, "the request broke off before its end; send it again");
    } finally {
      places.release();
    }
  }

  private static byte[] read(InputStream from) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    long begun = System.nanoTime();
    for (int length = from.read(part); length >= 0; length = from.read(part)) {
      body.write(part, 0, length);
      if (body.size() > Topics.MAX_REQUEST_BYTES) {
        throw new Refusal(
            413,
            "the request is longer than %d bytes, the most that is taken"
                .formatted(Topics.MAX_REQUEST_BYTES));
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
