package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Board.TrialView;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.files.CheckpointHome;
import podium.dashboard.files.LogFile;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;

/** What lies beside a trial's facts: the logs of its attempts, and its checkpoints. Thread-safe. */
final class FilesApi {
  private static final int SOME_LINES = 200;
  private static final int LONGEST_SEARCH = 200;
  private static final int MOST_AT_ONCE = 4;

  private final Board board;
  private final CheckpointHome home;
  // why: a checkpoint is taken as slowly as whoever asks likes, and holds a thread that pages need
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  FilesApi(Board board, CheckpointHome home) {
    this.board = board;
    this.home = home;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/trials/{id}/attempts/{attempt}/log", this::log);
    routes.get("/api/trials/{id}/checkpoints", this::checkpoints);
    routes.get("/api/trials/{id}/checkpoints/{epoch}", this::checkpoint);
  }

  private TrialView trial(Context context) {
    String id = context.pathParam("id");
    return TrialId.parse(id)
        .flatMap(board::trial)
        .orElseThrow(() -> new Refusal(404, "no trial %s; /api/trials lists them".formatted(id)));
  }

  private static int number(Context context, String name) {
    String given = context.pathParam(name);
    if (!given.matches("[1-9][0-9]{0,8}")) {
      throw new Refusal(400, "%s is '%s'; allowed: a whole number from 1".formatted(name, given));
    }
    return Integer.parseInt(given);
  }

  private void log(Context context) {
    TrialView trial = trial(context);
    int attempt = number(context, "attempt");
    if (trial.attempts().stream().noneMatch(row -> row.attempt() == attempt)) {
      throw new Refusal(
          404,
          "%s has no attempt %d; it has had %d"
              .formatted(trial.row().identity().trial(), attempt, trial.attempts().size()));
    }
    ObjectNode body = RowJson.object().put("attempt", attempt);
    Optional<String> lack = home.lack();
    lack.ifPresent(why -> body.put("lack", why));
    LogFile.Page page =
        lack.isPresent()
            ? new LogFile.Page(0, 0, 0, List.of())
            : home.log(new AttemptId(trial.row().identity().trial(), attempt))
                .map(file -> page(context, file))
                .orElseGet(
                    () -> {
                      body.put("lack", "nothing is kept of what its trainer said");
                      return new LogFile.Page(0, 0, 0, List.of());
                    });
    body.put("bytes", page.bytes()).put("from", page.from()).put("to", page.to());
    body.set("lines", RowJson.tree(page.lines()));
    Api.send(context, body);
  }

  private static LogFile.Page page(Context context, LogFile file) {
    String text = Parameters.text(context, "contains").orElse("");
    if (text.length() > LONGEST_SEARCH) {
      throw new Refusal(400, "contains is longer than %d letters".formatted(LONGEST_SEARCH));
    }
    int most = Parameters.whole(context, "limit", SOME_LINES);
    if (most < 1 || most > LogFile.MOST_LINES) {
      throw new Refusal(400, "limit is %d; allowed: 1 to %d".formatted(most, LogFile.MOST_LINES));
    }
    Optional<Long> from = place(context, "from");
    Optional<Long> before = place(context, "before");
    if (from.isPresent() && before.isPresent()) {
      throw new Refusal(400, "from and before are two ways to go; give one of them");
    }
    return from.map(byteAt -> file.from(byteAt, most, text))
        .orElseGet(() -> file.before(before.orElse(Long.MAX_VALUE), most, text));
  }

  private static Optional<Long> place(Context context, String name) {
    return Parameters.text(context, name)
        .map(
            given -> {
              if (!given.matches("[0-9]{1,18}")) {
                throw new Refusal(
                    400, "%s is '%s'; allowed: a byte's number from 0".formatted(name, given));
              }
              return Long.parseLong(given);
            });
  }

  private void checkpoints(Context context) {
    TrialView trial = trial(context);
    ObjectNode body = RowJson.object();
    Optional<String> lack = home.lack();
    lack.ifPresent(why -> body.put("lack", why));
    ArrayNode rows = body.putArray("rows");
    for (EpochRow epoch : trial.epochs()) {
      CheckpointRef reference = epoch.result().checkpoint();
      rows.addObject()
          .put("epoch", reference.epoch())
          .put("attempt", epoch.attempt())
          .put("bytes", reference.bytes())
          .put("sha256", reference.sha256())
          .put("superseded", epoch.supersededAt().isPresent())
          .put("here", lack.isEmpty() && file(epoch).isPresent());
    }
    Api.send(context, body);
  }

  /** The file of an epoch, if it is as long as was reported. */
  private Optional<Path> file(EpochRow epoch) {
    AttemptId attempt = new AttemptId(epoch.trial(), epoch.attempt());
    int number = epoch.result().epoch();
    return home.checkpointBytes(attempt, number)
        .filter(bytes -> bytes == epoch.result().checkpoint().bytes())
        .flatMap(bytes -> home.checkpoint(attempt, number));
  }

  private void checkpoint(Context context) {
    TrialView trial = trial(context);
    int number = number(context, "epoch");
    EpochRow epoch =
        trial.epochs().stream()
            .filter(row -> row.result().epoch() == number && row.supersededAt().isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "no epoch %d of %s counts"
                            .formatted(number, trial.row().identity().trial())));
    home.lack()
        .ifPresent(
            why -> {
              throw new Refusal(404, why);
            });
    Path file =
        file(epoch)
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "the checkpoint of epoch %d is not kept; podium.checkpoints.keep-every keeps more of them"
                            .formatted(number)));
    send(context, epoch, file);
  }

  private void send(Context context, EpochRow epoch, Path file) {
    CheckpointRef reference = epoch.result().checkpoint();
    if (!places.tryAcquire()) {
      throw new Refusal(
          503, "%d checkpoints are being sent; ask again soon".formatted(MOST_AT_ONCE));
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      context.disableCompression();
      context.contentType("application/octet-stream");
      context.header("Cache-Control", "no-store");
      context.header("Content-Length", Long.toString(reference.bytes()));
      context.header(
          "Content-Disposition",
          "attachment; filename=\"%s-epoch-%d.safetensors\""
              .formatted(epoch.trial(), reference.epoch()));
      digest(reference.sha256()).ifPresent(it -> context.header("Repr-Digest", it));
      in.transferTo(context.outputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("whoever asked for the checkpoint is gone", e);
    } finally {
      places.release();
    }
  }

  /** What the log says that it hashes to (RFC 9530). */
  private static Optional<String> digest(String sha256) {
    return sha256.matches("[0-9a-f]{64}")
        ? Optional.of(
            "sha-256=:%s:"
                .formatted(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256))))
        : Optional.empty();
  }
}
