package podium.cli.command;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code podium token}: a secret that nobody guesses. */
@Command(
    name = "token",
    description = {
      "Prints a new secret of 32 letters and digits, for PODIUM_TOKEN and the like:",
      "  export PODIUM_TOKEN=$(./podium token)"
    },
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  private static final int BYTES = 16;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    Terminal.print(spec, List.of(HexFormat.of().formatHex(bytes)));
    return ExitCodes.DONE;
  }
}
