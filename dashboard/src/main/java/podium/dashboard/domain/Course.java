package podium.dashboard.domain;

import java.util.Optional;
import podium.dashboard.domain.Position.LogId;

/** What a board does about the log that Kafka holds now. */
public sealed interface Course {

  /**
   * It goes on where it was.
   *
   * @param remark what people should know all the same
   */
  record GoOn(Optional<String> remark) implements Course {}

  /**
   * It is built again from the log's first record.
   *
   * @param why in words, for people
   * @param keep whether its rows may be the last copy of something
   */
  record Rebuild(String why, boolean keep) implements Course {}

  /** It cannot follow the log: it shows what it has, and says why. */
  record Stand(String why) implements Course {}

  /**
   * The log as it is found.
   *
   * @param first offset that is still there
   * @param end offset that the next record will have
   * @param found the record at the offset of the board's last one; empty when there is none
   */
  record Log(LogId id, long first, long end, Optional<LastRecord> found) {}

  /** What a board at that position does. Pure. */
  static Course of(Position board, Log log) {
    boolean fresh = board.log().equals(LogId.NONE);
    boolean keep = board.totals().experiments() > 0;
    Optional<String> other = fresh ? Optional.of("the board is empty") : difference(board, log);
    if (log.first() > 0 && (other.isPresent() || board.offset() < log.first())) {
      return new Stand(
          ("the beginning of podium.events is gone, up to offset %d, and %s; a board can only be"
                  + " built from the first record. Bring the topic back from a copy, or begin anew"
                  + " with empty topics")
              .formatted(
                  log.first() - 1,
                  other.orElse("this board had read up to offset %d".formatted(board.offset()))));
    }
    return other
        .<Course>map(why -> new Rebuild(why, keep))
        .orElseGet(() -> new GoOn(headless(log.first())));
  }

  private static Optional<String> headless(long first) {
    return first == 0
        ? Optional.empty()
        : Optional.of(
            ("the beginning of podium.events is gone, up to offset %d; this board still has what"
                    + " stood there, cannot be built again without it, and shows what follows"
                    + " unjudged")
                .formatted(first - 1));
  }

  private static Optional<String> difference(Position board, Log log) {
    if (!board.log().equals(log.id())) {
      return Optional.of("the board is of another log");
    }
    if (board.offset() > log.end()) {
      return Optional.of(
          "the log ends at offset %d, and the board had read up to %d"
              .formatted(log.end(), board.offset()));
    }
    return board
        .last()
        .filter(last -> last.offset() >= log.first())
        .filter(last -> !log.found().equals(Optional.of(last)))
        .map(
            last ->
                ("the record at offset %d is not the one the board had read: the log lost its tail"
                        + " and went on")
                    .formatted(last.offset()));
  }
}
