package podium.dashboard.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import podium.dashboard.domain.Position;

/**
 * Answers "not modified" where a caller has what would be sent: an answer follows from the board's
 * building and offset, the question, and what is heard beside the log where it tells of that. The
 * tag is taken before the answer is made, so that it never stands for more than is in it.
 * Thread-safe.
 */
final class Freshness {
  /** Answers that follow from rows alone. */
  private static final Set<String> ROWS =
      Set.of(
          "/api/experiments",
          "/api/rejected",
          "/api/groups",
          "/api/verdict",
          "/api/leaderboard.csv",
          "/api/leaderboard.json");

  /** An answer that tells what workers' machines have as well. */
  private static final String WORKERS = "/api/workers";

  /** Answers that tell how far running trials are as well. */
  private static final Set<String> ROWS_AND_PROGRESS =
      Set.of("/api/trials", "/api/leaderboard", "/api/curves", WORKERS);

  private final Supplier<Position> position;
  private final LiveFeed feed;
  // why: another version of Podium may answer the same question in other words
  private final String start = HexFormat.of().toHexDigits(new SecureRandom().nextLong());

  Freshness(Supplier<Position> position, LiveFeed feed) {
    this.position = position;
    this.feed = feed;
  }

  /** Tags the answer to come, or answers that there is nothing new. */
  void check(Context context) {
    Optional<String> tag = tag(context);
    if (tag.isEmpty()) {
      return;
    }
    context.header("ETag", tag.get()).header("Cache-Control", "private, no-cache");
    context.res().addHeader("Vary", "Accept-Encoding");
    if (names(Optional.ofNullable(context.header("If-None-Match")).orElse(""), tag.get())) {
      context.status(304).skipRemainingHandlers();
    }
  }

  private Optional<String> tag(Context context) {
    boolean withProgress = ROWS_AND_PROGRESS.contains(context.path());
    if (!withProgress && !ROWS.contains(context.path())) {
      return Optional.empty();
    }
    Position now = position.get();
    CRC32 question = new CRC32();
    question.update(
        (context.path() + "?" + Optional.ofNullable(context.queryString()).orElse(""))
            .getBytes(StandardCharsets.UTF_8));
    return Optional.of(
        "W/\"%s-%s-%d-%d-%s\""
            .formatted(
                start,
                now.generation(),
                now.offset(),
                (withProgress ? feed.progress().changes() : 0)
                    + (context.path().equals(WORKERS) ? feed.capacity().changes() : 0),
                HexFormat.of().toHexDigits((int) question.getValue())));
  }

  private static boolean names(String given, String tag) {
    return Stream.of(given.split(","))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(tag) || ("W/" + one).equals(tag));
  }
}
