package podium.workers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.Catalog;
import podium.workers.training.pretrained.WeightsSettings;

final class WorkerSettingsTest {
  private static WorkerSettings with(String given) {
    return WorkerSettings.from(ConfigFactory.load(ConfigFactory.parseString(given)));
  }

  @Test
  void from_shippedDefaults_isASingleMachine() {
    WorkerSettings settings = with("");
    assertThat(settings.id()).isEmpty();
    assertThat(settings.dataDir()).isEqualTo(Path.of("podium-data/worker"));
    assertThat(settings.findsDevices()).isTrue();
    assertThat(settings.join()).containsExactly("127.0.0.1:25520");
    assertThat(settings.door().host()).isEqualTo("127.0.0.1");
    assertThat(settings.door().port()).isZero();
    assertThat(settings.spoolBytes()).isEqualTo(256L << 20);
    assertThat(settings.checkpointsDir()).isEqualTo(Path.of("podium-data/checkpoints"));
    assertThat(settings.keepEvery()).isZero();
    assertThat(settings.cacheDir()).isEqualTo(Path.of("podium-data/cache"));
    assertThat(settings.trainer())
        .isEqualTo(
            new TrainerSettings(0, 1L << 30, Duration.ofSeconds(20), Duration.ofSeconds(30)));
    assertThat(settings.datasets())
        .containsExactly(
            new DatasetEntry("cifar10", "cifar10", Optional.empty(), 0),
            new DatasetEntry("digits", "digits", Optional.empty(), 0));
    assertThat(settings.door().akka().isEmpty()).isTrue();
    assertThat(settings.catalog()).isEqualTo(Catalog.BUILT_IN);
  }

