package podium.dashboard.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import podium.dashboard.domain.Requests;
import podium.protocol.codec.RequestCodec;
import podium.protocol.request.Request;
import podium.protocol.topic.Topics;

/** The changing calls: a request is read, and handed on word for word. Thread-safe. */
final class Submissions {
  private static final String CANCEL =
      "this address takes {\"request\": \"cancel\"} with the field experiment or trial beside it; ";

  private static final int MOST_AT_ONCE = 32;

  private final Requests requests;
  private final Bodies bodies = new Bodies(MOST_AT_ONCE, Topics.MAX_REQUEST_BYTES);

  Submissions(Requests requests) {
    this.requests = requests;
  }

  void routes(RoutesConfig routes) {
    routes.post("/api/experiments", context -> take(context, Request.Submit.class));
    routes.post("/api/cancel", context -> take(context, Request.Cancel.class));
  }

  private void take(Context context, Class<? extends Request> expected) {
    byte[] body = bodies.read(context.bodyInputStream());
    switch (RequestCodec.read(body, Optional.empty())) {
      case Request.Reading.Refused refused ->
          throw new Refusal(
              400,
              (expected == Request.Cancel.class ? CANCEL : "")
                  + String.join("; ", refused.told(List.of())));
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
}
