package podium.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.view.AnswerJson;
import podium.engine.audit.Auditor;
import podium.engine.audit.Violation;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;

/** {@code podium audit}: whether the event log keeps what Podium promises. */
@Command(
    name = "audit",
    description = {
      "Reads the event log to its end and judges every fact: requests, placements, attempts,"
          + " epochs, checkpoints, budgets, times.",
      "Exit code 0 only if nothing is wrong with it."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogFlags log = new LogFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  private final Auditor auditor = new Auditor();
  private final LogCursor cursor = new LogCursor();
  private final List<Violation> found = new ArrayList<>();
  private Optional<Reading.NotUnderstood> firstUnknown = Optional.empty();

  @Override
  public Integer call() {
    log.each(this::take);
    if (json.isSet()) {
      Terminal.print(spec, json.lines(() -> AnswerJson.of(auditor, found), List::of));
    } else {
      tell();
    }
    return auditor.violations() == 0 && firstUnknown.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private void tell() {
    firstUnknown.ifPresent(
        first ->
            Terminal.print(
                spec,
                List.of(
                    "behind offset %d nothing is judged, since this version does not know that record (%s); use a newer podium"
                        .formatted(first.offset(), first.why()))));
    Terminal.print(
        spec,
        List.of(
            "%d entries, %d voided, %d not understood, %d violations"
                .formatted(
                    auditor.entries(),
                    auditor.voided(),
                    auditor.notUnderstood(),
                    auditor.violations())));
  }

  private void take(long offset, byte[] record) {
    Reading reading = cursor.read(offset, record);
    if (reading instanceof Reading.NotUnderstood unknown) {
      firstUnknown = firstUnknown.or(() -> Optional.of(unknown));
    }
    List<Violation> violations = auditor.take(reading);
    if (json.isSet()) {
      found.addAll(violations);
    } else {
      Terminal.print(spec, violations.stream().map(Violation::told).toList());
    }
  }
}
