package podium.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.Seeds;
import podium.protocol.Samples;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

final class LogCursorTest {
  private static final Event LEFT = new Event.WorkerLeft("w", "i");
  private static final String COUNTED = "Counted";
  private static final String VOID = "Voided";
  private static final String NOT_UNDERSTOOD = "NotUnderstood";

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void read_eventOfALaterVersion_takesItsIndexAndWhatFollowsCounts(int format) {
    Scribe scribe = new Scribe(format).term("a").event(LEFT);
    ObjectNode later = scribe.next(LEFT);
    (format == 1 ? (ObjectNode) later.get("event") : later).put("type", "TrialPondered");
    scribe.raw(later.toString()).event(LEFT).term("b").event(LEFT);
    assertThat(scribe.kinds())
        .containsExactly(COUNTED, COUNTED, NOT_UNDERSTOOD, COUNTED, COUNTED, COUNTED);
    assertThat(scribe.read().get(2))
        .isInstanceOfSatisfying(
            Reading.NotUnderstood.class,
            it -> assertThat(it.why()).contains("TrialPondered are not known"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void read_fieldMissingOrNullOrWordUnknown_isNotUnderstood(int format) {
    Scribe scribe = new Scribe(format).term("a");
    ObjectNode missing = scribe.next(LEFT);
    ((ObjectNode) missing.get("event")).remove("incarnation");
    scribe.raw(missing.toString());
    ObjectNode ofNull = scribe.next(LEFT);
    ((ObjectNode) ofNull.get("event")).putNull("worker");
    scribe.raw(ofNull.toString());
    ObjectNode word = scribe.next(Samples.of(Event.AttemptEnded.class));
    ((ObjectNode) word.get("event")).put("outcome", "FLOATED_AWAY");
    scribe.raw(word.toString()).event(LEFT);
    assertThat(scribe.kinds())
        .containsExactly(COUNTED, NOT_UNDERSTOOD, NOT_UNDERSTOOD, NOT_UNDERSTOOD, COUNTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void read_malformedId_isNotUnderstoodAndTheLogGoesOn(int format) {
    Scribe scribe = new Scribe(format).term("a");
    List<String> forged =
        List.of("../../outside/evil.1", "/etc/passwd.1", "mine-1.1/..", "Mine-1.1", "mine-1.0", "");
    for (String id : forged) {
      ObjectNode accepted = scribe.next(Samples.of(Event.ExperimentAccepted.class));
      ((ObjectNode) accepted.get("event").get("trials").get(0)).put("trial", id);
      scribe.raw(accepted.toString());
      ObjectNode experiment = scribe.next(Samples.of(Event.ExperimentAccepted.class));
      ((ObjectNode) experiment.get("event")).put("experiment", id);
      scribe.raw(experiment.toString());
      ObjectNode cancel = scribe.next(Samples.of(Event.CancelAccepted.class));
      ((ArrayNode) cancel.get("event").get("trials")).add(id);
      scribe.raw(cancel.toString());
      ObjectNode placed = scribe.next(Samples.of(Event.TrialPlaced.class));
      ((ObjectNode) placed.get("event")).put("trial", id);
      scribe.raw(placed.toString());
    }
    scribe.event(LEFT);
    List<String> expected = new ArrayList<>(List.of(COUNTED));
    forged.forEach(id -> expected.addAll(Collections.nCopies(4, NOT_UNDERSTOOD)));
    expected.add(COUNTED);
    assertThat(scribe.kinds()).isEqualTo(expected);
    assertThat(scribe.read().get(1))
        .isInstanceOfSatisfying(
            Reading.NotUnderstood.class,
            it -> assertThat(it.why()).contains("'../../outside/evil.1' is no id"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void read_whatIsNoRecordOfALog_isVoidAndTheLogGoesOn(int format) {
    Scribe scribe = new Scribe(format).term("a").event(LEFT);
    List<String> strangers =
        List.of(
            "",
            "{}",
            "[]",
            "null",
            "7",
            "not JSON",
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"vgg11\"]}}",
            "{\"trial\":\"a-1.1\",\"attempt\":1,\"epoch\":1}",
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000),
            scribe.next(LEFT) + "{}",
            scribe.next(LEFT).toString().replaceFirst("\\{", "{\"term\":1,"),
            scribe.next(LEFT).put("term", "one").toString(),
            scribe.next(LEFT).put("time", "yesterday").toString(),
            scribe.next(LEFT).put("index", 1.5).toString(),
            scribe
                .next(LEFT)
                .set("index", Scribe.tree("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .toString());
    strangers.forEach(scribe::raw);
    scribe.raw(new byte[] {0, -1, 7}).event(LEFT);
    List<String> expected = new ArrayList<>(List.of(COUNTED, COUNTED));
    strangers.forEach(stranger -> expected.add(VOID));
    expected.addAll(List.of(VOID, COUNTED));
    assertThat(scribe.kinds()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 0, 1, 3})
  void read_termThatDoesNotFollow_isVoidAndTheNextTermBegins(long term) {
    Scribe scribe = new Scribe(2).term("a").event(LEFT);
    scribe.raw(scribe.record(term, "forged", 0, Samples.of(Event.SchedulerStarted.class)));
    scribe.event(LEFT).term("b").event(LEFT);
    assertThat(scribe.kinds()).containsExactly(COUNTED, COUNTED, VOID, COUNTED, COUNTED, COUNTED);
  }

  @Test
  void read_recordChangedLater_isFoundByTheNext() {
    Scribe scribe = new Scribe(2).term("a").event(LEFT).event(LEFT).event(LEFT);
    byte[] changed =
        new String(scribe.log.get(2), StandardCharsets.UTF_8)
            .replace("\"worker\":\"w\"", "\"worker\":\"x\"")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(changed).isNotEqualTo(scribe.log.get(2));
    scribe.log.set(2, changed);
    assertThat(scribe.kinds()).containsExactly(COUNTED, COUNTED, COUNTED, VOID);
    assertThat(scribe.read().get(3))
        .isInstanceOfSatisfying(
            Reading.Voided.class, it -> assertThat(it.why()).contains("follows another log"));
  }

  @Test
  void read_newTermAfterALostTail_isFoundAtItsSecondRecord() {
    Scribe scribe = new Scribe(2).term("a").event(LEFT).event(LEFT).term("b").event(LEFT);
    scribe.log.remove(2);
    assertThat(scribe.kinds()).containsExactly(COUNTED, COUNTED, COUNTED, VOID);
  }

  @Test
  void read_olderFormatAfterALaterOne_mayNotReign() {
    Scribe scribe = new Scribe(1).term("a").event(LEFT);
    Scribe later = new Scribe(2);
    scribe.log.forEach(later::raw);
    later.term("b").event(LEFT);
    Scribe older = new Scribe(1);
    later.log.forEach(older::raw);
    older.term("c");
    assertThat(older.kinds()).containsExactly(COUNTED, COUNTED, COUNTED, COUNTED, VOID);
    assertThat(older.fence().format()).isEqualTo(2);
  }

  @Test
  void read_formatOfALaterVersion_isNotUnderstoodAndKeepsItsTerm() {
    Scribe scribe = new Scribe(2).term("a");
    ObjectNode start =
        Scribe.tree(scribe.record(2, "later", 0, Samples.of(Event.SchedulerStarted.class)));
    scribe.raw(start.put("format", 3).toString());
    scribe.raw(scribe.next(LEFT).put("format", 3).put("prev", "bound in another way").toString());
    scribe.raw(scribe.next(LEFT).put("format", 2).toString());
    assertThat(scribe.kinds()).containsExactly(COUNTED, NOT_UNDERSTOOD, NOT_UNDERSTOOD, VOID);
    assertThat(scribe.fence().format()).isEqualTo(3);
  }

  @Test
  void read_firstFormatWithAnotherVersion_isNotTakenForTheFirst() {
    Scribe scribe = new Scribe(1).term("a");
    scribe.raw(scribe.next(LEFT).put("version", 99).toString()).event(LEFT);
    assertThat(scribe.kinds()).containsExactly(COUNTED, VOID, COUNTED);
  }

  @Test
  void read_fieldsOfALaterVersion_areSkipped() {
    Scribe scribe = new Scribe(2).term("a");
    ObjectNode later = scribe.next(LEFT);
    later.putObject("later").putArray("a").add(1);
    ((ObjectNode) later.get("event")).put("later", 7);
    scribe.raw(later.toString()).event(LEFT);
    assertThat(scribe.kinds()).containsExactly(COUNTED, COUNTED, COUNTED);
  }

  @Test
  void read_anythingWhatever_isCountedOnceAndTheLogGoesOn() {
    Seeds.upTo(
        3_000,
        random -> {
          int format = 1 + random.nextInt(2);
          Scribe scribe = new Scribe(format).term("a");
          for (int i = 0; i < 10; i++) {
            Event event = Samples.EVENTS.get(random.nextInt(Samples.EVENTS.size()));
            if (event instanceof Event.SchedulerStarted) {
              scribe.term("t" + i);
            } else if (random.nextBoolean()) {
              scribe.event(event);
            } else {
              scribe.raw(spoilt(scribe.next(event), random));
            }
          }
          Scribe expected = scribe.term("last").event(LEFT);
          LogCursor reader = new LogCursor();
          for (int offset = 0; offset < expected.log.size(); offset++) {
            LogCursor.Place before = reader.place();
            Reading reading = reader.read(offset, expected.log.get(offset));
            LogCursor.Place after = reader.place();
            assertThat(after.voided() - before.voided())
                .isEqualTo(reading instanceof Reading.Voided ? 1 : 0);
            assertThat(after.notUnderstood() - before.notUnderstood())
                .isEqualTo(reading instanceof Reading.NotUnderstood ? 1 : 0);
            assertThat(after.fence().equals(before.fence()))
                .isEqualTo(reading instanceof Reading.Voided);
            if (reading instanceof Reading.Counted(var unused, Entry entry)) {
              // why: what is counted is whole; it can be written again
              assertThat(EventCodec.decodeEntry(EventCodec.encode(entry)).event())
                  .isEqualTo(entry.event());
            }
          }
          assertThat(
                  reader.read(
                      expected.log.size(),
                      scribe.record(
                          scribe.fence().term(), "last", scribe.fence().nextIndex(), LEFT)))
              .isInstanceOf(Reading.Counted.class);
        });
  }

  /** The record with something missing, null, exchanged, cut off, or made up. */
  private static byte[] spoilt(ObjectNode record, RandomGenerator random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(record, objects);
    ObjectNode victim = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    victim.fieldNames().forEachRemaining(names::add);
    if (!names.isEmpty()) {
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(7)) {
        case 0 -> victim.remove(name);
        case 1 -> victim.putNull(name);
        case 2 -> victim.put(name, "a word");
        case 3 -> victim.put(name, Long.MAX_VALUE);
        case 4 -> victim.putArray(name).add(1).addNull();
        case 5 -> victim.putObject(name).put("a", 1);
        default -> victim.put(name, -0.5);
      }
    }
    byte[] bytes = record.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    if (bytes.length > 0 && random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
      object.forEach(child -> collect(child, objects));
    } else if (node instanceof ArrayNode array) {
      array.forEach(child -> collect(child, objects));
    }
  }
}
