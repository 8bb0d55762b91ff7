package podium.cli.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import podium.cli.view.DoingView;
import podium.cli.view.ProgressView;
import podium.cli.view.StepView;
import podium.protocol.Printable;
import podium.protocol.id.TrialId;

/** Where a command's words go. Confined to one thread. */
final class Terminal {
  private Terminal() {}

  /** A view of the running trials the predicate names, on standard output. */
  static ProgressView progress(Predicate<TrialId> trials) {
    return new ProgressView(System.out, isTerminal(), System::nanoTime, trials);
  }

  /** A view that nobody sees: for an answer in JSON. */
  static ProgressView unseen(Predicate<TrialId> trials) {
    return new ProgressView(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        System::nanoTime,
        trials);
  }

  /** A view of one epoch, where the command's words go. */
  static StepView steps(CommandSpec spec) {
    return new StepView(spec.commandLine().getOut(), isTerminal(), System::nanoTime);
  }

  /** A view of what is being done, where complaints go. */
  static DoingView doing(CommandSpec spec) {
    return new DoingView(spec.commandLine().getErr(), isTerminal());
  }

  // why: Java 21 cannot tell whether standard output alone is a terminal; the script can
  private static boolean isTerminal() {
    return Boolean.getBoolean("podium.terminal") && !"dumb".equals(System.getenv("TERM"));
  }

  static void print(CommandSpec spec, Iterable<String> lines) {
    lines.forEach(line -> spec.commandLine().getOut().println(Printable.of(line)));
    spec.commandLine().getOut().flush();
  }

  static void complain(CommandSpec spec, Iterable<String> lines) {
    lines.forEach(line -> spec.commandLine().getErr().println(Printable.of(line)));
    spec.commandLine().getErr().flush();
  }
}
