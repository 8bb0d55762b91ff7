package podium.workers.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.worker.Backlog;
import podium.engine.worker.SpooledReport;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Report;

/** The reports of one attempt in one file, a line each. Not thread-safe. */
final class SpoolFile {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);

  private final Path path;
  private final FileChannel channel;
  private final List<Long> ends = new ArrayList<>();
  private long first;
  private long acknowledged;
  private boolean ended;

  private SpoolFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new file, where there is none, whose first report will have that sequence. */
  static SpoolFile create(Path path, long first) throws IOException {
    SpoolFile file = new SpoolFile(path, open(path, StandardOpenOption.CREATE_NEW));
    file.first = first;
    file.acknowledged = first - 1;
    return file;
  }

  /** A file of an earlier process, cut after its last whole report; empty when there is none. */
  static Optional<SpoolFile> recover(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    SpoolFile file = new SpoolFile(path, open(path, StandardOpenOption.WRITE));
    int start = 0;
    for (int end = lineEnd(bytes, start); end >= 0; end = lineEnd(bytes, start)) {
      Optional<SpooledReport> line =
          SpoolLine.decode(java.util.Arrays.copyOfRange(bytes, start, end));
      if (line.filter(report -> file.admits(report.report())).isEmpty()) {
        break;
      }
      file.admit(line.get().report(), end + 1L);
      start = end + 1;
    }
    file.cut(bytes.length, start);
    if (file.ends.isEmpty()) {
      file.delete();
      return Optional.empty();
    }
    return Optional.of(file);
  }

  AttemptId attempt() throws IOException {
    return read(first - 1, 1).getFirst().report().attemptId();
  }

  /** What waits; something must. */
  Backlog backlog() throws IOException {
    SpooledReport latest = read(last() - 1, 1).getFirst();
    return new Backlog(
        latest.report().attemptId(), latest.holder(), acknowledged + 1, last(), ended);
  }

  private long last() {
    return first + ends.size() - 1;
  }

  long bytes() {
    return ends.isEmpty() ? 0 : ends.getLast();
  }

  boolean isDrained() {
    return acknowledged == last();
  }

  /** Whether nothing more can come. */
  boolean isOver() {
    return ended && isDrained();
  }

  /** Writes and syncs a line; on a failure the file is as before. */
  void append(Report report, byte[] line) throws IOException {
    if (report.sequence() != last() + 1 || ended) {
      throw new IllegalArgumentException(
          "report %d of attempt %s is not the next one, %d%s"
              .formatted(
                  report.sequence(), path.getFileName(), last() + 1, ended ? "; it ended" : ""));
    }
    long before = bytes();
    try {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer, before + buffer.position());
      }
      channel.force(false);
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
    admit(report, before + line.length);
  }

  List<SpooledReport> read(long after, int limit) throws IOException {
    List<SpooledReport> reports = new ArrayList<>();
    long from = Math.max(after, acknowledged) + 1;
    for (long sequence = from; sequence <= last() && reports.size() < limit; sequence++) {
      int index = (int) (sequence - first);
      long start = index == 0 ? 0 : ends.get(index - 1);
      reports.add(line(start, (int) (ends.get(index) - start)));
    }
    return reports;
  }

  void acknowledge(long sequence) throws IOException {
    acknowledged = Math.clamp(sequence, acknowledged, last());
    if (isDrained() && !ends.isEmpty()) {
      first = acknowledged + 1;
      ends.clear();
      channel.truncate(0);
    }
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  void close() throws IOException {
    channel.close();
  }

  private boolean admits(Report report) {
    boolean itsOwn = report.attemptId().toString().equals(path.getFileName().toString());
    return itsOwn && !ended && (ends.isEmpty() || report.sequence() == last() + 1);
  }

  private void admit(Report report, long end) {
    if (ends.isEmpty() && acknowledged == 0) {
      first = report.sequence();
      acknowledged = first - 1;
    }
    ends.add(end);
    ended = report instanceof Report.Ended;
  }

  private SpooledReport line(long start, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length - 1);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new EOFException("%s ends before byte %d".formatted(path, start + length));
      }
    }
    return SpoolLine.decode(buffer.array())
        .orElseThrow(() -> new IOException("%s is damaged at byte %d".formatted(path, start)));
  }

  private void cut(int length, int whole) throws IOException {
    if (whole == length) {
      return;
    }
    // why: a torn last line was never sent, but more than that may be worth a look
    Path copy = path.resolveSibling(path.getFileName() + ".damaged~");
    Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
    channel.truncate(whole);
    channel.force(true);
    LOG.atWarn()
        .addKeyValue("file", path)
        .addKeyValue("cutBytes", length - whole)
        .addKeyValue("copy", copy)
        .log("spool file was torn; cut after its last whole report");
  }

  private static int lineEnd(byte[] bytes, int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static FileChannel open(Path path, StandardOpenOption how) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, how);
  }
}
