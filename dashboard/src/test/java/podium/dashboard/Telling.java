package podium.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardStore;
import podium.dashboard.domain.Draft;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Projection;
import podium.dashboard.domain.StuckSlots;
import podium.engine.forecast.Expected;

/** Takes a story into a board as the projector takes the log. */
public final class Telling {
  private final BoardStore board;
  private final Projection projection;

  public Telling(BoardStore board) {
    this.board = board;
    this.projection = new Projection(board);
  }

  /** What the board does not know yet of the story. */
  public List<Batch> tell(Story story) {
    return tell(story, story.log().size());
  }

  /** The same, up to an offset. */
  public List<Batch> tell(Story story, int to) {
    Position from = board.position();
    if (!projection.knows(from)) {
      projection.forget();
      entries(story, 0, (int) from.offset()).forEach(projection::recall);
    }
    return projection.take(from, entries(story, (int) from.offset(), to));
  }

  /** What the story says is to be expected. */
  public Optional<Expected> expected() {
    return projection.expected(Instant.EPOCH);
  }

  /** The slots that are stuck in it. */
  public StuckSlots stuck() {
    return projection.stuck();
  }

  /** What would become of a text of requests. */
  public Draft draft(String text) {
    return projection.draft(text, Instant.EPOCH);
  }

  private static List<Projection.Entry> entries(Story story, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(offset -> new Projection.Entry(offset, story.log().get(offset)))
        .toList();
  }
}
