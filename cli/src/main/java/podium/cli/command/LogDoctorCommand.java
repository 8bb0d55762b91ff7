package podium.cli.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPlaces;
import podium.cli.kafka.RequestPublisher;
import podium.cli.view.DiagnosisJson;
import podium.cli.view.DiagnosisLines;
import podium.cli.view.DoctorRequests;
import podium.engine.audit.Diagnosis;

/** {@code podium log doctor}: what a log holds, what of it is damaged, and what that cost. */
@Command(
    name = "doctor",
    description = {
      "Names what the event log holds: terms, records that do not count and why, records of later"
          + " versions, breaks of the chain, requests without facts, what that cost and what to"
          + " do.",
      "Exit code 0 when it is whole, 1 when it is damaged."
    },
    mixinStandardHelpOptions = true)
final class LogDoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private LogFlags log = new LogFlags();

  @Override
  public Integer call() {
    Diagnosis diagnosis = new Diagnosis();
    log.each(diagnosis::take);
    Optional<DoctorRequests> requests = log.kafka().flatMap(kafka -> beside(kafka, diagnosis));
    DiagnosisLines lines = new DiagnosisLines(diagnosis, requests);
    Terminal.print(
        spec,
        json.lines(
            () -> DiagnosisJson.of(diagnosis, requests, lines.whole(), lines.advice()),
            lines::lines));
    return lines.whole() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static Optional<DoctorRequests> beside(KafkaSettings kafka, Diagnosis diagnosis) {
    // why: places of another topic of that name say nothing
    if (!diagnosis.requestsTopic().equals(topic(kafka))) {
      return Optional.empty();
    }
    DoctorRequests beside = new DoctorRequests(diagnosis);
    RequestPlaces.each(kafka, beside::take);
    return Optional.of(beside);
  }

  private static String topic(KafkaSettings kafka) {
    try {
      return RequestPublisher.topicId(kafka);
    } catch (UserErrorException e) {
      return "no such topic";
    }
  }
}
