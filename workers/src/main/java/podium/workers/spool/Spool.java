package podium.workers.spool;

import java.time.Duration;
import java.util.List;
import podium.engine.worker.Backlog;
import podium.engine.worker.SpooledReport;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Report;

/**
 * Reports in order by attempt, kept over restarts until they are acknowledged. Bounded; nothing is
 * dropped that was not asked to be. Thread-safe.
 */
public interface Spool extends AutoCloseable {

  /** Where it is kept, in words for a person. */
  String place();

  /** Attempts of which something waits. */
  List<Backlog> backlog();

  /**
   * Keeps a report, on disk when this returns; says no, and keeps nothing, when it would pass the
   * bound.
   *
   * @throws IllegalArgumentException when it is not the next one of its attempt
   * @throws java.io.UncheckedIOException when the disk refuses; the spool is as before
   */
  boolean offer(String holder, Report report);

  /** Like {@link #offer}, past the bound where need be. */
  void put(String holder, Report report);

  /** At most that many waiting reports of an attempt, in order, of larger sequence than that. */
  List<SpooledReport> read(AttemptId attempt, long after, int limit);

  /** Forgets an attempt's reports up to that sequence. */
  void acknowledge(AttemptId attempt, long sequence);

  /** Forgets all of an attempt. */
  void drop(AttemptId attempt);

  /** Returns once something was forgotten, or after that time. */
  void awaitChange(Duration atMost) throws InterruptedException;

  @Override
  void close();
}
