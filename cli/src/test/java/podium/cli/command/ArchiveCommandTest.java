package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code archive} and {@code unarchive} before they reach Kafka. */
final class ArchiveCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"archive", "unarchive"})
  void archive_ofATrial_isRefusedNamingItsExperiment(String verb) {
    StringWriter err = new StringWriter();
    int code = Commands.line().setErr(new PrintWriter(err)).execute(verb, "mine-1.2");
    assertThat(code).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains("mine-1.2 is a trial, and this is of whole experiments; give mine-1");
  }
}
