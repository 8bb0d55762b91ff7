package podium.workers.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import podium.protocol.folder.Durably;

/** The JSON beside a checkpoint; stateless. */
final class FactsFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private FactsFile() {}

  /** Where it lies for a checkpoint. */
  static Path of(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return checkpoint.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".json");
  }

  static void write(Path checkpoint, CheckpointFacts facts) throws IOException {
    Durably.write(of(checkpoint), json(facts).getBytes(StandardCharsets.UTF_8));
  }

  static String json(CheckpointFacts facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + facts, e);
    }
  }

  /** What it says; nothing when it is missing or unreadable. */
  static Optional<CheckpointFacts> read(Path checkpoint) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(of(checkpoint)), CheckpointFacts.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
