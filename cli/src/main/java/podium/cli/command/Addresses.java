package podium.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.cli.error.UserErrorException;

/** Addresses that people type; stateless. */
final class Addresses {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([^:\\s]+|\\[[^]\\s]+]):(\\d{1,5})");
  private static final int LARGEST_PORT = 65_535;

  private Addresses() {}

  /**
   * Checks addresses to join.
   *
   * @throws UserErrorException naming the first that is none
   */
  static void requireJoinable(List<String> join) {
    for (String address : join) {
      Matcher parts = HOST_AND_PORT.matcher(address);
      if (!parts.matches() || !isPort(Integer.parseInt(parts.group(2)))) {
        throw new UserErrorException(
            "--join %s is no address; write HOST:PORT with a port of 1 to %d, such as 10.0.0.5:25520"
                .formatted(address, LARGEST_PORT));
      }
    }
  }

  /**
   * Checks that this machine can listen there.
   *
   * @param port 0 for any
   * @throws UserErrorException when it cannot
   */
  static void requireOwn(String host, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      socket.setReuseAddress(true);
    } catch (UnknownHostException e) {
      throw new UserErrorException(
          "--host %s is no known name; give an address of this machine, under which the scheduler reaches it"
              .formatted(host),
          e);
    } catch (IOException e) {
      throw new UserErrorException(
          port == 0
              ? "--host %s is no address of this machine (%s); give one under which the scheduler reaches it"
                  .formatted(host, e.getMessage())
              : "port %d on %s is taken or not this machine's (%s); stop what listens there, or choose another with --cluster-port"
                  .formatted(port, host, e.getMessage()),
          e);
    }
  }

  private static boolean isPort(int port) {
    return port > 0 && port <= LARGEST_PORT;
  }
}
