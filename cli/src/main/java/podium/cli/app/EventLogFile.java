package podium.cli.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.LogRecords.Taker;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;

/**
 * An event log in a file: as {@link LogExport} writes it, or one bare record a line, the first at
 * offset 0. Thread-safe.
 */
public final class EventLogFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventLogFile() {}

  /**
   * What a file holds, and all that is wrong with it.
   *
   * @param records that could be read
   * @param head of the chain behind the last one
   * @param damage each in a sentence that names an offset or a line
   */
  public record Checked(long records, String head, List<String> damage) {
    public Checked {
      damage = List.copyOf(damage);
    }
  }

  /**
   * Hands over every record; a file whose name ends in gz or zst is unpacked.
   *
   * @throws UserErrorException if it cannot be read, is damaged, or lacks the log's beginning
   */
  public static void each(Path file, Taker taker) {
    Lines lines = new Lines(file, taker);
    lines.readAll();
    if (lines.first.filter(manifest -> manifest.from() > 0).isPresent()) {
      throw new UserErrorException(
          "%s begins at offset %d, and what stands there follows from what stood before; export the whole log"
              .formatted(file, lines.first.orElseThrow().from()));
    }
    if (!lines.damage.isEmpty()) {
      throw new UserErrorException(
          "%s is damaged: %s; ./podium log verify tells all of it"
              .formatted(file, lines.damage.getFirst()));
    }
  }

  /** Reads the whole file, and says what is wrong with it. */
  public static Checked check(Path file) {
    Chain chain = new Chain();
    Lines lines = new Lines(file, chain::take);
    lines.begin = chain::begin;
    lines.readAll();
    List<String> damage = new ArrayList<>(lines.damage);
    if (lines.first.isPresent()) {
      lines.last.ifPresentOrElse(
          last -> {
            if (last.records() != lines.records) {
              damage.add(
                  "%d records are in it, of %d that were exported"
                      .formatted(lines.records, last.records()));
            }
            if (damage.isEmpty() && !last.fence().equals(chain.cursor.place().fence())) {
              damage.add("the head of the chain is not the one that was exported");
            }
          },
          () -> damage.add("its last line is missing, so it was cut off"));
    }
    return new Checked(lines.records, chain.cursor.place().fence().head(), damage);
  }

  /** The chain over the records of a file. */
  private static final class Chain {
    private LogCursor cursor = new LogCursor();

    void begin(LogManifest manifest) {
      cursor = new LogCursor(new LogCursor.Place(manifest.fence(), 0, 0));
    }

    void take(long offset, byte[] record) {
      Reading unused = cursor.read(offset, record);
    }
  }

  /** The lines of a file, one after another. */
  private static final class Lines {
    private final Path file;
    private final Taker taker;
    private Consumer<LogManifest> begin = manifest -> {};
    private Optional<LogManifest> first = Optional.empty();
    private Optional<LogManifest> last = Optional.empty();
    private final List<String> damage = new ArrayList<>();
    private long records;
    private long number;
    private long expected;

    Lines(Path file, Taker taker) {
      this.file = file;
      this.taker = taker;
    }

    void readAll() {
      try (InputStream in = unpacked(Files.newInputStream(file))) {
        for (Optional<byte[]> line = next(in); line.isPresent(); line = next(in)) {
          number++;
          take(line.get());
        }
      } catch (IOException e) {
        throw new UserErrorException(
            "%s cannot be read (%s); give a file of ./podium log export, or one with one record of podium.events a line"
                .formatted(file, DiskReason.of(e)),
            e);
      }
    }

    private InputStream unpacked(InputStream in) throws IOException {
      InputStream buffered = new BufferedInputStream(in, 1 << 16);
      String name = file.toString();
      if (name.endsWith(".zst")) {
        return new BufferedInputStream(new ZstdInputStream(buffered), 1 << 16);
      }
      return name.endsWith(".gz") ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private static Optional<byte[]> next(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
      int sign = in.read();
      if (sign < 0) {
        return Optional.empty();
      }
      for (; sign >= 0 && sign != '\n'; sign = in.read()) {
        line.write(sign);
      }
      return Optional.of(line.toByteArray());
    }

    private void take(byte[] line) throws IOException {
      boolean manifest =
          new String(
                  line,
                  0,
                  Math.min(line.length, LogManifest.MARK.length()),
                  StandardCharsets.ISO_8859_1)
              .equals(LogManifest.MARK);
      if (number == 1 && manifest) {
        LogManifest read = manifest(line);
        first = Optional.of(read);
        expected = read.from();
        begin.accept(read);
      } else if (first.isEmpty()) {
        taker.take(records++, line);
      } else if (last.isPresent()) {
        damage.add("line %d stands behind the last one".formatted(number));
      } else if (manifest) {
        last = Optional.of(manifest(line));
      } else {
        exported(line);
      }
    }

    private void exported(byte[] line) {
      LogFileLine.Read read = LogFileLine.read(line);
      if (read.line().isEmpty()) {
        damage.add(
            "the record at offset %d (line %d) is damaged: %s"
                .formatted(expected, number, read.damage()));
        expected++;
        records++;
        return;
      }
      LogFileLine whole = read.line().get();
      if (whole.offset() < expected) {
        damage.add(
            "offset %d (line %d) stands behind offset %d"
                .formatted(whole.offset(), number, expected - 1));
      }
      expected = whole.offset() + 1;
      records++;
      taker.take(whole.offset(), whole.record());
    }

    private LogManifest manifest(byte[] line) throws IOException {
      LogManifest manifest = JSON.readValue(line, LogManifest.class);
      if (manifest.podiumLog() > LogManifest.FORMAT) {
        throw new UserErrorException(
            "%s is of format %d; this version reads up to %d, so use a newer podium"
                .formatted(file, manifest.podiumLog(), LogManifest.FORMAT));
      }
      return manifest;
    }
  }
}
