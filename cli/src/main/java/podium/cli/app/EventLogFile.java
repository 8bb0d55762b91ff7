package podium.cli.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.LogRecords.Taker;

/** An event log in a file: one record a line, the first at offset 0. Thread-safe. */
public final class EventLogFile {
  private EventLogFile() {}

  /** Hands over every record; a file whose name ends in gz is unpacked. */
  public static void each(Path file, Taker taker) {
    try (InputStream in = Files.newInputStream(file);
        InputStream unpacked = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8))) {
      long offset = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        taker.take(offset++, line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be read (%s); give a file with one record of podium.events a line"
              .formatted(file, DiskReason.of(e)),
          e);
    }
  }
}
