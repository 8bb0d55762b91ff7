package podium.dashboard.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.h2.H2Board;
import podium.engine.forecast.Expected;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Source;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.request.Request;

/** A board that is served, with somebody who answers requests as a scheduler does. */
final class Workshop implements AutoCloseable {
  final Story story;
  final List<String> asked = new ArrayList<>();
  private final H2Board board;
  private final LiveFeed feed;
  private final Telling telling;
  final DashboardServer server;
  private Position position;

  /**
   * Opens it.
   *
   * @param answer tells the story what became of a request
   */
  Workshop(Path folder, Story story, BiConsumer<Source, Request> answer) {
    this.story = story;
    board = H2Board.open(folder);
    position = board.position();
    telling = new Telling(board);
    feed = new LiveFeed(position, 256, Duration.ofMillis(500));
    tell();
    server =
        Served.asked(
            board,
            feed,
            json -> take(json, answer),
            telling::draft,
            () -> telling.expected().orElse(Expected.NOTHING),
            telling::stuck);
  }

  private synchronized Source take(byte[] json, BiConsumer<Source, Request> answer) {
    asked.add(new String(json, StandardCharsets.UTF_8));
    // why: of what a story tells by itself, requests have lower offsets
    Source source = new Source("podium.requests", 0, 10_000 + asked.size());
    if (RequestCodec.read(json, Optional.empty()) instanceof Request.Reading.Understood read) {
      answer.accept(source, read.request());
    }
    tell();
    return source;
  }

  /** The board and whoever watches hear what is new in the story. */
  void tell() {
    for (Batch batch : telling.tell(story)) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
  }

  /** Whoever watches hears what a worker's machine has. */
  void tell(WorkerCapacity capacity) {
    feed.heard(capacity);
  }

  @Override
  public void close() {
    feed.close();
    server.close();
    board.close();
  }
}
