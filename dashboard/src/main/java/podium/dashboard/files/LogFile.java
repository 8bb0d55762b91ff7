package podium.dashboard.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A log that grows, read in pages of whole lines from its end backwards, or on from where one was.
 * A line that is not finished yet is left for later. Holds no state; thread-safe.
 */
public final class LogFile {
  /** Most lines of a page. */
  public static final int MOST_LINES = 1_000;

  /** Most bytes that one call looks through. */
  static final int MOST_BYTES = 4 << 20;

  private static final int LONGEST_LINE = 8_000;

  private final Path file;
  private final int mostBytes;

  LogFile(Path file) {
    this(file, MOST_BYTES);
  }

  LogFile(Path file, int mostBytes) {
    this.file = file;
    this.mostBytes = mostBytes;
  }

  /** A line and where in the file it begins. */
  public record Line(long at, String text) {}

  /**
   * A page of it.
   *
   * @param bytes of the whole file
   * @param from what was looked through begins at this byte; 0 where nothing is before it
   * @param to what was looked through ends before this byte
   */
  public record Page(long bytes, long from, long to, List<Line> lines) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The last lines before a byte that have a text in them, whatever the case of its letters.
   *
   * @param before a byte; those beyond the end mean the end
   * @param text empty takes every line
   */
  public Page before(long before, int most, String text) {
    try (FileChannel channel = open()) {
      long size = channel.size();
      long end = Math.clamp(before, 0, size);
      long begin = Math.max(0, end - mostBytes);
      Part part = part(channel, begin, end);
      List<Line> found = new ArrayList<>();
      long from = part.at;
      String wanted = text.toLowerCase(Locale.ROOT);
      List<Line> lines = part.lines();
      for (int i = lines.size() - 1; i >= 0; i--) {
        if (found.size() == most) {
          from = found.getLast().at();
          break;
        }
        if (has(lines.get(i), wanted)) {
          found.add(lines.get(i));
        }
      }
      Collections.reverse(found);
      return new Page(size, from, part.end(), found);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The first lines from a byte on, at which a line begins, that have a text in them. */
  public Page from(long from, int most, String text) {
    try (FileChannel channel = open()) {
      long size = channel.size();
      long begin = Math.clamp(from, 0, size);
      Part part = part(channel, begin, Math.min(size, begin + mostBytes));
      List<Line> found = new ArrayList<>();
      long to = part.end();
      String wanted = text.toLowerCase(Locale.ROOT);
      for (Line line : part.lines()) {
        if (found.size() == most) {
          to = line.at();
          break;
        }
        if (has(line, wanted)) {
          found.add(line);
        }
      }
      return new Page(size, begin, to, found);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static boolean has(Line line, String wanted) {
    return wanted.isEmpty() || line.text().toLowerCase(Locale.ROOT).contains(wanted);
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /** Whole lines: from behind the first end of a line, unless it is the beginning, to the last. */
  private static Part part(FileChannel channel, long begin, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) (end - begin));
    for (int read = 0; read >= 0 && buffer.hasRemaining(); ) {
      read = channel.read(buffer, begin + buffer.position());
    }
    byte[] bytes = buffer.array();
    int last = buffer.position();
    while (last > 0 && bytes[last - 1] != '\n') {
      last--;
    }
    int first = 0;
    if (begin > 0 && !endsLine(channel, begin)) {
      while (first < last && bytes[first++] != '\n') {
        // why: what is before the first end of a line is the rest of a line that begins earlier
      }
    }
    return new Part(bytes, first, last, begin + first);
  }

  private static boolean endsLine(FileChannel channel, long before) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return channel.read(one, before - 1) == 1 && one.get(0) == '\n';
  }

  private static final class Part {
    private final byte[] bytes;
    private final int first;
    private final int last;
    private final long at;

    private Part(byte[] bytes, int first, int last, long at) {
      this.bytes = bytes;
      this.first = first;
      this.last = last;
      this.at = at;
    }

    private long end() {
      return at + last - first;
    }

    private List<Line> lines() {
      List<Line> lines = new ArrayList<>();
      int begin = first;
      for (int i = first; i < last; i++) {
        if (bytes[i] == '\n') {
          int length = Math.min(i - begin, LONGEST_LINE);
          lines.add(
              new Line(
                  at + begin - first, new String(bytes, begin, length, StandardCharsets.UTF_8)));
          begin = i + 1;
        }
      }
      return lines;
    }
  }
}
