package podium.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import podium.cli.app.EventLogFile;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;

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

  /** The log of a real run: trials that were paused, resumed, cancelled, retried and lost. */
  private static Path recorded(Path folder) throws IOException {
    Path file = folder.resolve("recorded.jsonl.zst");
    try (InputStream in =
        Objects.requireNonNull(
            SimulateCommandTest.class.getResourceAsStream(
                "/podium/cli/proof/recorded.jsonl.zst"))) {
      Files.copy(in, file);
    }
    return file;
  }

  /** The same in which second attempts are placed on a slot that is not there. */
  private static Path tampered(Path folder) throws IOException {
    LogCursor cursor = new LogCursor();
    List<String> lines = new ArrayList<>();
    EventLogFile.each(
        recorded(folder),
        (offset, record) -> {
          Entry entry = EventCodec.decodeEntry(record);
          Event event = entry.event();
          if (event instanceof Event.TrialPlaced placed && placed.attempt() == 2) {
            Grant lead = placed.lead();
            event =
                new Event.TrialPlaced(
                    placed.trial(),
                    placed.attempt(),
                    new Grant(lead.worker(), lead.incarnation(), "cuda:7"),
                    placed.checkpoints(),
                    placed.reason());
          }
          String head = entry.index() == 0 ? "" : cursor.place().fence().head();
          byte[] written =
              EventCodec.encode(
                  Entry.of(
                      entry.term(), entry.incarnation(), entry.index(), head, entry.time(), event));
          Reading unused = cursor.read(offset, written);
          lines.add(new String(written, UTF_8));
        });
    return Files.write(folder.resolve("tampered.jsonl"), lines);
  }

  @Test
  void simulate_logOfARealRun_decidesAllOfItSoAgain(@TempDir Path folder) throws IOException {
    assertThat(run("simulate", recorded(folder).toString())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains(
            "TrialPlaced          9 of 9\n",
            "RequestAccepted      3 of 3\n",
            "WorkerLost           1 of 1\n",
            "StopOrdered          1 of 1\n",
            "since it says what the scheduler was told: 8 AttemptEnded, 26 EpochCompleted")
        .endsWith("79 entries, 0 voided; 32 of 32 decisions reproduced (100.0 %)\n");
  }

  @Test
  void simulate_logWithADecisionThatWasChanged_namesItsOffset(@TempDir Path folder)
      throws IOException {
    assertThat(run("simulate", tampered(folder).toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString())
        .startsWith("differs at offset 29: the log says TrialPlaced[trial=paused-1.1, attempt=2,")
        .contains("slot=cuda:7", "; decided now: TrialPlaced[trial=paused-1.1, attempt=2,")
        .doesNotContain("(100.0 %)");
  }

  @Test
  void simulate_twoLogs_isRefusedWithWhatToDo() {
    assertThat(run("simulate", "some.jsonl", "--log")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("give the file, or --log for the one in Kafka");
  }

  @Test
  void simulate_logOnOtherSlots_standsBesideWhatHappened(@TempDir Path folder) throws IOException {
    String log = recorded(folder).toString();
    assertThat(run("simulate", log, "--slots", "1", "--placement", "shortest"))
        .isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains("32 of 32 decisions reproduced (100.0 %)", "shortest on 1 slots")
        .contains("completion p95", "waiting mean", "makespan", "utilisation", "nobody: trials");

    out.getBuffer().setLength(0);
    assertThat(run("simulate", log, "--json")).isEqualTo(ExitCodes.DONE);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("replay").get("reproduced").asInt()).isEqualTo(32);
    assertThat(json.get("placement").asText()).isEqualTo("order");
    assertThat(json.get("happened").get("trials").asInt())
        .isEqualTo(json.get("instead").get("trials").asInt())
        .isPositive();
  }

  @Test
  void simulate_logWithAChangedDecision_isNotScheduledAgain(@TempDir Path folder)
      throws IOException {
    assertThat(run("simulate", tampered(folder).toString(), "--slots", "2"))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString()).startsWith("differs at offset").doesNotContain("makespan");
  }

  @Test
  void simulate_logOnNoSlots_isRefused(@TempDir Path folder) throws IOException {
    assertThat(run("simulate", recorded(folder).toString(), "--slots", "0"))
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--slots, --placement: ", "allowed: 1 of 1 or more");
    assertThat(run("simulate", "--slots", "4")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--slots goes with a recorded log, FILE or --log");
  }
}
