package podium.engine.worker;

import java.util.List;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Report;

/**
 * Port: reports in order by attempt, kept over restarts until they are acknowledged. Nothing is
 * dropped that was not asked to be.
 */
public interface Spool {
  /** Attempts of which something waits. */
  List<Backlog> backlog();

  /**
   * Keeps a report, for good when this returns.
   *
   * @throws IllegalArgumentException when it is not the next one of its attempt
   */
  void put(String holder, Report report);

  /** At most that many waiting reports of an attempt, in order, of larger sequence than that. */
  List<SpooledReport> read(AttemptId attempt, long after, int limit);

  /** Forgets an attempt's reports up to that sequence. */
  void acknowledge(AttemptId attempt, long sequence);

  /** Forgets all of an attempt. */
  void drop(AttemptId attempt);
}
