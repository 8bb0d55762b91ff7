package podium.cli.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.cli.error.UserErrorException;
import podium.engine.study.Cluster;
import podium.engine.study.TraceJob;

/** Traces in files, as they are and as they should not be. */
final class TraceFileTest {
  private static final String NAMES =
      "job_id,num_gpu,submit_time,iterations,model_name,iteration_time\n";

  @TempDir private Path folder;

  private List<TraceJob> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("trace.csv"), text);
    return TraceFile.read(file, new Cluster(2, 8));
  }

  private void refused(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(folder.resolve("trace.csv").toString(), why);
  }

  @Test
  void read_trace_hasJobsInItsOrderInSeconds() throws IOException {
    assertThat(read("# why\n" + NAMES + "7,16,1500,1e3,vgg16,200\r\n\n8, 1 ,0,5,bert,10\n"))
        .containsExactly(
            new TraceJob("0", "vgg16", 16, 1.5, 1000, 200 * 1.015 / 1000),
            new TraceJob("1", "bert", 1, 0, 5, 10 * 1.015 / 1000));
  }

  @Test
  void read_noFile_isSaid() {
    assertThatThrownBy(() -> TraceFile.read(folder.resolve("no.csv"), new Cluster(1, 1)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageEndingWith("no.csv cannot be read (it is not there); a trace is a CSV file");
    assertThatThrownBy(() -> TraceFile.read(folder, new Cluster(1, 1)))
        .hasMessageContaining("cannot be read (it is a folder)");
  }

  @Test
  void read_columnMissing_namesItAndAll() {
    refused(
        "num_gpu,submit_time,model_name\n1,0,bert\n",
        "has no column iterations, iteration_time; needed: num_gpu, submit_time, iterations,"
            + " iteration_time, model_name");
  }

  @Test
  void read_noRows_isSaid() {
    refused(NAMES, "has no rows");
    refused("", "line 1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "0,one,0,5,bert,10|num_gpu is one; it must be a whole number",
        "0,1.5,0,5,bert,10|num_gpu is 1.5; it must be a whole number",
        "0,1,soon,5,bert,10|submit_time is soon; it must be a number",
        "0,1,0,NaN,bert,10|iterations is NaN; it must be a number",
        "0,1,0,5,bert|iteration_time is missing",
        "0,1,0,5,,10|model_name is missing",
        "0,1,-1,5,bert,10|submitted -0.001; allowed: 0 or more",
        "0,1,0,5,bert,0|secondsAnIteration 0; allowed: more",
        "0,1,0,1e999,bert,10|iterations Infinity",
        "0,17,0,5,bert,10|num_gpu is 17; allowed: 1 to 16, the slots of 2 nodes of 8",
        "0,0,0,5,bert,10|num_gpu is 0; allowed: 1 to 16",
        "0,1,0,5,bert,10,more|Too many entries",
        "0,1,0,5,\"bert,10|not understood as CSV",
      })
  void read_badRow_isToldWithItsLine(String row, String why) {
    refused(NAMES + "0,1,0,5,bert,10\n\n" + row, "line 4 of ");
    refused(NAMES + "0,1,0,5,bert,10\n\n" + row, why);
  }
}
