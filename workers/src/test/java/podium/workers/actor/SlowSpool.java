package podium.workers.actor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import podium.engine.worker.Backlog;
import podium.engine.worker.SpooledReport;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Report;
import podium.workers.spool.BoundedSpool;

/** A spool whose disk stands still when the test says so, and that counts what was dropped. */
final class SlowSpool implements BoundedSpool {
  private final BoundedSpool disk;
  final AtomicInteger drops = new AtomicInteger();
  final AtomicInteger waiting = new AtomicInteger();
  volatile CountDownLatch stall = new CountDownLatch(0);

  SlowSpool(BoundedSpool disk) {
    this.disk = disk;
  }

  private void stall() {
    waiting.incrementAndGet();
    try {
      stall.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    waiting.decrementAndGet();
  }

  @Override
  public String place() {
    return disk.place();
  }

  @Override
  public List<Backlog> backlog() {
    return disk.backlog();
  }

  @Override
  public boolean offer(String holder, Report report) {
    return disk.offer(holder, report);
  }

  @Override
  public void put(String holder, Report report) {
    disk.put(holder, report);
  }

  @Override
  public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
    stall();
    return disk.read(attempt, after, limit);
  }

  @Override
  public void acknowledge(AttemptId attempt, long sequence) {
    disk.acknowledge(attempt, sequence);
  }

  @Override
  public void drop(AttemptId attempt) {
    disk.drop(attempt);
    drops.incrementAndGet();
  }

  @Override
  public void awaitChange(Duration atMost) throws InterruptedException {
    disk.awaitChange(atMost);
  }

  @Override
  public void close() {
    disk.close();
  }
}
