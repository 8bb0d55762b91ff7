package podium.dashboard.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.Requests;

/** What is answered where nothing else can be, as problem details (RFC 9457). Stateless. */
final class Problem {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  private Problem() {}

  static void routes(RoutesConfig routes) {
    on(routes, Refusal.class, (e, it) -> answer(it, e.status(), message(e)));
    on(routes, BadQueryException.class, (e, it) -> answer(it, 400, message(e)));
    on(routes, Requests.RequestNotTakenException.class, (e, it) -> answer(it, 503, message(e)));
    on(routes, BoardUnavailableException.class, (e, it) -> answer(it, 503, message(e)));
    on(
        routes,
        BoardDamagedException.class,
        (e, it) ->
            answer(it, 503, message(e) + "; it is built again from the log, ask again soon"));
    on(routes, HttpResponseException.class, (e, it) -> ofServer(it, e));
    on(routes, EOFException.class, Problem::left);
    on(routes, ClosedChannelException.class, Problem::left);
    on(
        routes,
        Exception.class,
        (e, it) -> {
          String path = it.path();
          answer(it, 500, "the board failed to answer; its log says why");
          LOG.error("call failed; path={}", path, e);
        });
  }

  private static void left(Exception e, Context context) {
    LOG.debug("who called is gone; path={} cause={}", context.path(), e.toString());
  }

  // why: where an answer fails, as for who left or when the server stops, Javalin asks for it
  // again, on and on
  private static <E extends Exception> void on(
      RoutesConfig routes, Class<E> type, ExceptionHandler<E> answer) {
    routes.exception(
        type,
        (e, it) -> {
          try {
            answer.handle(e, it);
          } catch (RuntimeException over) {
            LOG.debug("an answer came too late; cause={} of={}", over.toString(), e.toString());
          }
        });
  }

  private static void ofServer(Context context, HttpResponseException e) {
    String detail =
        switch (HttpStatus.forStatus(e.getStatus())) {
          case NOT_FOUND -> "nothing at %s; the board begins at /".formatted(context.path());
          case METHOD_NOT_ALLOWED ->
              "%s cannot be done at %s; /openapi.json lists what can"
                  .formatted(context.method(), context.path());
          case CONTENT_TOO_LARGE -> "the body is too large";
          default -> message(e);
        };
    if (e.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
      context.header("Allow", allowed(e));
      if (context.method().equals(HandlerType.OPTIONS)) {
        context.status(HttpStatus.NO_CONTENT).result("");
        return;
      }
    }
    answer(context, e.getStatus(), detail);
  }

  /** The methods that an address does take. */
  private static String allowed(HttpResponseException e) {
    String some = String.join(", ", e.getDetails().values());
    return Stream.of("GET", "HEAD", "POST", "OPTIONS")
        .filter(
            method ->
                method.equals("OPTIONS") || some.contains(method.equals("HEAD") ? "GET" : method))
        .collect(Collectors.joining(", "));
  }

  private static void answer(Context context, int status, String detail) {
    context.res().setHeader("ETag", null);
    context
        .status(status)
        .contentType("application/problem+json")
        .header("Cache-Control", "no-store")
        .result(
            RowJson.text(
                RowJson.object()
                    .put("type", "about:blank")
                    .put("title", HttpStatus.forStatus(status).getMessage())
                    .put("status", status)
                    .put("detail", detail)));
  }

  private static String message(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }
}
