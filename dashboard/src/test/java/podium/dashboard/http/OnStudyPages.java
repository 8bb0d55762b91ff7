package podium.dashboard.http;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Chromium;

/** Tests in a real browser, each on a board of the study as it begins. */
abstract class OnStudyPages {
  private static Chromium chromium;
  @TempDir private Path directory;
  StudyPages pages;

  @BeforeAll
  static void start() {
    chromium = Chromium.forTests();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    pages = new StudyPages(directory, chromium);
  }

  @AfterEach
  void close() {
    pages.close();
  }

  /** The row of a trial in the leaderboard's table. */
  Locator row(String trial) {
    return pages.find(".tabulator-row:has(a[href='/trials/%s'])".formatted(trial));
  }

  void pick(String trial) {
    row(trial).locator("input.pick").check();
  }
}
