package podium.cli.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import podium.cli.app.EventLogFile;
import podium.cli.view.SelfReplayLines;
import podium.engine.study.SelfReplay;

/**
 * The log of a real run, with Kafka, two workers and real training, in which trials were paused,
 * resumed, cancelled, retried and lost their worker: decided again.
 */
public final class RecordedRun implements Proof {
  private static final String LOG = "recorded.jsonl.zst";

  @Override
  public String claim() {
    return "every decision of a recorded run follows again from what stood before it in its log";
  }

  @Override
  public Shown show() {
    SelfReplay replay = new SelfReplay();
    try {
      // why: what is compressed by several means is read from files
      Path file = Files.createTempFile("recorded", ".jsonl.zst");
      try {
        copyTo(file);
        EventLogFile.each(file, replay::take);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> lines = SelfReplayLines.of(replay);
    return new Shown(
        replay.isWhole() && replay.total().decisions() > 0,
        lines.subList(0, lines.size() - 1),
        lines.getLast());
  }

  private static void copyTo(Path file) throws IOException {
    try (InputStream in = Objects.requireNonNull(RecordedRun.class.getResourceAsStream(LOG), LOG)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
