package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import podium.cli.proof.Proof;
import podium.cli.proof.Proof.Shown;

/** {@code prove}: what it says of proofs. What the proofs say is tested beside them. */
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
    assertThat(out.toString())
        .contains(
            "\nheld: 79 entries",
            "\nheld: 3 of 3 epochs have the same SHA-256, 2 of them by a trainer",
            "\nthe 72 numbers that Muri (SIGCOMM 2022) published")
        .containsPattern("\nnot held: .*trace.*csv cannot be read \\(it is not there\\).*; .* s\n");
  }

  @Test
  void prove_noFolder_isRefusedWithWhatToDo() {
    Assumptions.assumeTrue(System.getenv("PODIUM_TEST_TRACES") == null, "it is named there");
    assertThat(run("prove")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--traces is missing", "PODIUM_TEST_TRACES");
  }

  private record Fixed(String claim, Shown shown) implements Proof {
    @Override
    public Shown show() {
      return shown;
    }
  }

  private int prove(Proof... proofs) {
    ProveCommand command = new ProveCommand();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    return command.prove(List.of(proofs));
  }

  @Test
  void prove_allHeld_listsEachAndSucceeds() {
    Proof first = new Fixed("one", new Shown(true, List.of("1 = 1"), "as it is"));
    Proof second = new Fixed("two", new Shown(true, List.of("2 = 2", "3 = 3"), "all equal"));

    assertThat(prove(first, second)).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .matches(
            "one\n1 = 1\nheld: as it is; \\d+\\.\\d s\n"
                + "two\n2 = 2\n3 = 3\nheld: all equal; \\d+\\.\\d s\n");
  }

  @Test
  void prove_firstNotHeld_showsTheNextAndFails() {
    Proof first = new Fixed("one", new Shown(false, List.of("1 = 2"), "it differs"));
    Proof second = new Fixed("two", new Shown(true, List.of(), "as it is"));

    assertThat(prove(first, second)).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString()).contains("not held: it differs", "two\nheld: as it is");
  }

  @Test
  void prove_inJson_isOneAnswer() throws IOException {
    Proof first = new Fixed("one", new Shown(false, List.of("1 = 2"), "it differs"));
    ProveCommand command = new ProveCommand();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    line.parseArgs("--json");

    assertThat(command.prove(List.of(first, first))).isEqualTo(ExitCodes.FAILED);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer).hasSize(2);
    assertThat(answer.get(0).get("held").asBoolean()).isFalse();
    assertThat(answer.get(0).get("lines").get(0).asText()).isEqualTo("1 = 2");
  }
}
