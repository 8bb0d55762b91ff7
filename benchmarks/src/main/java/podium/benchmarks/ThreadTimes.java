package podium.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processor time of this JVM's threads by what they are for, as of the last look. For one thread.
 */
final class ThreadTimes {
  private static final double NANOS = 1e9;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> before = new HashMap<>();
  private final Map<Long, Long> now = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final long processBefore = process();

  /** From now on. */
  ThreadTimes() {
    look();
    before.putAll(now);
  }

  /** Threads that end before the next look are not counted from here on. */
  void look() {
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        long id = thread.getThreadId();
        now.merge(id, threads.getThreadCpuTime(id), Math::max);
        names.put(id, thread.getThreadName());
      }
    }
  }

  /** Seconds of threads whose names begin so. */
  double seconds(List<String> beginnings) {
    return now.entrySet().stream()
            .filter(it -> beginnings.stream().anyMatch(named(it.getKey())::startsWith))
            .mapToLong(it -> it.getValue() - before.getOrDefault(it.getKey(), 0L))
            .sum()
        / NANOS;
  }

  private String named(long thread) {
    return names.getOrDefault(thread, "");
  }

  /** Seconds of all threads, those of the JVM itself included. */
  double ofProcess() {
    return (process() - processBefore) / NANOS;
  }

  private static long process() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
