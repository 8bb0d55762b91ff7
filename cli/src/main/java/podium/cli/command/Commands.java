package podium.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;

/** Every command and flag there is, with what happens to what people got wrong. */
public final class Commands {
  private Commands() {}

  /** The whole command line, ready to execute. */
  public static CommandLine line() {
    CommandLine line = new CommandLine(new Root());
    line.addSubcommand(new DemoCommand());
    line.addSubcommand(new UpCommand());
    line.addSubcommand(new SubmitCommand());
    line.addSubcommand(new StatusCommand());
    line.addSubcommand(new WatchCommand());
    line.addSubcommand(new CancelCommand());
    line.addSubcommand(new ModelsCommand());
    line.addSubcommand(new DataCommand());
    line.addSubcommand(new ExportCommand());
    line.addSubcommand(new VerifyCommand());
    line.addSubcommand(new AuditCommand());
    line.addSubcommand(LogCommand.line());
    line.addSubcommand(new WorkerCommand());
    line.addSubcommand(new SchedulerCommand());
    line.addSubcommand(new DashboardCommand());
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof UserErrorException mistake) {
            command.getErr().println("podium: " + mistake.getMessage());
            return ExitCodes.FAILED;
          }
          throw failure;
        });
    return line;
  }

  @Command(
      name = "podium",
      description = "Schedules model-training experiments.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  private static final class Root implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  private static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"Podium " + (version == null ? "(not packaged)" : version)};
    }
  }
}
