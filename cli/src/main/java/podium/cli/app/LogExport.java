package podium.cli.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogRecords;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;

/** Writes the event log, or a part of it, into a file. Confined to one thread. */
public final class LogExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputStream out;
  private final long from;
  private final long until;
  private final LogCursor cursor = new LogCursor();
  private String log = "";
  private boolean begun;
  private long records;
  private long last;

  private LogExport(OutputStream out, long from, long until) {
    this.out = out;
    this.from = from;
    this.until = until;
  }

  /**
   * What was written.
   *
   * @param head of the chain behind the last record
   */
  public record Written(long records, String head) {}

  /**
   * Writes the records from one offset up to another, or to the end that the log has now; packed by
   * zstd or gzip where the file's name ends so. The file is there whole or not at all.
   *
   * @throws UserErrorException if it is there already, or cannot be written
   */
  public static Written write(KafkaSettings kafka, Path file, long from, long until) {
    if (Files.exists(file)) {
      throw new UserErrorException(
          "%s is there already; give another name, or remove it".formatted(file));
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Written written = into(part, file.toString(), kafka, from, until);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return written;
    } catch (IOException | UncheckedIOException e) {
      throw new UserErrorException(
          "%s cannot be written (%s)".formatted(file, DiskReason.of(cause(e))), e);
    } finally {
      delete(part);
    }
  }

  private static IOException cause(Exception failure) {
    return failure instanceof UncheckedIOException unchecked
        ? Objects.requireNonNull(unchecked.getCause())
        : (IOException) failure;
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Written into(Path part, String name, KafkaSettings kafka, long from, long until)
      throws IOException {
    try (OutputStream out = packed(Files.newOutputStream(part), name)) {
      LogExport export = new LogExport(out, from, until);
      LogRecords.each(kafka, export::take);
      return export.end();
    }
  }

  private static OutputStream packed(OutputStream file, String name) throws IOException {
    OutputStream buffered = new BufferedOutputStream(file, 1 << 16);
    if (name.endsWith(".zst")) {
      return new ZstdOutputStream(buffered);
    }
    return name.endsWith(".gz") ? new GZIPOutputStream(buffered) : buffered;
  }

  // why: the chain binds a part to what stood before it, so that is read, too
  private void take(long offset, byte[] record) {
    if (offset >= until) {
      return;
    }
    if (offset >= from) {
      begin();
      line(new LogFileLine(offset, record).bytes());
      records++;
      last = offset + 1;
    }
    if (cursor.read(offset, record) instanceof Reading.Counted counted
        && counted.entry().envelope().starts()
        && log.isEmpty()) {
      log = counted.entry().incarnation();
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      manifest(new LogManifest(LogManifest.FORMAT, from, until, 0, log, fence()));
    }
  }

  private Written end() {
    begin();
    manifest(
        new LogManifest(LogManifest.FORMAT, from, Math.max(from, last), records, log, fence()));
    return new Written(records, fence().head());
  }

  private Fence fence() {
    return cursor.place().fence();
  }

  private void manifest(LogManifest manifest) {
    try {
      line(JSON.writeValueAsString(manifest).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(byte[] bytes) {
    try {
      out.write(bytes);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
