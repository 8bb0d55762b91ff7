package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import podium.dashboard.Chromium;
import podium.dashboard.Study;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.h2.H2Board;
import podium.protocol.event.Source;

/** A page over a board of a study, whose scheduler follows requests at once. */
final class StudyPages implements AutoCloseable {
  private final Study study = Study.begun();
  private final H2Board board;
  private final LiveFeed feed;
  private final DashboardServer server;
  private final Telling telling;
  private final List<String> complaints = new ArrayList<>();
  private final Page page;
  private Position position;

  StudyPages(Path directory, Chromium chromium) {
    board = H2Board.open(directory);
    position = board.position();
    telling = new Telling(board);
    feed = new LiveFeed(position, 256, Duration.ofMillis(500));
    tell();
    server = Served.asking(board, feed, this::ask);
    page = chromium.page("en-GB", 1360, 720, complaints);
  }

  private synchronized Source ask(byte[] json) {
    Source source = study.ask(json);
    tell();
    return source;
  }

  /** The board and whoever watches hear what is new in the study. */
  synchronized void tell() {
    for (Batch batch : telling.tell(study.story())) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
  }

  Study study() {
    return study;
  }

  Page page() {
    return page;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  /** Opens a page and waits until it is live. */
  StudyPages go(String path) {
    page.navigate(address(path));
    page.locator("#dot.live").waitFor();
    return this;
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /** What the browser complained of. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    page.close();
    server.close();
    feed.close();
    board.close();
    assertThat(complaints).isEmpty();
  }
}
