package podium.engine.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import podium.engine.worker.Backlog;
import podium.engine.worker.Spool;
import podium.engine.worker.SpooledReport;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.report.Report;

/** A spool that outlives the process of its worker. */
final class Disk implements Spool {
  private final Map<AttemptId, File> files = new LinkedHashMap<>();

  /** Where schedulers can be reached, as its worker learned it. */
  List<NodeAddress> schedulers = List.of();

  /** Whether it takes nothing: nobody may put anything then. */
  boolean full;

  private static final class File {
    final List<SpooledReport> waiting = new ArrayList<>();
    long last;
    boolean ended;
  }

  /** What is left of it when the process is gone. */
  void reopen() {
    files.values().removeIf(file -> file.waiting.isEmpty());
  }

  /** The last report of every file is gone, as after a loss of power under a disk that lied. */
  void tear() {
    for (File file : files.values()) {
      if (!file.waiting.isEmpty()) {
        file.waiting.removeLast();
        file.last--;
        file.ended = false;
      }
    }
  }

  boolean isEmpty() {
    return files.values().stream().allMatch(file -> file.waiting.isEmpty());
  }

  @Override
  public List<Backlog> backlog() {
    List<Backlog> backlog = new ArrayList<>();
    files.forEach(
        (attempt, file) -> {
          if (!file.waiting.isEmpty()) {
            SpooledReport first = file.waiting.getFirst();
            backlog.add(
                new Backlog(
                    attempt, first.holder(), first.report().sequence(), file.last, file.ended));
          }
        });
    return backlog;
  }

  @Override
  public void put(String holder, Report report) {
    if (full) {
      throw new IllegalStateException("the disk is full");
    }
    File file = files.computeIfAbsent(report.attemptId(), id -> new File());
    boolean next = file.last == 0 || report.sequence() == file.last + 1;
    if (!next || file.ended) {
      throw new IllegalArgumentException(report + " does not follow report " + file.last);
    }
    file.last = report.sequence();
    file.ended = report instanceof Report.Ended;
    file.waiting.add(new SpooledReport(holder, report));
  }

  @Override
  public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
    File file = files.get(attempt);
    return file == null
        ? List.of()
        : file.waiting.stream()
            .filter(waiting -> waiting.report().sequence() > after)
            .limit(limit)
            .toList();
  }

  @Override
  public void acknowledge(AttemptId attempt, long sequence) {
    File file = files.get(attempt);
    if (file != null) {
      file.waiting.removeIf(waiting -> waiting.report().sequence() <= sequence);
      if (file.waiting.isEmpty() && file.ended) {
        files.remove(attempt);
      }
    }
  }

  @Override
  public void drop(AttemptId attempt) {
    files.remove(attempt);
  }
}
