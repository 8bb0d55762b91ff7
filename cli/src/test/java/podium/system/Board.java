package podium.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the dashboard of a process answers. */
record Board(int port) {
  /** The rows of a list; none while nobody answers. */
  JsonNode rows(String path) {
    try {
      String answer = PodiumProcess.get(port, path);
      return new ObjectMapper()
          .readTree(answer.startsWith("status") ? "{\"rows\":[]}" : answer)
          .path("rows");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The field of the first row; empty while there is none. */
  String first(String path, String field) {
    return rows(path).path(0).path(field).asText();
  }
}
