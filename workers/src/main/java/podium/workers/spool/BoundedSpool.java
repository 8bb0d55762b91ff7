package podium.workers.spool;

import java.time.Duration;
import podium.engine.worker.Spool;
import podium.protocol.report.Report;

/** A spool in a place with a bound. Thread-safe. */
public interface BoundedSpool extends Spool, AutoCloseable {

  /** Where it is kept, in words for a person. */
  String place();

  /**
   * Keeps a report, on disk when this returns; says no, and keeps nothing, when it would pass the
   * bound.
   *
   * @throws IllegalArgumentException when it is not the next one of its attempt
   * @throws java.io.UncheckedIOException when the disk refuses; the spool is as before
   */
  boolean offer(String holder, Report report);

  /** Like {@link #offer}, past the bound where need be. */
  @Override
  void put(String holder, Report report);

  /** Returns once something was forgotten, or after that time. */
  void awaitChange(Duration atMost) throws InterruptedException;

  @Override
  void close();
}
