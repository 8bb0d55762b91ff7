package podium.cli.command;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import podium.protocol.Printable;

/** Every command and flag there is, with what happens to what people got wrong. */
public final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private Commands() {}

  /** The whole command line, ready to execute. */
  public static CommandLine line() {
    CommandLine line = new CommandLine(new Root());
    line.addSubcommand(new DemoCommand());
    line.addSubcommand(new UpCommand());
    line.addSubcommand(new SubmitCommand());
    line.addSubcommand(new StatusCommand());
    line.addSubcommand(new WatchCommand());
    line.addSubcommand(new WaitCommand());
    line.addSubcommand(new ResultsCommand());
    line.addSubcommand(new CompareCommand());
    line.addSubcommand(new CheckCommand());
    line.addSubcommand(new CancelCommand());
    line.addSubcommand(new PauseCommand());
    line.addSubcommand(new ResumeCommand());
    line.addSubcommand(new RetryCommand());
    line.addSubcommand(new ExtendCommand());
    line.addSubcommand(new ForkCommand());
    line.addSubcommand(new ChangeCommand());
    line.addSubcommand(new DrainCommand());
    line.addSubcommand(new UndrainCommand());
    line.addSubcommand(new ReleaseCommand());
    line.addSubcommand(new ArchiveCommand());
    line.addSubcommand(new UnarchiveCommand());
    line.addSubcommand(new RequestCommand());
    line.addSubcommand(new ModelsCommand());
    line.addSubcommand(new DataCommand());
    line.addSubcommand(new ExportCommand());
    line.addSubcommand(new VerifyCommand());
    line.addSubcommand(new AuditCommand());
    line.addSubcommand(new SimulateCommand());
    line.addSubcommand(new ProveCommand());
    line.addSubcommand(LogCommand.line());
    line.addSubcommand(new ReplayCommand());
    line.addSubcommand(new BoardHashCommand());
    line.addSubcommand(new SqlCommand());
    line.addSubcommand(new KeysCommand());
    line.addSubcommand(new WorkerCommand());
    line.addSubcommand(new TokenCommand());
    line.addSubcommand(new SchedulerCommand());
    line.addSubcommand(new DashboardCommand());
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          tell(command, failure);
          return ExitCodes.FAILED;
        });
    return line;
  }

  /** Executes a command; what fails is told in a sentence, an error of the JVM, too. */
  public static int execute(String... words) {
    CommandLine line = line();
    try {
      return line.execute(words);
    } catch (Error e) {
      tell(line, e);
      return ExitCodes.FAILED;
    }
  }

  private static void tell(CommandLine command, Throwable failure) {
    // why: a sentence that is for several things has a line for each
    ("podium: " + Failures.told(failure))
        .lines()
        .forEach(line -> command.getErr().println(Printable.of(line)));
    LOG.debug("told in a sentence", failure);
    if (isVerbose(command)) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }

  private static boolean isVerbose(CommandLine command) {
    CommandSpec top = command.getCommandSpec().root();
    return top.userObject() instanceof Root root && root.verbose;
  }

  @Command(
      name = "podium",
      description = "Schedules model-training experiments.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  private static final class Root implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--verbose",
        scope = CommandLine.ScopeType.INHERIT,
        description = "shows where in the program a failure came from, too")
    private boolean verbose;

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
