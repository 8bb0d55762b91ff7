package podium.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.error.UserErrorException;
import podium.cli.node.NodeSettings;
import podium.protocol.actor.ClusterKeys;
import podium.protocol.actor.Remote;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.config.WorkerSettings;

/** Folders of keys as they are made, and what is said of those that are not as they should be. */
final class KeyFolderTest {
  private static final List<String> HERE = List.of("10.0.0.5", "Lab.Example", "::1", "127.0.0.1");

  @TempDir static Path dir;
  private static Path first;
  private static Path second;

  @BeforeAll
  static void make() {
    first = dir.resolve("first");
    second = dir.resolve("second");
    KeyFolder.make(first, HERE, Optional.empty());
    KeyFolder.make(second, List.of("10.0.0.6"), Optional.of(first));
  }

  @Test
  void make_aFolder_isItsOwnersAloneAndHoldsNothingElse() throws IOException {
    assertThat(names(first))
        .containsExactly("ca.p12", "ca.password", "key.p12", "password", "trust.p12");
    assertThat(names(second)).containsExactly("key.p12", "password", "trust.p12");
    for (Path folder : List.of(first, second)) {
      assertThat(rights(folder)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
      }
      assertThat(ClusterKeys.in(folder).openToOthers()).isEmpty();
    }
    assertThat(Files.readString(first.resolve("password")))
        .hasSizeGreaterThan(30)
        .isNotEqualTo(Files.readString(second.resolve("password")))
        .isNotEqualTo(Files.readString(first.resolve("ca.password")));
    assertThat(names(dir)).noneMatch(name -> name.startsWith(".keys-"));
  }

