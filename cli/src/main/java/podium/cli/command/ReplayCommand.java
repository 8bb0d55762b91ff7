package podium.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.EventLogFile;
import podium.cli.app.Pace;
import podium.cli.error.UserErrorException;
import podium.cli.node.DashboardParts;
import podium.dashboard.Replay;
import podium.protocol.codec.LogRecord;
import podium.protocol.codec.MalformedMessageException;

/** {@code podium replay}: the whole dashboard from a file. */
@Command(
    name = "replay",
    description = {
      "Serves the whole dashboard from a file of podium log export, as fast as it came about or"
          + " faster, without Kafka or scheduler."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final Duration SHOWN_EVERY = Duration.ofMillis(200);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "the log, from its beginning")
  private Path file = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "where the pages are served (default: ${DEFAULT-VALUE}); 0 = any free one")
  private int port = 8080;

  @Option(
      names = "--speed",
      paramLabel = "SPEED",
      defaultValue = "max",
      description =
          "60x = an hour in a minute, 1x = as it came about, max = at once (default:"
              + " ${DEFAULT-VALUE})")
  private String speed = "max";

  @Option(
      names = "--until",
      paramLabel = "OFFSET|TIME",
      description = "stop before this offset, or behind this time such as 2026-11-24T12:00:00Z")
  private Optional<String> until = Optional.empty();

  private long untilOffset = Long.MAX_VALUE;
  private Instant untilTime = Instant.MAX;
  private Optional<Instant> last = Optional.empty();
  private long shown = System.nanoTime();

  @Override
  public Integer call() throws Exception {
    Pace pace =
        Pace.of(speed)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "--speed is %s; allowed: a number and an x, such as 60x, or max"
                            .formatted(speed)));
    until.ifPresent(this::readUntil);
    UntilStopped.endingOnErrors(spec);
    Path folder = folder();
    Replay replay = start(folder);
    AutoCloseable all =
        UntilStopped.closing(
            () -> {
              replay.close();
              delete(folder);
            });
    try {
      Terminal.print(
          spec,
          List.of(
              "replaying %s at http://127.0.0.1:%d; stop with Ctrl-C"
                  .formatted(file, replay.port())));
      EventLogFile.each(file, (offset, record) -> take(replay, pace, offset, record));
      replay.show();
      Terminal.print(spec, List.of("all of it is shown"));
      UntilStopped.await();
    } finally {
      all.close();
    }
    return ExitCodes.DONE;
  }

  private Replay start(Path folder) {
    try {
      return Replay.start(String.valueOf(file.getFileName()), folder, port);
    } catch (RuntimeException e) {
      delete(folder);
      throw DashboardParts.told(e, port, "127.0.0.1");
    }
  }

  private void readUntil(String text) {
    try {
      if (text.matches("[0-9]{1,18}")) {
        untilOffset = Long.parseLong(text);
      } else {
        untilTime = Instant.parse(text);
      }
    } catch (DateTimeException e) {
      throw new UserErrorException(
          "--until is %s; allowed: an offset, or a time such as 2026-11-24T12:00:00Z"
              .formatted(text),
          e);
    }
  }

  private void take(Replay replay, Pace pace, long offset, byte[] record) {
    Optional<Instant> time = time(record);
    if (offset >= untilOffset || time.filter(it -> it.isAfter(untilTime)).isPresent()) {
      return;
    }
    Duration wait =
        time.flatMap(now -> last.map(before -> pace.between(before, now))).orElse(Duration.ZERO);
    if (wait.compareTo(SHOWN_EVERY) > 0 || System.nanoTime() - shown > SHOWN_EVERY.toNanos()) {
      replay.show();
      shown = System.nanoTime();
    }
    if (!wait.isZero() && !UntilStopped.rest(wait)) {
      return;
    }
    replay.take(offset, record);
    last = time.or(() -> last);
  }

  private static Optional<Instant> time(byte[] record) {
    try {
      return Optional.of(LogRecord.read(record).envelope().time());
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("podium-replay");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
