package podium.engine.port;

import java.time.Duration;

/**
 * Port: says whether this process is the one that is to reign. It may be wrong for a while; the log
 * alone says who reigns.
 */
public interface Election extends AutoCloseable {
  /**
   * Whoever would reign here is alive: to be said every second or so. A process of which it is not
   * said for a while is taken for dead.
   */
  void answers();

  /** Leaves the office to others for so long. */
  void withdraw(Duration longest);

  /** Leaves in order, so that another one is elected at once. */
  @Override
  void close();

  /** Who is told, from the election's own thread. */
  interface Listener {
    /** This process is to reign. */
    void elected();

    /** Another one is to reign, or nobody knows who. */
    void dismissed();

    /** A sentence for whoever looks after the scheduler. */
    void note(String text);
  }

  /** Takes part in an election. */
  interface Factory {
    Election open(Listener listener);
  }
}
