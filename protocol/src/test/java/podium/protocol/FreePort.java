package podium.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine on which nobody listens. They lie below those that systems give to clients:
 * a port that is to be listened on later must not go to whoever connects to something meanwhile.
 */
public final class FreePort {
  private static final int FIRST = 10_000;
  private static final int LAST = 25_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** One of them, by chance, that no other test of this process was given. */
  public static int any() {
    for (; ; ) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(port)) {
          return port;
        }
      } catch (BindException e) {
        // why: somebody listens there; the next one, then
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
