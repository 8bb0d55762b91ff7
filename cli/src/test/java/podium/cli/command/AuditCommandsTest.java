package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPublisher;
import podium.cli.kafka.TopicSetup;
import podium.cli.view.Story;
import podium.engine.log.LogCursor;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.NodeAddress;
import podium.protocol.report.Outcome;
import podium.protocol.topic.Topics;

/** {@code audit} and {@code log doctor} over files and a real broker. */
final class AuditCommandsTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final LogCursor cursor = new LogCursor();
  private final List<String> lines = new ArrayList<>();

  /** A trial that trained both of its epochs. */
  private AuditCommandsTest trained() {
    return event(Story.begins())
        .event(new Event.ReignBegun(Story.INCARNATION))
        .event(Story.worker())
        .event(Story.accepted(Story.source(0), 0, "mine", "resnet18"))
        .event(Story.placed("mine-1.1", 1))
        .event(Story.started("mine-1.1", 1))
        .event(Story.epoch("mine-1.1", 1, 1, 300))
        .event(Story.epoch("mine-1.1", 1, 2, 310))
        .event(Story.attemptEnded("mine-1.1", 1, 4, Outcome.SUCCEEDED))
        .event(Story.ended("mine-1.1", TrialStatus.SUCCEEDED));
  }

  private AuditCommandsTest event(Event event) {
    var fence = cursor.place().fence();
    boolean starts = event instanceof Event.SchedulerStarted;
    byte[] record =
        EventCodec.encode(
            Story.entry(starts ? 0 : fence.nextIndex(), starts ? "" : fence.head(), event));
    cursor.read(lines.size(), record);
    return line(new String(record, StandardCharsets.UTF_8));
  }

  private AuditCommandsTest line(String line) {
    lines.add(line);
    return this;
  }

  private String file() {
    try {
      return Files.write(folder.resolve("log.jsonl"), lines).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int execute(String... words) {
    return Commands.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
  }

  @Test
  void audit_soundFile_countsAndSucceeds() {
    trained().line("something else");
    assertThat(execute("audit", "--file", file())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines())
        .containsExactly("10 entries, 1 voided, 0 not understood, 0 violations");
  }

  @Test
  void audit_packedFile_isUnpacked() throws IOException {
    trained();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("log.jsonl.gz"), packed.toByteArray());
    assertThat(execute("audit", "--file", file.toString())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString()).contains("10 entries");
  }

  @Test
  void audit_violations_printsOffsetNameAndMeaningAndFails() {
    trained().event(Story.ended("mine-1.1", TrialStatus.FAILED));
    assertThat(execute("audit", "--file", file())).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString().lines())
        .containsExactly(
            "offset 10: ENDED_ONCE, a fact without effect: mine-1.1 has ended (a trial ends once,"
                + " and nothing comes after)",
            "11 entries, 0 voided, 0 not understood, 1 violations");
  }

  @Test
  void audit_inJson_listsViolationsWithTheirOffsets() throws IOException {
    trained().event(Story.ended("mine-1.1", TrialStatus.FAILED));
    assertThat(execute("audit", "--json", "--file", file())).isEqualTo(ExitCodes.FAILED);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("entries").asInt()).isEqualTo(11);
    assertThat(answer.get("violations")).hasSize(1);
    JsonNode violation = answer.get("violations").get(0);
    assertThat(violation.get("offset").asInt()).isEqualTo(10);
    assertThat(violation.get("invariant").asText()).isEqualTo("ENDED_ONCE");
    assertThat(violation.get("withoutEffect").asBoolean()).isTrue();
  }

  @Test
  void audit_recordOfALaterVersion_saysThatItJudgesNoFurther() {
    trained();
    line(lines.removeLast().replace("\"type\":\"TrialEnded\"", "\"type\":\"TrialPondered\""));
    assertThat(execute("audit", "--file", file())).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString())
        .contains("behind offset 9 nothing is judged", "use a newer podium", "1 not understood");
  }

  @Test
  void audit_noSuchFile_saysWhatToGive() {
    assertThat(execute("audit", "--file", "none.jsonl")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("none.jsonl cannot be read", "one record");
  }

  @Test
  void doctor_wholeFile_listsItsTermsAndSucceeds() {
    trained();
    assertThat(execute("log", "doctor", "--file", file())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains(
            "Terms (1)",
            "Cost: nothing",
            "Requests: not compared",
            "The log is whole: 10 records count, 0 void, 0 not understood");
  }

  @Test
  void doctor_alteredRecord_namesTheBreakWhatItCostAndWhatToDo() throws IOException {
    trained();
    lines.set(5, lines.get(5).replace("11181642", "11181643"));
    assertThat(execute("log", "doctor", "--file", file())).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString())
        .contains(
            "Broken at offset 6: its prev is ",
            "that record and 3 after it do not count, up to the next term after term 1",
            "bound to another log: its prev is not the head        4      6     9",
            "Cost: 2 epochs and 1 ends of attempts that count nowhere, of mine-1.1",
            "What to do",
            "restore the topic from that if the copy is whole",
            "The log is damaged: 6 records count, 4 void");
    out.getBuffer().setLength(0);
    assertThat(execute("log", "doctor", "--json", "--file", file())).isEqualTo(ExitCodes.FAILED);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("whole").asBoolean()).isFalse();
    assertThat(answer.get("breaks").get(0).get("offset").asInt()).isEqualTo(6);
    assertThat(answer.get("voided").get(0).get("records").asInt()).isEqualTo(4);
    assertThat(answer.get("cost").get("trials").get(0).asText()).isEqualTo("mine-1.1");
    assertThat(answer.get("advice")).isNotEmpty();
    assertThat(answer.has("requests")).isFalse();
  }

  @Test
  void log_withoutACommand_namesThem() {
    assertThat(execute("log")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("a command is missing: export, verify, tail or doctor");
  }

  @Test
  void overKafka_auditAndDoctorCompareWithTheRequestsThatAreThere_andStatusTellsWhatIsRefused()
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
      String address = kafka.bootstrapServers();
      TopicSetup.ensure(kafka.own());
      for (String request : List.of("one", "two", "three")) {
        RequestPublisher.publish(kafka.own(), Map.of(request, request));
      }
      String topic = RequestPublisher.topicId(kafka.own());
      event(new Event.SchedulerStarted(DecisionSettings.DEFAULT, topic, NodeAddress.UNKNOWN))
          .event(rejected(1));
      event(rejected(1)).send(kafka.own());
      assertThat(execute("log", "doctor", "--kafka", address)).isEqualTo(ExitCodes.FAILED);
      assertThat(out.toString())
          .contains(
              "Requests: 3 in the topic, 1 not read yet, 1 without a fact: partition 0 offset 0",
              "Publish the requests that have no fact once more",
              "The log is damaged: 3 records count");
      assertThat(execute("audit", "--kafka", address)).isEqualTo(ExitCodes.FAILED);
      assertThat(out.toString()).contains("ONE_FACT_A_REQUEST", "1 violations");
      assertThat(execute("status", "--kafka", address)).isEqualTo(ExitCodes.DONE);
      assertThat(err.toString())
          .contains(
              "1 facts of the log contradict what stands before them and have no effect, the first"
                  + " at offset 2: the request at offset 1 of partition 0 was answered before");
    }
  }

  private static Event rejected(long offset) {
    return new Event.RequestRejected(Story.source(offset), List.of("no"), "", 0, "");
  }

  private void send(KafkaSettings kafka) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(kafka.properties()), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String line : lines) {
        byte[] record = line.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.EVENTS, record)).get();
      }
    }
  }
}
