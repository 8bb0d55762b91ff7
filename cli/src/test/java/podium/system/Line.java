package podium.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a port of this machine that a test can cut and mend; on loopback alone. */
final class Line implements AutoCloseable {
  private final ServerSocket listening;
  private final int to;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Line(int to) throws IOException {
    this.to = to;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Nothing gets through from now on. */
  void cut() {
    cut = true;
    open.forEach(Line::end);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        if (cut) {
          end(from);
        } else {
          join(from);
        }
      } catch (IOException e) {
        // why: it was closed, or whoever it leads to is not there
        continue;
      }
    }
  }

  private void join(Socket from) throws IOException {
    open.add(from);
    Socket there = new Socket(InetAddress.getLoopbackAddress(), to);
    open.add(there);
    Thread.ofVirtual().start(() -> pump(from, there));
    Thread.ofVirtual().start(() -> pump(there, from));
    if (cut) {
      cut();
    }
  }

  private void pump(Socket from, Socket there) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(there.getOutputStream());
    } catch (IOException e) {
      // why: a line that is cut ends so
    } finally {
      end(from);
      end(there);
      open.remove(from);
      open.remove(there);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
