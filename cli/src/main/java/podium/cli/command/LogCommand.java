package podium.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podium log}: what is done about the event log itself. */
@Command(
    name = "log",
    description = "Looks after the event log: export, verify, tail, doctor.",
    mixinStandardHelpOptions = true)
final class LogCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** With what stands below it. */
  static CommandLine line() {
    return new CommandLine(new LogCommand())
        .addSubcommand(new LogExportCommand())
        .addSubcommand(new LogVerifyCommand())
        .addSubcommand(new LogTailCommand())
        .addSubcommand(new LogDoctorCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: export, verify, tail or doctor");
  }
}
