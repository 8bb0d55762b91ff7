package podium.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Follower;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.cli.view.ReportCheck;

/** {@code podium check}: whether the figures of a report are still so. */
@Command(
    name = "check",
    description =
        "Looks through a report (Markdown or LaTeX) for figures that name their trials, as the page"
            + " of an experiment writes them, and tells which are no longer what the log says; exit"
            + " code 0 only if none is.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 16 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "the report")
  private Path file = Path.of("");

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    String text = text();
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      ReportCheck check = ReportCheck.of(text, follower.view()::trial);
      if (check.figures() == 0) {
        throw new UserErrorException(
            "no figure in %s names its trials; copy the tables from an experiment's page, with their comments"
                .formatted(file));
      }
      Terminal.print(spec, check.stale());
      Terminal.print(
          spec,
          List.of(
              "%d of %d figures are as the log has them"
                  .formatted(check.figures() - check.stale().size(), check.figures())));
      return check.stale().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  private String text() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new UserErrorException(
            "%s has more than %d MiB; give the report alone".formatted(file, MOST_BYTES >> 20));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be read (%s); give a file of Markdown or LaTeX"
              .formatted(file, DiskReason.of(e)),
          e);
    }
  }
}
