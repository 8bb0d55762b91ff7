package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.app.EventLogFile;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogRecords;

/** Flags that say which event log is read; filled by picocli. */
final class LogFlags {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "a file with one record a line, instead of Kafka")
  private Optional<Path> file = Optional.empty();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  /** Hands over every record of it. */
  void each(LogRecords.Taker taker) {
    each(file, kafka, taker);
  }

  /** Hands over every record of a log: of the file, or where there is none of the one in Kafka. */
  static void each(Optional<Path> file, KafkaFlags kafka, LogRecords.Taker taker) {
    file.ifPresentOrElse(
        from -> EventLogFile.each(from, taker), () -> LogRecords.each(kafka.kafka(), taker));
  }

  /** How Kafka is reached, unless it is a file. */
  Optional<KafkaSettings> kafka() {
    return file.isPresent() ? Optional.empty() : Optional.of(kafka.kafka());
  }
}
