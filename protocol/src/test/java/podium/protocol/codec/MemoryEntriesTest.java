package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.Samples;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.OnMemory;
import podium.protocol.id.TrialId;
import podium.protocol.request.Request;

/** What the log says of trials that run out of memory; see the golden files. */
final class MemoryEntriesTest {
  private static final TrialId TRIAL = new TrialId("mine-1.1");

  static Stream<Event> events() {
    Event.ExperimentAccepted before = (Event.ExperimentAccepted) Samples.EXPERIMENT;
    return Stream.of(
        new Event.ExperimentAccepted(
            before.source(),
            before.experiment(),
            before.spec().with(OnMemory.SHRINK),
            before.trials()),
        new Event.TrialPlaced(
            TRIAL,
            2,
            List.of(new Grant("w", "i", "cpu:0")),
            List.of(),
            new Reason.FirstInOrder(0),
            Optional.of(64)),
        new Event.TrialRequeued(
            TRIAL,
            new Reason.TooLarge("out of memory on cuda:0", Optional.of(64), Optional.empty()),
            Optional.empty()),
        new Event.TrialEnded(
            TRIAL,
            TrialStatus.FAILED,
            new Reason.TooLarge("out of memory on cuda:0", Optional.empty(), Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_goldenFile_bothWays(Event event) throws IOException {
    String json = golden(event.type());
    Entry entry = Samples.entry(event);
    assertThat(new String(EventCodec.encode(entry), StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(entry);
  }

  /** The golden files of before have neither, and are what is written still. */
  @Test
  void whatMostExperimentsWant_isNotWritten() throws IOException {
    ExperimentSpec spec = ((Event.ExperimentAccepted) Samples.EXPERIMENT).spec();
    assertThat(spec.with(OnMemory.FAIL)).isEqualTo(spec);
    assertThat(spec.with(OnMemory.SHRINK).with(OnMemory.FAIL)).isEqualTo(spec);
    assertThat(spec.shrinks()).isFalse();
    try (InputStream file = getClass().getResourceAsStream("/golden/format2/TrialPlaced.json")) {
      Event placed = EventCodec.decodeEntry(file.readAllBytes()).event();
      assertThat(((Event.TrialPlaced) placed).microBatch()).isEmpty();
    }
  }

  @Test
  void request_saysWhatBecomesOfTrialsThatRunOutOfMemory() {
    assertThat(spec(",\"onMemory\":\"shrink\"").shrinks()).isTrue();
    assertThat(spec(",\"onMemory\":\"fail\"")).isEqualTo(spec(""));
    assertThat(spec("").shrinks()).isFalse();
    assertThat(read(",\"onMemory\":\"halve\""))
        .isInstanceOfSatisfying(
            Request.Reading.Refused.class,
            it ->
                assertThat(it.faults())
                    .extracting(Object::toString)
                    .singleElement()
                    .asString()
                    .contains("onMemory", "halve", "one of fail, shrink"));
  }

  @Test
  void fork_wantsTheSame() {
    ExperimentSpec forked =
        spec(",\"onMemory\":\"shrink\"")
            .forked(Optional.empty(), List.of(Map.of("model", "resnet18")), 0, Limits.NONE);
    assertThat(forked.shrinks()).isTrue();
  }

  private static ExperimentSpec spec(String more) {
    Request.Reading.Understood understood = (Request.Reading.Understood) read(more);
    return ((Request.Submit) understood.request()).spec();
  }

  private static Request.Reading read(String more) {
    return RequestCodec.read(
        ("{\"experiment\":\"e\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}%s}"
                .formatted(more))
            .getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  private static String golden(String name) throws IOException {
    try (InputStream file =
        MemoryEntriesTest.class.getResourceAsStream("/golden/memory/" + name + ".json")) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
