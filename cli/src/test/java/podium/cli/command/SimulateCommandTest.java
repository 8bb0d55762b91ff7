package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code simulate} over a few worlds, and over a small trace. */
final class SimulateCommandTest {
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

  /** Two jobs of one slot, of 100 and 10 s, and of 10 s to start. */
  private String trace() throws IOException {
    return Files.writeString(
            folder.resolve("trace.csv"),
            """
            num_gpu,submit_time,iterations,iteration_time,model_name
            1,0,100,1000,any
            1,30000,10,1000,any
            """)
        .toString();
  }

  private int study(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("simulate", "--trace", trace()));
    words.addAll(List.of("--nodes", "1", "--slots-per-node", "1"));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  @Test
  void trace_underARule_tellsItsTimes() throws IOException {
    assertThat(study("--placement", "srtf")).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines())
        .containsExactly(
            "2 jobs on 1 nodes of 1 slots",
            "seconds     mean  median    p95    p99",
            "completion  80.9   141.7  141.7  141.7",
            "waiting     10.1    20.2   20.2   20.2",
            "makespan 141.7 s",
            "utilisation 100.00 %");
  }

  @Test
  void trace_overheadAndJson_areFollowed() throws IOException {
    assertThat(study("--placement", "srtf", "--overhead", "everyEvent", "--json"))
        .isEqualTo(ExitCodes.DONE);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("jobs").asInt()).isEqualTo(2);
    assertThat(json.get("makespan").asDouble()).isEqualTo(121.65, Offset.offset(1e-9));
    assertThat(json.get("completion").get("p99").asDouble()).isEqualTo(121.65, Offset.offset(1e-9));
    assertThat(json.get("waiting").get("mean").asDouble()).isEqualTo(5.075, Offset.offset(1e-9));
    assertThat(json.get("utilisation").asDouble()).isEqualTo(1, Offset.offset(1e-9));
  }

  @Test
  void trace_flagsThatCannotBe_areRefused() throws IOException {
    assertThat(study()).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString())
        .contains("--placement is missing; allowed: fair, las, order, shortest, srsf, srtf");
    assertThat(study("--placement", "luck")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--placement is luck; allowed: fair");
    assertThat(study("--placement", "las", "--overhead", "never")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--overhead is never; allowed: start, everyEvent");
    assertThat(run("simulate", "--trace", trace(), "--placement", "las", "--nodes", "0"))
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("0 nodes of 8 slots; allowed");
  }

  @Test
  void trace_flagsOfTheOtherMode_areRefused() throws IOException {
    assertThat(study("--placement", "las", "--seeds", "3")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--seeds is of simulated worlds, not of --trace");
    assertThat(run("simulate", "--placement", "las")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--placement goes with --trace FILE");
  }

  @Test
  void trace_badFile_isToldInASentence() throws IOException {
    assertThat(run("simulate", "--trace", folder + "/no.csv", "--placement", "las"))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("no.csv cannot be read (it is not there)");
  }
}
