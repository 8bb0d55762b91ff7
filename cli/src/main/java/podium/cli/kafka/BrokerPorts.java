package podium.cli.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import podium.cli.error.UserErrorException;

/**
 * The ports of one start of the embedded broker, all different; immutable.
 *
 * @param everybody where everybody's clients reach it
 * @param own where Podium's own parts do
 * @param controller where it reaches itself
 */
record BrokerPorts(int everybody, int own, int controller) {

  /**
   * Chooses ports at which nobody listens.
   *
   * @param wanted of the door for everybody; 0 for any free one
   * @param before of the door for Podium's own parts at the last start, taken again where it is
   *     free; 0 for any
   * @throws UserErrorException if the wanted port is taken
   */
  static BrokerPorts choose(int wanted, int before) {
    // why: a system may name the same free port twice, unless it is held meanwhile
    try (ServerSocket everybody = required(wanted);
        ServerSocket own = preferred(before);
        ServerSocket controller = required(0)) {
      return new BrokerPorts(
          everybody.getLocalPort(), own.getLocalPort(), controller.getLocalPort());
    } catch (IOException e) {
      throw taken(wanted, e);
    }
  }

  private static ServerSocket required(int port) {
    try {
      return held(port);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--kafka-port is %d; allowed: 0 to 65535".formatted(port), e);
    } catch (IOException e) {
      throw taken(port, e);
    }
  }

  private static ServerSocket preferred(int port) throws IOException {
    try {
      return held(port);
    } catch (IOException | IllegalArgumentException e) {
      // why: somebody else took it meanwhile, or a person wrote nonsense; nobody was promised it
      return held(0);
    }
  }

  private static ServerSocket held(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static UserErrorException taken(int port, IOException cause) {
    return new UserErrorException(
        "port %d on %s is taken; stop what listens there, or choose another with --kafka-port"
            .formatted(port, BrokerSettings.HOST),
        cause);
  }
}