  @Test
  void from_everyKey_isTaken() {
    WorkerSettings settings =
        with(
            """
            podium.checkpoints { dir = "/shared/checkpoints", keep-every = 5 }
            podium.worker {
              id = gpu-box, data-dir = "/data", devices = ["cuda:0", "cuda:1*3"], threads = 5
              join = ["a.example:1", "[::1]:2"], cluster-host = "0.0.0.0", cluster-port = 25521
              spool-bytes = 2 MiB, cache-dir = "/cache"
              trainer { threads = 3, heap = 2 GiB, stop-within = 5s, silence = 9s }
              akka { remote.artery.transport = tls-tcp }
            }
            podium.weights.imagenet {
              resnet18 { file = "/weights/resnet18.safetensors" }
              vgg16 { url = "https://weights.example/vgg16.safetensors"
                sha256 = 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef }
            }
            podium.datasets.flowers { type = image-folder, path = "/flowers", image-size = 96 }
            """);
    assertThat(settings.id()).contains("gpu-box");
    assertThat(settings.dataDir()).isEqualTo(Path.of("/data"));
    assertThat(settings.offered())
        .containsExactly(new OfferedDevice("cuda:0", 1), new OfferedDevice("cuda:1", 3));
    assertThat(settings.offered().getLast().slotNames())
        .containsExactly("cuda:1/0", "cuda:1/1", "cuda:1/2");
    assertThat(settings.threads()).isEqualTo(5);
    assertThat(settings.findsDevices()).isFalse();
    assertThat(settings.join()).containsExactly("a.example:1", "[::1]:2");
    assertThat(settings.door().host()).isEqualTo("0.0.0.0");
    assertThat(settings.door().port()).isEqualTo(25521);
    assertThat(settings.spoolBytes()).isEqualTo(2L << 20);
    assertThat(settings.checkpointsDir()).isEqualTo(Path.of("/shared/checkpoints"));
    assertThat(settings.keepEvery()).isEqualTo(5);
    assertThat(settings.cacheDir()).isEqualTo(Path.of("/cache"));
    assertThat(settings.trainer())
        .isEqualTo(new TrainerSettings(3, 2L << 30, Duration.ofSeconds(5), Duration.ofSeconds(9)));
    assertThat(settings.datasets())
        .contains(
            new DatasetEntry("flowers", "image-folder", Optional.of(Path.of("/flowers")), 96));
    assertThat(settings.weights())
        .extracting(WeightsSettings::id)
        .containsExactly("imagenet/resnet18", "imagenet/vgg16");
    assertThat(settings.catalog().hasWeights("imagenet", "vgg16")).isTrue();
    assertThat(settings.catalog().hasWeights("imagenet", "alexnet")).isFalse();
    assertThat(settings.door().akka().getString("remote.artery.transport")).isEqualTo("tls-tcp");
    assertThat(settings.catalog().datasets())
        .extracting(Catalog.Dataset::name)
        .isEqualTo(List.of("cifar10", "digits", "flowers"));
    assertThat(settings.catalog().dataset("flowers").orElseThrow().imageSize()).isEqualTo(96);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "podium.worker.id = \"a b\" | podium.worker.id | a b",
        "podium.worker.devices = [\"gpu0\"] | podium.worker.devices | gpu0",
        "podium.worker.devices = [\"cpu:0\", \"cpu:0\"] | podium.worker.devices | each once",
        "podium.worker.devices = [\"auto\", \"cpu:0\"] | podium.worker.devices | auto",
        "podium.worker.devices = [\"cpu:0*0\"] | podium.worker.devices | *1 to *64",
        "podium.worker.devices = [\"cuda:0*3\", \"cuda:0\"] | podium.worker.devices | each once",
        "podium.worker.threads = -1 | podium.worker.threads | 0 to 1024",
        "podium.worker.devices = [] | podium.worker.devices | cuda:N",
        "podium.worker.join = [] | podium.worker.join | host:port",
        "podium.worker.join = [\"a.example\"] | podium.worker.join | a.example",
        "podium.worker.cluster-host = \"\" | podium.worker.cluster-host | empty",
        "podium.worker.cluster-port = 65536 | podium.worker.cluster-port | 65536",
        "podium.worker.cluster-port = x | cluster-port | NUMBER",
        "podium.worker.spool-bytes = 1 KiB | podium.worker.spool-bytes | 1 MiB",
        "podium.checkpoints.keep-every = -1 | podium.checkpoints.keep-every | -1",
        "podium.worker.trainer.threads = -1 | podium.worker.trainer.threads | -1",
        "podium.worker.trainer.heap = 1 MiB | podium.worker.trainer.heap | 64 MiB",
        "podium.worker.trainer.stop-within = 0s | podium.worker.trainer.stop-within | more than 0",
        "podium.worker.trainer.silence = 4s | podium.worker.trainer.silence | 5 s or more",
        "podium.datasets.x.type = folder | podium.datasets.x.type | image-folder",
        "podium.datasets.x.type = image-folder | podium.datasets.x.path | missing",
        "podium.datasets.x {} | podium.datasets.x.path | folder or archive",
        "podium.datasets.digits.image-size = -1 | podium.datasets.digits.image-size | -1",
        "podium.datasets.\"a b\".type = digits | podium.datasets.a b | a-z",
        "podium.weights.imagenet.x {} | podium.weights.imagenet.x | either a file or a url",
        "podium.weights.i.x { file = a, url = \"https://h/x\" } | podium.weights.i.x | either a"
            + " file",
        "podium.weights.i.x { url = \"http://h/x\", sha256 = 0 } | podium.weights.i.x.url | https",
        "podium.weights.i.x { url = \"a b\", sha256 = 0 } | podium.weights.i.x.url | https",
        "podium.weights.i.x { url = \"https://h/x\" } | podium.weights.i.x.sha256 | missing",
        "podium.weights.i.x { file = a, sha256 = 0 } | podium.weights.i.x.sha256 | 64",
        "podium.weights.none.x { file = a } | podium.weights.none.x | no weights",
        "podium.weights.i = 3 | i | OBJECT",
        "podium.datasets.x = 3 | x | OBJECT",
      })
  void from_aBadValue_namesKeyValueAndWhatIsAllowed(String given, String key, String also) {
    assertThatThrownBy(() -> with(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(also);
  }
}
