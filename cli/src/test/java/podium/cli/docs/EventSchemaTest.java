package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;

/** The schema of events says of a record what the codec says, and is the committed one. */
final class EventSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GOLDEN = "protocol/src/test/resources/golden/";
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(EventSchema.schema());

  static List<Path> golden() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("format2", "earlier/format2")) {
      try (Stream<Path> all = Files.list(Home.path(GOLDEN + folder))) {
        all.sorted().forEach(files::add);
      }
    }
    return files;
  }

  @Test
  void schema_committed_isWhatTheCodeSays() {
    assertThat(Home.generated("docs/events.schema.json", old -> EventSchema.schema()))
        .isEqualTo(EventSchema.schema());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void record_golden_isValidAndSoWithUnknownFields(Path file) throws IOException {
    JsonNode record = MAPPER.readTree(Files.readString(file));
    assertThat(SCHEMA.validate(record)).isEmpty();
    for (Place place : places("", record)) {
      assertThat(SCHEMA.validate(changed(record, place, it -> it.putArray("later").add(1))))
          .isEmpty();
    }
  }

  static List<String> examples() {
    return ProtocolDocTest.events().stream().filter(json -> json.contains("\"format\"")).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void record_exampleOfThePage_isValid(String json) throws IOException {
    assertThat(SCHEMA.validate(MAPPER.readTree(json))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void event_withoutAFieldOrWithNull_isValidWhereItIsUnderstood(Path file) throws IOException {
    JsonNode record = MAPPER.readTree(Files.readString(file));
    for (Place place : places("/event", record.path("event"))) {
      for (JsonNode spoilt :
          List.of(
              changed(record, place, it -> it.remove(place.field())),
              changed(record, place, it -> it.putNull(place.field())))) {
        assertThat(SCHEMA.validate(spoilt).isEmpty())
            .as("%s %s: %s", place, SCHEMA.validate(spoilt), spoilt)
            .isEqualTo(understood(spoilt));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'TrialPondered'",
        "'type':'AttemptEnded'",
        "'format':1",
        "'format':3",
        "'prev':'abab'",
        "'term':'three'",
        "'index':-1",
        "'event':[]",
        "'event':{'trial':'../1','sequence':1}",
        "'event':7"
      })
  void record_forged_isNotValid(String forged) throws IOException {
    ObjectNode record = (ObjectNode) MAPPER.readTree(Home.read(GOLDEN + "format2/TrialEnded.json"));
    record.setAll((ObjectNode) MAPPER.readTree("{" + forged.replace('\'', '"') + "}"));
    assertThat(SCHEMA.validate(record)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TrialEnded, trial, ../../etc.1",
    "TrialEnded, status, FLOATED_AWAY",
    "AttemptEnded, outcome, FLOATED_AWAY",
    "WorkerRegistered, address, nowhere",
    "WorkerRegistered, slots, cpu:0",
    "TrialPlaced, reason, a sentence",
    "EpochCompleted, sequence, one"
  })
  void event_withAWrongValue_isNotValid(String type, String field, String value)
      throws IOException {
    JsonNode record = MAPPER.readTree(Home.read(GOLDEN + "format2/" + type + ".json"));
    assertThat(
            SCHEMA.validate(
                changed(record, new Place("/event", field), it -> it.put(field, value))))
        .isNotEmpty();
  }

  @Test
  void event_ofAWorkerWhoseAddressIsNotKnown_isValid() throws IOException {
    JsonNode record = MAPPER.readTree(Home.read(GOLDEN + "format2/WorkerRegistered.json"));
    JsonNode unknown = changed(record, new Place("/event", "address"), it -> it.put("address", ""));
    assertThat(SCHEMA.validate(unknown)).isEmpty();
    assertThat(understood(unknown)).isTrue();
  }

  /** A field of an object somewhere in a record. */
  private record Place(String object, String field) {}

  private static List<Place> places(String pointer, JsonNode node) {
    List<Place> places = new ArrayList<>();
    node.properties()
        .forEach(
            field -> {
              places.add(new Place(pointer, field.getKey()));
              places.addAll(places(pointer + "/" + field.getKey(), field.getValue()));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.addAll(places(pointer + "/" + i, node.get(i)));
    }
    return places;
  }

  private static JsonNode changed(JsonNode record, Place place, Consumer<ObjectNode> change) {
    JsonNode copy = record.deepCopy();
    change.accept((ObjectNode) copy.at(place.object()));
    return copy;
  }

  private static boolean understood(JsonNode record) {
    try {
      EventCodec.decodeEntry(record.toString().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }
}
