package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.LogRecords;
import podium.cli.view.RescheduledView;
import podium.cli.view.SelfReplayLines;
import podium.engine.study.History;
import podium.engine.study.Rescheduled;
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

  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "then schedules its trials again, on N slots, and compares (default: as many as there"
              + " were at most, where --placement or --json is given)")
  private Optional<Integer> slots = Optional.empty();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  /** Whether its trials are to be scheduled again. */
  boolean isOnOtherSlots() {
    return slots.isPresent();
  }

  boolean isGiven() {
    return file.isPresent() || inKafka;
  }

  /**
   * Decides it again and tells how that went.
   *
   * @return 0 only if every decision is the same
   */
  int decideAgain(CommandSpec spec) {
    SelfReplay replay = new SelfReplay();
    read(replay::take);
    Terminal.print(spec, SelfReplayLines.of(replay));
    return replay.isWhole() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /**
   * Decides it again; where every decision is the same, schedules its trials again and compares.
   *
   * @param rule of placement; empty means the log's own
   * @return 0 only if every decision is the same
   */
  int scheduleAgain(CommandSpec spec, String rule, JsonFlag json) {
    SelfReplay replay = new SelfReplay();
    History history = new History();
    read(
        (offset, record) -> {
          replay.take(offset, record);
          history.take(offset, record);
        });
    if (!replay.isWhole()) {
      Terminal.print(spec, SelfReplayLines.of(replay));
      return ExitCodes.FAILED;
    }
    Rescheduled result = scheduledAgain(spec, history, rule);
    Terminal.print(
        spec,
        json.lines(
            () -> RescheduledView.json(replay, result),
            () ->
                Stream.concat(
                        SelfReplayLines.of(replay).stream(), RescheduledView.lines(result).stream())
                    .toList()));
    return ExitCodes.DONE;
  }

  private Rescheduled scheduledAgain(CommandSpec spec, History history, String rule) {
    long most = slots.map(Integer::longValue).orElse(history.mostSlots());
    try {
      return Rescheduled.of(history, most, rule.isEmpty() ? history.settings().placement() : rule);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--slots, --placement: " + e.getMessage(), e);
    }
  }

  private void read(LogRecords.Taker taker) {
    if (file.isPresent() && inKafka) {
      throw new UserErrorException(
          "%s and --log are two logs; give the file, or --log for the one in Kafka"
              .formatted(file.get()));
    }
    LogFlags.each(file, kafka, taker);
  }
}
