package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import podium.cli.app.EventLogFile;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.LogRecords;
import podium.cli.view.SelfReplayLines;
import podium.engine.study.SelfReplay;

/** A log that {@code podium simulate} decides again, instead of worlds; filled by picocli. */
final class RecordedLog {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "decides a recorded log again, of podium log export, by its own settings, and compares;"
              + " no world is simulated")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--log", description = "the same with the log that is in Kafka")
  private boolean inKafka;

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  boolean isGiven() {
    return file.isPresent() || inKafka;
  }

  /**
   * Decides it again and tells how that went.
   *
   * @return 0 only if every decision is the same
   */
  int decideAgain(CommandSpec spec) {
    if (file.isPresent() && inKafka) {
      throw new UserErrorException(
          "%s and --log are two logs; give the file, or --log for the one in Kafka"
              .formatted(file.get()));
    }
    SelfReplay replay = new SelfReplay();
    file.ifPresentOrElse(
        from -> EventLogFile.each(from, replay::take),
        () -> LogRecords.each(kafka.kafka(), replay::take));
    Terminal.print(spec, SelfReplayLines.of(replay));
    return replay.isWhole() ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
