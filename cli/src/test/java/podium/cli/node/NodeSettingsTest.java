package podium.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.config.Settings;
import podium.cli.error.UserErrorException;
import podium.dashboard.config.DashboardSettings;
import podium.protocol.actor.Door;
import podium.protocol.actor.Remote;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.config.DatasetEntry;
import podium.workers.config.WorkerSettings;

final class NodeSettingsTest {
  private final NodeSettings shipped = new NodeSettings(ConfigFactory.load());

  @Test
  void with_absentValue_keepsWhatTheFileSays() {
    NodeSettings file = shipped.with("podium.dashboard.port", 1234);
    assertThat(
            file.with("podium.dashboard.port", Optional.empty())
                .read(DashboardSettings::from)
                .port())
        .isEqualTo(1234);
    assertThat(
            file.with("podium.dashboard.port", Optional.of(99))
                .read(DashboardSettings::from)
                .port())
        .isEqualTo(99);
  }

  @Test
  void withDevices_wordsOfPeople_becomeSlots() {
    assertThat(devices(List.of())).containsExactly("auto");
    assertThat(devices(List.of("all"))).containsExactly("auto");
    assertThat(devices(List.of("cpu"))).containsExactly("cpu:0");
    assertThat(devices(List.of("cuda:0", "cuda:1"))).containsExactly("cuda:0", "cuda:1");
    assertThat(devices(List.of("cuda:0*3", "cpu*2"))).containsExactly("cuda:0*3", "cpu:0*2");
  }

  @Test
  void withDevices_wordsThatDoNotGoTogether_saysWhichAndWhatToWrite() {
    Map.of(
            "all,cpu", "--devices all,cpu: all stands alone; write all, none, cpu, or devices",
            "cuda:0,none", "--devices cuda:0,none: none stands alone",
            "gpu", "--devices gpu: \"gpu\" is no device",
            "cpu,cpu:0", "--devices cpu,cpu:0: cpu:0 is named twice",
            "cpu*2,cpu:0", "--devices cpu*2,cpu:0: cpu:0 is named twice",
            "cpu*0",
                "--devices cpu*0: cpu:0*0 is no number of slots; after * comes one from 1 to 64,"
                    + " such as cpu:0*2; write all, none, cpu, or devices by comma",
            "cpu*", "--devices cpu*: cpu:0* is no number of slots",
            "cuda:0*3*2", "--devices cuda:0*3*2: \"cuda:0*3*2\" is no device",
            "cpu*1000", "--devices cpu*1000: cpu:0*1000 is no number of slots",
            "all*2", "--devices all*2: \"all*2\" is no device")
        .forEach(
            (given, told) ->
                assertThatThrownBy(() -> devices(List.of(given.split(","))))
                    .isInstanceOf(UserErrorException.class)
                    .hasMessageStartingWith(told));
  }

  @Test
  void withData_ofAPath_isToldByItsContent(@TempDir Path folder) {
    assertThat(
            shipped
                .withData(Map.of("flowers", folder, "cifar10", folder))
                .read(WorkerSettings::from)
                .datasets())
        .extracting(DatasetEntry::name, DatasetEntry::type)
        .contains(
            org.assertj.core.groups.Tuple.tuple("flowers", "files"),
            org.assertj.core.groups.Tuple.tuple("cifar10", "files"));
  }

  @Test
  void withData_ofAPathThatIsNotThere_isRefusedAtOnce() {
    assertThatThrownBy(() -> shipped.withData(Map.of("flowers", Path.of("flowrs.zip"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("--data flowers=flowrs.zip: there is no such file or folder; correct the path");
  }

  @Test
  void withWeights_byNameAndModel_registered() {
    assertThat(
            shipped
                .withWeights(Map.of("imagenet/resnet18", Path.of("w.safetensors")))
                .read(WorkerSettings::from)
                .weights())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.id()).isEqualTo("imagenet/resnet18");
              assertThat(one.file()).contains(Path.of("w.safetensors").toAbsolutePath());
            });
    assertThatThrownBy(() -> shipped.withWeights(Map.of("resnet18", Path.of("w"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("NAME/MODEL=FILE");
  }

  @Test
  void start_weightsThatAreNotThere_refusesNamingTheSetting() {
    NodeSettings lost = shipped.withWeights(Map.of("imagenet/resnet18", Path.of("/lost/w")));
    assertThatThrownBy(() -> WorkerParts.start(lost))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("podium.weights.imagenet.resnet18.file is /lost/w");
    NodeSettings unknown = shipped.withWeights(Map.of("imagenet/resnet99", Path.of("/lost/w")));
    assertThatThrownBy(() -> WorkerParts.start(unknown))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("there is no model resnet99");
  }

  @Test
  void read_badSetting_isThePersonsToMend() {
    assertThatThrownBy(
            () ->
                shipped.with("podium.worker.join", List.of("nonsense")).read(WorkerSettings::from))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("nonsense")
        .hasMessageContaining("host:port");
    assertThatThrownBy(
            () -> shipped.with("podium.dashboard.host", "0.0.0.0").read(DashboardSettings::from))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("token");
  }

  @Test
  void config_tlsOfTheCluster_reachesSchedulerAndWorkerAlike(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tls.conf"),
            """
            podium.cluster.akka.remote.artery {
              transport = tls-tcp
              ssl.config-ssl-engine.key-store = "/mine.p12"
            }
            """);
    NodeSettings settings = new NodeSettings(Settings.load(Optional.of(file)).root());
    for (Door door :
        List.of(
            settings.read(SchedulerSettings::from).door(),
            settings.read(WorkerSettings::from).door())) {
      var artery = Remote.config(door).getConfig("akka.remote.artery");
      assertThat(artery.getString("transport")).isEqualTo("tls-tcp");
      assertThat(artery.getString("ssl.config-ssl-engine.key-store")).isEqualTo("/mine.p12");
    }
  }

  private List<String> devices(List<String> given) {
    return shipped.withDevices(given).read(WorkerSettings::from).devices();
  }
}
