package podium.workers.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import podium.engine.worker.SpooledReport;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.report.Report;

/** A spooled report as a line of JSON: {@code {"holder": …, "report": …}}. */
final class SpoolLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SpoolLine() {}

  /** The line with its line feed. */
  static byte[] encode(String holder, Report report) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    line.writeBytes("{\"holder\":".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    line.writeBytes(JSON.writeValueAsBytes(holder));
    line.writeBytes(",\"report\":".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    line.writeBytes(EventCodec.encode(report));
    line.writeBytes(new byte[] {'}', '\n'});
    return line.toByteArray();
  }

  /** What a line without its line feed says; empty when it cannot be read. */
  static Optional<SpooledReport> decode(byte[] line) {
    try {
      JsonNode node = JSON.readTree(line);
      JsonNode holder = node.path("holder");
      JsonNode report = node.path("report");
      return holder.isTextual() && report.isObject()
          ? Optional.of(
              new SpooledReport(
                  holder.textValue(), EventCodec.decodeReport(JSON.writeValueAsBytes(report))))
          : Optional.empty();
    } catch (IOException | MalformedMessageException e) {
      return Optional.empty();
    }
  }
}
