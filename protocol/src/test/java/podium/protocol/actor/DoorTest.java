package podium.protocol.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"})
  void of_aHostThatOnlyThisMachineReaches_needsNothing(String host) {
    assertThat(door("h = \"%s\"".formatted(host)).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.5", "0.0.0.0", "lab-server", "127.example.org", "::", "fe80::1"})
  void of_aHostThatOthersReachWithoutKeys_isRefusedWithWhatToType(String host) {
    assertThatThrownBy(() -> door("h = \"%s\"".formatted(host)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "h is %s, which other machines can reach, and nothing keeps strangers out; make keys with podium keys DIR --host %s and give them with --cluster-keys DIR (setting podium.cluster.keys), or use 127.0.0.1"
                .formatted(host, host));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "remote.artery.bind.hostname = \"0.0.0.0\" | bind.hostname is 0.0.0.0",
        "remote.artery.canonical.hostname = \"10.0.0.5\" | canonical.hostname is 10.0.0.5",
        "remote.artery.transport = tcp, remote.artery.bind.hostname = \"::\" | bind.hostname is ::",
        "remote.artery.transport = tls-tcp, remote.artery.bind.hostname = \"::\","
            + " remote.artery.ssl.config-ssl-engine.require-mutual-authentication = off"
            + " | bind.hostname is ::",
      })
  void of_settingsOfAkkaThatOpenIt_areRefusedToo(String akka, String told) {
    assertThatThrownBy(() -> door("podium.cluster.akka { %s }".formatted(akka)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }

  @Test
  void of_tlsOfOnesOwn_mayBeReachedByOthers() {
    assertThat(
            door("h = \"10.0.0.5\", podium.cluster.akka.remote.artery.transport = tls-tcp").host())
        .isEqualTo("10.0.0.5");
  }

  @Test
  void of_badPortAndHost_namesTheSetting() {
    assertThatThrownBy(() -> door("p = 65536")).hasMessage("p is 65536; allowed: 0 to 65535");
    assertThatThrownBy(() -> door("h = \" \""))
        .hasMessage("h is empty; allowed: a name or address of this machine");
  }

  @Test
  void of_akkaSettingsOfCluster_areInTheSystemsAndThoseGivenLieOver() {
    Config root =
        root(
            "podium.cluster.akka { remote.artery { transport = tls-tcp, advanced.x = 1 },"
                + " log-dead-letters = 3 }");
    Config over = ConfigFactory.parseString("remote.artery.advanced.x = 2");

    Config akka = Remote.config(Door.of(root, "h", "p", over)).getConfig("akka");

    assertThat(akka.getString("remote.artery.transport")).isEqualTo("tls-tcp");
    assertThat(akka.getInt("remote.artery.advanced.x")).isEqualTo(2);
    assertThat(akka.getInt("log-dead-letters")).isEqualTo(3);
    assertThat(akka.getBoolean("remote.artery.untrusted-mode")).isTrue();
  }

  @Test
  void of_keysFolderThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> door("podium.cluster.keys = \"/none/keys\""))
        .hasMessage(
            "podium.cluster.keys is /none/keys, and there is no such folder; podium keys DIR makes"
                + " such a folder");
  }

  private static Door door(String settings) {
    return Door.of(root(settings), "h", "p", ConfigFactory.empty());
  }

  private static Config root(String settings) {
    return ConfigFactory.parseString(settings)
        .withFallback(ConfigFactory.parseString("h = \"127.0.0.1\", p = 0"))
        .withFallback(ConfigFactory.load());
  }
}
