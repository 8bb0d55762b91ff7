package podium.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import podium.cli.error.UserErrorException;
import podium.protocol.FreePort;

class BrokerPortsTest {

  @Test
  void choose_anyPorts_areThreeDifferentOnes() {
    for (int i = 0; i < 500; i++) {
      BrokerPorts ports = BrokerPorts.choose(0, 0);
      assertThat(Set.of(ports.everybody(), ports.own(), ports.controller())).hasSize(3);
    }
  }

  @Test
  void choose_portOfLastTimeFree_takesItAgain() {
    int before = FreePort.any();
    assertThat(BrokerPorts.choose(0, before).own()).isEqualTo(before);
  }

  @Test
  void choose_portOfLastTimeWantedForEverybody_takesAnother() {
    int wanted = FreePort.any();
    BrokerPorts ports = BrokerPorts.choose(wanted, wanted);
    assertThat(ports.everybody()).isEqualTo(wanted);
    assertThat(ports.own()).isNotEqualTo(wanted);
  }

  @Test
  void choose_portOfLastTimeTaken_takesAnother() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(BrokerPorts.choose(0, other.getLocalPort()).own())
          .isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void choose_portOfLastTimeThatIsNone_takesAnother() {
    assertThat(BrokerPorts.choose(0, 70_000).own()).isBetween(1, 65_535);
  }

  @Test
  void choose_noPort_saysWhichAreAllowed() {
    assertThatThrownBy(() -> BrokerPorts.choose(70_000, 0))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("--kafka-port is 70000; allowed: 0 to 65535");
  }
}
