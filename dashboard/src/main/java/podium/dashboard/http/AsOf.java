package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Position;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/**
 * Which board a call asks: the one of now, or as of the offset or time that it names. Thread-safe.
 */
final class AsOf {
  /** The name in an address. */
  static final String NAME = "at";

  private static final String SHOWN = "podium.at";
  private static final int LONGEST = 40;

  private final Board board;

  AsOf(Board board) {
    this.board = board;
  }

  /** The board that a call asks; its answer will say as of when it is. */
  Board of(Context context) {
    Optional<Board> then = named(context, NAME);
    then.map(Board::position).ifPresent(position -> show(context, position));
    return then.orElse(board);
  }

  /** What was last heard of a trial that goes on; nothing is heard of the past. */
  static Optional<Progress> latest(Context context, LiveFeed feed, TrialId trial) {
    return shown(context).isPresent() ? Optional.empty() : feed.progress().of(trial);
  }

  /** The board as of what a parameter of that name says; nothing where it is missing. */
  Optional<Board> named(Context context, String name) {
    if (context.queryParams(name).size() > 1) {
      throw new Refusal(400, "%s stands twice; once is allowed".formatted(name));
    }
    return Parameters.text(context, name).map(text -> board.asOf(offset(name, text)));
  }

  private long offset(String name, String text) {
    if (text.length() > LONGEST) {
      throw nonsense(name, text.substring(0, LONGEST) + "…");
    }
    if (text.matches("-\\d+")) {
      throw new Refusal(
          400, "%s is %s, which is before the log; it begins at offset 0".formatted(name, text));
    }
    if (text.matches("\\d{1,18}")) {
      return within(name, Long.parseLong(text));
    }
    Instant time;
    try {
      // why: a plus in an address is a space to whoever reads it
      time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw nonsense(name, text);
    }
    if (time.isAfter(Instant.now())) {
      throw new Refusal(400, "%s is %s, which is in the future".formatted(name, text));
    }
    return board
        .offset(time)
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "%s is %s, and the log has nothing of that time or before it"
                        .formatted(name, text)));
  }

  private long within(String name, long offset) {
    long now = board.position().offset();
    if (offset > now) {
      throw new Refusal(
          400,
          "%s is %d, and this board has read its log up to offset %d".formatted(name, offset, now));
    }
    return offset;
  }

  private static Refusal nonsense(String name, String text) {
    return new Refusal(
        400,
        ("%s is '%s'; allowed: an offset of the log, such as 1200, or a time, such as"
                + " 2026-11-27T08:00:00Z")
            .formatted(name, text));
  }

  private static void show(Context context, Position position) {
    context.attribute(SHOWN, position);
    context.header("Podium-Offset", Long.toString(position.offset()));
    position.totals().time().ifPresent(time -> context.header("Podium-Time", time.toString()));
  }

  /** As of where the answer to a call is, where the call named it. */
  static Optional<Position> shown(Context context) {
    return Optional.ofNullable(context.attribute(SHOWN));
  }

  /** A place of the log, as answers tell it. */
  static ObjectNode json(Position position) {
    ObjectNode json = RowJson.object().put("offset", position.offset());
    json.set("time", RowJson.tree(position.totals().time()));
    return json;
  }
}
