package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code simulate} over a few worlds. */
final class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine line = Commands.line();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(words);
  }

  @Test
  void simulate_soundWorlds_countsThemInItsLastLine() {
    assertThat(run("simulate", "--seeds", "3", "--seed-start", "5")).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines())
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo("3 seeds, 0 violations");
  }

  @Test
  void simulate_onlySomeOfWhatBefallsAWorld_tellsItsStory() {
    assertThat(run("simulate", "--seed-start", "5", "--only", "1")).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains("1. Asked[request={\"request\":\"submit\"")
        .doesNotContain("2. ")
        .contains("s1: scheduler active, term 1")
        .endsWith("1 seeds, 0 violations\n");
  }

  @Test
  void simulate_noWorld_isRefusedWithWhatToDo() {
    assertThat(run("simulate", "--seeds", "0")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--seeds must be 1 or more");
    assertThat(run("simulate", "--seeds", "2", "--only", "1")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("say --seeds 1 --seed-start S");
  }
}
