package podium.cli.view;

import java.io.PrintWriter;
import java.util.Locale;
import podium.protocol.Printable;

/**
 * What is being done and how far it is: on a terminal one line that changes, elsewhere a line for
 * each new thing. Confined to one thread.
 */
public final class DoingView implements AutoCloseable {
  private static final String ERASED = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private String last = "";

  public DoingView(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Shows it.
   *
   * @param all 0 when not known
   */
  public void show(String what, long done, long all) {
    if (terminal) {
      String far = all == 0 ? "" : String.format(Locale.ROOT, ": %,d of %,d", done, all);
      out.print(ERASED + Printable.of(what + far));
    } else if (!what.equals(last)) {
      out.println(Printable.of(what) + " ...");
    }
    out.flush();
    last = what;
  }

  @Override
  public void close() {
    if (terminal && !last.isEmpty()) {
      out.print(ERASED);
      out.flush();
    }
  }
}
