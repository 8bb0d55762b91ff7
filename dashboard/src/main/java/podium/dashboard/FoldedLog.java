package podium.dashboard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Projection;
import podium.dashboard.domain.SqlAnswer;
import podium.dashboard.h2.H2Board;

/** The rows of a log that somebody hands over, without pages. Not thread-safe. */
public final class FoldedLog implements AutoCloseable {
  private static final int BATCH = 5_000;

  private final H2Board board;
  private final Projection projection;
  private final List<Projection.Entry> waiting = new ArrayList<>();
  private Position position;

  private FoldedLog(Path directory) {
    this.board = H2Board.open(directory);
    board.rebuild(new Position.LogId("folded", ""));
    this.position = board.position();
    this.projection = new Projection(board);
  }

  /**
   * Begins with nothing.
   *
   * @param directory for the board's files, which are thrown away first
   */
  public static FoldedLog start(Path directory) {
    return new FoldedLog(directory);
  }

  /** Takes the next record. */
  public void take(long offset, byte[] record) {
    waiting.add(new Projection.Entry(offset, record.clone()));
    if (waiting.size() >= BATCH) {
      fold();
    }
  }

  private void fold() {
    for (Batch batch : projection.take(position, List.copyOf(waiting))) {
      position = position.after(batch);
    }
    waiting.clear();
  }

  /** What all rows of the records so far come to. */
  public BoardHash hash() {
    fold();
    return board.board().hash();
  }

  /**
   * What a question in SQL comes to, over views of all rows; it is asked once.
   *
   * @param most rows that are told
   * @throws podium.dashboard.domain.BadQueryException when it cannot be answered
   */
  public SqlAnswer ask(String sql, int most) {
    fold();
    return board.ask(sql, most);
  }

  @Override
  public void close() {
    board.close();
  }
}
