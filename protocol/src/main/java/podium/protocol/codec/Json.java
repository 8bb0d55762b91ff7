package podium.protocol.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import podium.protocol.topic.Topics;

/** The mappers of Podium's messages: closed type names, tolerant of unknown fields. Thread-safe. */
final class Json {
  /** For everything Podium writes and reads back. */
  static final ObjectMapper MESSAGES =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  /** For what people write: strict about doubled fields, trailing text and depth. */
  static final ObjectMapper PEOPLE_JSON =
      JsonMapper.builder(strict(Topics.MAX_REQUEST_BYTES))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Files of such, which may hold several. */
  static final JsonFactory PEOPLE_FILES = strict(RequestFile.MAX_BYTES);

  private Json() {}

  private static JsonFactory strict(int mostBytes) {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(YamlDocuments.DEEPEST)
                .maxDocumentLength(mostBytes)
                .build())
        .build();
  }
}
