package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be changed together, and what cannot. */
final class ChangeCommandTest {
  private final StringWriter told = new StringWriter();

  private int change(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "change";
    System.arraycopy(words, 0, all, 1, words.length);
    CommandLine line = Commands.line();
    line.setErr(new PrintWriter(told));
    return line.execute(all);
  }

  @Test
  void change_ofAnOwner_takesWeightAndSlotsAlone() {
    assertThat(change("--owner", "ada", "--priority", "3")).isNotZero();
    assertThat(told.toString()).contains("of an owner --weight and --slots can be changed");
  }

  @Test
  void change_limitsOfTimeOfAnOwner_areRefused() {
    assertThat(change("--owner", "ada", "--slots", "2", "--wall-seconds", "60")).isNotZero();
    assertThat(told.toString()).contains("of an owner --weight and --slots can be changed");
  }

  @Test
  void change_ofNothing_namesWhatCanBeChanged() {
    assertThat(change("mine-1")).isNotZero();
    assertThat(told.toString()).contains("--wall-seconds or --epoch-seconds");
  }

  @Test
  void change_weightOfAnExperiment_isRefused() {
    assertThat(change("mine-1", "--weight", "3")).isNotZero();
    assertThat(told.toString()).contains("--weight belongs to owners");
  }

  @Test
  void change_ofNobody_isRefused() {
    assertThat(change("--priority", "3")).isNotZero();
    assertThat(told.toString()).contains("--owner");
  }
}
