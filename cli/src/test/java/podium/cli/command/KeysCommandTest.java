package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import podium.protocol.actor.ClusterKeys;

/** {@code podium keys} and what its folders open, as people type it. */
final class KeysCommandTest {
  private static final String REFUSED =
      "podium: podium.%s is %s, which other machines can reach, and nothing keeps strangers out;"
          + " make keys with podium keys DIR --host %s and give them with --cluster-keys DIR"
          + " (setting podium.cluster.keys), or use 127.0.0.1";

  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void keys_forTwoMachines_sayWhatToTypeAndNameTheirHosts() {
    String first = dir.resolve("first").toString();
    String second = dir.resolve("second").toString();
    assertThat(execute("keys", first, "--host", "10.0.0.5,[fe80::5]")).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains(first + " holds keys for 10.0.0.5, fe80:0:0:0:0:0:0:5, localhost, 127.0.0.1.")
        .contains("podium up --cluster-host 10.0.0.5 --cluster-keys " + first)
        .contains("podium keys OTHER --host ITS-NAME --ca " + first);
    assertThat(execute("keys", second, "--host", "gpu1", "--ca", first)).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains("scp -rp %s gpu1:DIR".formatted(second))
        .contains("podium worker --join HOST:25520 --host gpu1 --cluster-keys DIR");
    assertThat(ClusterKeys.in(Path.of(second)).hosts())
        .containsExactly("gpu1", "localhost", "127.0.0.1");
  }

  @Test
  void keys_ofNonsense_saysWhatIsWrongAndMakesNothing() {
    String folder = dir.resolve("none").toString();
    for (String host : List.of("a b", "999.0.0.1", "10.0.0.5:25520", "", "-x")) {
      err.getBuffer().setLength(0);
      assertThat(execute("keys", folder, "--host=" + host)).as(host).isEqualTo(ExitCodes.FAILED);
      assertThat(err.toString()).contains("--host " + host + " is no name and no address; give");
    }
    assertThat(Path.of(folder)).doesNotExist();
  }

  @Test
  void hostBeyondLoopback_withoutKeys_isRefusedByEachCommand() throws IOException {
    String data = dir.resolve("data").toString();
    told("cluster.host", "10.0.0.5", "up", "--cluster-host", "10.0.0.5", "--data-dir", data);
    told("cluster.host", "0.0.0.0", "scheduler", "--host", "0.0.0.0", "--kafka", "127.0.0.1:1");
    told(
        "worker.cluster-host",
        "0.0.0.0",
        "worker",
        "--join",
        "127.0.0.1:1",
        "--host",
        "0.0.0.0",
        "--data-dir",
        data);
    String open =
        Files.writeString(
                dir.resolve("open.conf"),
                "podium { cluster.host = 10.0.0.5, worker.cluster-host = 0.0.0.0 }")
            .toString();
    told("cluster.host", "10.0.0.5", "up", "--config", open, "--data-dir", data);
    told("cluster.host", "10.0.0.5", "scheduler", "--config", open, "--kafka", "127.0.0.1:1");
    told("worker.cluster-host", "0.0.0.0", "worker", "--config", open, "--join", "127.0.0.1:1");
    String own =
        Files.writeString(dir.resolve("own.conf"), "podium.worker.cluster-host = 0.0.0.0")
            .toString();
    told("worker.cluster-host", "0.0.0.0", "up", "--config", own, "--data-dir", data);
  }

  @Test
  void clusterKeys_thatDoNotFitOrAreOpen_areTold() throws IOException {
    Path keys = dir.resolve("keys");
    assertThat(execute("keys", keys.toString(), "--host", "10.0.0.5")).isEqualTo(ExitCodes.DONE);
    String[] worker = {
      "worker", "--join", "127.0.0.1:1", "--host", "0.0.0.0", "--cluster-keys", keys.toString()
    };
    assertThat(execute(worker)).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains("whose key is for 10.0.0.5, localhost, 127.0.0.1 and not for 0.0.0.0");
    Files.setPosixFilePermissions(
        keys.resolve("key.p12"), PosixFilePermissions.fromString("rw-r--r--"));
    String[] scheduler = {"scheduler", "--kafka", "127.0.0.1:1", "--cluster-keys", keys.toString()};
    assertThat(execute(scheduler)).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains(
            "podium: others can read or write %s, and whoever has it is taken for one of ours; close it with chmod -R go= %s"
                .formatted(keys.resolve("key.p12"), keys))
        .contains("no Kafka answers at 127.0.0.1:1");
  }

  private void told(String setting, String host, String... words) {
    err.getBuffer().setLength(0);
    assertThat(execute(words)).as(String.join(" ", words)).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString().lines())
        .as(String.join(" ", words))
        .containsExactly(REFUSED.formatted(setting, host, host));
  }

  private int execute(String... words) {
    CommandLine line = Commands.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(words);
  }
}
