package podium.workers.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.Printable;
import podium.protocol.id.AttemptId;
import podium.protocol.report.AttemptFiles;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;

/**
 * What the trainer of an attempt says, and how it went, in a file beside its checkpoints: lines of
 * a time and a text. What cannot be written is left out, and training goes on. Thread-safe.
 */
final class AttemptLog {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
  static final int LONGEST_LINE = 4_000;
  static final long MOST_BYTES = 16L << 20;

  private static final Pattern HARMFUL = Pattern.compile("[\\n" + Printable.MOVING + "]");

  private final Path home;
  private final Path file;
  private final InstantSource clock;
  private final long mostBytes;
  private boolean full;
  private boolean broken;

  /** Of an attempt below a home of checkpoints. */
  AttemptLog(Path home, AttemptId attempt, InstantSource clock) {
    this(home, attempt, clock, MOST_BYTES);
  }

  AttemptLog(Path home, AttemptId attempt, InstantSource clock, long mostBytes) {
    this.home = home;
    this.file = home.resolve(AttemptFiles.log(attempt));
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /** A line of the trainer's; left out once the file is as long as it may be. */
  synchronized void line(String text) {
    if (full) {
      return;
    }
    full = bytes() >= mostBytes;
    write(
        full
            ? "this file has %d MiB; of what else the trainer says, nothing is kept"
                .formatted(mostBytes >> 20)
            : text);
  }

  /** That the attempt begins. */
  void begins(Assignment assignment) {
    int from = assignment.checkpoints().isEmpty() ? 0 : assignment.checkpoints().getFirst().epoch();
    write(
        "podium: attempt %d of %s begins: %s on %s, seed %d%s"
            .formatted(
                assignment.attempt(),
                assignment.trial(),
                assignment.spec().model(),
                assignment.spec().dataset(),
                assignment.spec().seed(),
                from == 0 ? "" : ", from the checkpoint of epoch " + from));
  }

  /** What the trainer tells of the attempt, but for the steps of an epoch. */
  void told(TrainerEvent event) {
    switch (event) {
      case TrainerEvent.Started started -> {
        write(
            "podium: trains on %s, with %d images to train and %d to test, %d parameters"
                .formatted(
                    started.device(),
                    started.trainImages(),
                    started.testImages(),
                    started.parameters()));
        started.data().notes().forEach(note -> write("podium: data: " + note));
      }
      case TrainerEvent.EpochCompleted completed -> write("podium: " + words(completed.result()));
      case TrainerEvent.Ended ended ->
          write("podium: ended %s: %s".formatted(ended.outcome(), ended.message()));
      case TrainerEvent.Preparing preparing -> {}
      case TrainerEvent.Progress progress -> {}
    }
  }

  private static String words(EpochResult result) {
    return "epoch %d: train %s%s%s in %s s"
        .formatted(
            result.epoch(),
            words(result.train()),
            result.validation().map(score -> ", validation " + words(score)).orElse(""),
            result.test().map(score -> ", test " + words(score)).orElse(""),
            rounded(result.seconds(), 10));
  }

  private static String words(Score score) {
    return "loss %s accuracy %s"
        .formatted(rounded(score.loss(), 10_000), rounded(score.accuracy(), 10_000));
  }

  private static double rounded(double value, long parts) {
    return Double.isFinite(value) ? Math.rint(value * parts) / parts : value;
  }

  private long bytes() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      // why: whoever writes next is told of it
      return 0;
    }
  }

  private synchronized void write(String text) {
    String shown = HARMFUL.matcher(text).replaceAll("?");
    String line =
        clock.instant().truncatedTo(ChronoUnit.MILLIS)
            + " "
            + shown.substring(0, Math.min(shown.length(), LONGEST_LINE))
            + "\n";
    try {
      // why: a home that is not there may be a disk that is not mounted, and is made by no log
      if (Files.isDirectory(home)) {
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(home));
        Files.writeString(
            file,
            line,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      if (!broken) {
        LOG.warn("what a trainer says cannot be kept in {}: {}", file, e.toString());
      }
      broken = true;
    }
  }
}
