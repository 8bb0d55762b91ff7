package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code prove} without what it takes; with it, {@code PublishedTracesTest} looks at it. */
final class ProveCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... words) {
    CommandLine line = Commands.line();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(words);
  }

  @Test
  void prove_noTraceInTheFolder_isNotHeld() {
    assertThat(run("prove", "--traces", folder.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString())
        .startsWith("the 72 numbers that Muri (SIGCOMM 2022) published")
        .containsPattern("\nnot held: .*trace.*csv cannot be read \\(it is not there\\).*; .* s\n");
  }

  @Test
  void prove_noFolder_isRefusedWithWhatToDo() {
    Assumptions.assumeTrue(System.getenv("PODIUM_TEST_TRACES") == null, "it is named there");
    assertThat(run("prove")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--traces is missing", "PODIUM_TEST_TRACES");
  }
}
