package podium.protocol.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import podium.protocol.topic.Topics;

/** The mappers of Podium's messages: closed type names, tolerant of unknown fields. Thread-safe. */
final class Json {
  private static final int LONGEST = 300;

  /** For everything Podium writes and reads back. */
  static final ObjectMapper MESSAGES =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // why: a message that lacks a field is no message of this version; fields that earlier
          // versions did not have are marked where they are declared
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
          .withConfigOverride(
              Optional.class,
              override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET)))
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
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

  /** What a message of the JSON library says, without the place in its sources. */
  static String firstLine(@Nullable String message) {
    String line = Optional.ofNullable(message).orElse("").lines().findFirst().orElse("");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

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