  @Test
  void make_whereThereIsSomething_isRefusedAndTouchesNothing() throws IOException {
    byte[] before = Files.readAllBytes(first.resolve("key.p12"));
    assertThatThrownBy(() -> KeyFolder.make(first, HERE, Optional.empty()))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            first
                + " is not empty, and keys are never written over; choose another folder, or delete"
                + " it when nobody needs its keys any more");
    assertThat(Files.readAllBytes(first.resolve("key.p12"))).isEqualTo(before);
    Path empty = Files.createDirectory(dir.resolve("empty"));
    assertThat(KeyFolder.make(empty, HERE, Optional.of(first)).hosts()).contains("10.0.0.5");
    assertThat(rights(empty)).isEqualTo("rwx------");
  }

  @Test
  void make_ofWhatIsNoCa_saysWhichFolderHoldsIt() {
    assertThatThrownBy(
            () -> KeyFolder.make(dir.resolve("third"), List.of("h"), Optional.of(second)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("--ca %s: no CA can be read there".formatted(second));
    assertThat(dir.resolve("third")).doesNotExist();
  }

  @Test
  void make_ofANameThatNoCertificateTakes_leavesNothingBehind() throws IOException {
    assertThatThrownBy(
            () -> KeyFolder.make(dir.resolve("bad"), List.of("no name"), Optional.empty()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("keytool made no key");
    assertThat(dir.resolve("bad")).doesNotExist();
    assertThat(names(dir)).noneMatch(name -> name.startsWith(".keys-"));
  }

  @Test
  void keytool_ofAJavaWithoutIt_saysWhatToInstall() {
    assertThatThrownBy(() -> Keytool.in(dir))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            dir.resolve("bin/keytool")
                + " is not there, and it makes the keys; name a whole JDK or JRE of version 21 or"
                + " newer in PODIUM_JAVA_HOME");
  }

  @Test
  void settings_withKeys_closeSchedulerAndWorkerAlike() {
    NodeSettings node =
        with(first)
            .with(
                Map.of(
                    "podium.cluster.host",
                    "lab.example",
                    "podium.worker.cluster-host",
                    "10.0.0.5"));
    for (var door :
        List.of(
            node.read(SchedulerSettings::from).door(), node.read(WorkerSettings::from).door())) {
      var artery = Remote.config(door).getConfig("akka.remote.artery");
      var engine = artery.getConfig("ssl.config-ssl-engine");
      assertThat(artery.getString("transport")).isEqualTo("tls-tcp");
      assertThat(engine.getString("protocol")).isEqualTo("TLSv1.3");
      assertThat(engine.getBoolean("require-mutual-authentication")).isTrue();
      assertThat(engine.getBoolean("hostname-verification")).isTrue();
    }
    assertThat(node.read(SchedulerSettings::from).toString() + node.read(WorkerSettings::from))
        .doesNotContain(password(first));
  }

  @Test
  void settings_ofAnAddressWrittenInAnotherWay_areThoseOfTheKey() {
    assertThat(host("0:0:0:0:0:0:0:1").read(SchedulerSettings::from).door().keys()).isPresent();
    assertThat(host("[::1]").read(SchedulerSettings::from).door().keys()).isPresent();
  }

  @Test
  void settings_withAKeyForAnotherHost_sayWhichAndWhatToType() {
    for (String host : List.of("10.0.0.6", "lab", "localhost")) {
      assertThatThrownBy(() -> host(host).read(SchedulerSettings::from))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("podium.cluster.keys is " + first)
          .hasMessageContaining("10.0.0.5, Lab.Example, 0:0:0:0:0:0:0:1, 127.0.0.1")
          .hasMessageContaining("not for " + host)
          .hasMessageContaining("podium keys DIR --host %s --ca".formatted(host));
    }
  }

  @Test
  void settings_withKeysButTlsSwitchedOff_areRefusedBeyondLoopback() {
    assertThatThrownBy(
            () ->
                host("10.0.0.5")
                    .with("podium.cluster.akka.remote.artery.transport", "tcp")
                    .read(SchedulerSettings::from))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("nothing keeps strangers out");
  }

  @Test
  void settings_withABrokenFolder_sayWhatIsWrongWithIt() throws IOException {
    assertThatThrownBy(() -> with(dir.resolve("none")).read(WorkerSettings::from))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("there is no such folder");
    refused("no-key", "it holds no key.p12", at -> Files.delete(at.resolve("key.p12")));
    refused("no-password", "it holds no password", at -> Files.delete(at.resolve("password")));
    refused(
        "wrong-password",
        "its key.p12 cannot be read (keystore password was incorrect)",
        at -> Files.writeString(at.resolve("password"), "something else"));
    refused(
        "damaged",
        "its trust.p12 cannot be read",
        at -> Files.writeString(at.resolve("trust.p12"), "nonsense"));
    Path other = dir.resolve("other");
    KeyFolder.make(other, List.of("127.0.0.1"), Optional.empty());
    refused(
        "mixed",
        "its key.p12 is not of the CA in its trust.p12",
        at -> {
          Files.copy(
              other.resolve("key.p12"), at.resolve("key.p12"), StandardCopyOption.REPLACE_EXISTING);
          var store = java.security.KeyStore.getInstance("PKCS12");
          try (var in = Files.newInputStream(other.resolve("key.p12"))) {
            store.load(in, password(other).toCharArray());
          }
          var key = store.getKey("podium", password(other).toCharArray());
          store.setKeyEntry(
              "podium", key, password(first).toCharArray(), store.getCertificateChain("podium"));
          try (var out = Files.newOutputStream(at.resolve("key.p12"))) {
            store.store(out, password(first).toCharArray());
          }
        });
  }

  @Test
  void openToOthers_ofAFileThatOthersMayRead_namesIt() throws IOException {
    Path open = copied("open");
    Files.setPosixFilePermissions(
        open.resolve("password"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(ClusterKeys.in(open).openToOthers()).containsExactly(open.resolve("password"));
  }

  private interface Damage {
    void to(Path folder) throws Exception;
  }

  private static void refused(String name, String told, Damage damage) throws IOException {
    Path folder = copied(name);
    try {
      damage.to(folder);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> with(folder).read(WorkerSettings::from))
        .as(name)
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("podium.cluster.keys is %s, but ".formatted(folder))
        .hasMessageContaining(told);
  }

  private static Path copied(String name) throws IOException {
    Path copy = Files.createDirectory(dir.resolve(name));
    for (String file : List.of("key.p12", "password", "trust.p12")) {
      Files.copy(first.resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return copy;
  }

  private static NodeSettings with(Path keys) {
    return new NodeSettings(ConfigFactory.load()).with("podium.cluster.keys", keys.toString());
  }

  private static NodeSettings host(String host) {
    return with(first).with("podium.cluster.host", host);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static String password(Path folder) {
    try {
      return Files.readString(folder.resolve("password")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
