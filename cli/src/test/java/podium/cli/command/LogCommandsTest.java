package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.cli.view.Story;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;
import podium.protocol.topic.Topics;

/** {@code log export}, {@code verify} and {@code tail} of a real broker's log. */
final class LogCommandsTest {
  private static final long RECORDS = 12;
  private static final long SEED = 20261126;

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void begin() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensure(kafka.own());
    try (ScriptedScheduler scheduler = new ScriptedScheduler(kafka.own())) {
      scheduler.write(Story.worker());
      scheduler.write(Story.accepted(Story.source(0), 0, "mine", "resnet18"));
      scheduler.write(Story.placed("mine-1.1", 1));
      scheduler.write(Story.started("mine-1.1", 1));
      strange("no JSON,\nin two lines\u0000".getBytes(StandardCharsets.UTF_8));
      scheduler.write(Story.epoch("mine-1.1", 1, 1, 300));
      scheduler.write(Story.epoch("mine-1.1", 1, 2, 310));
      scheduler.write(Story.attemptEnded("mine-1.1", 1, 4, Outcome.SUCCEEDED));
      scheduler.write(Story.ended("mine-1.1", TrialStatus.SUCCEEDED));
      strange("{},\"base64\":\"AAAA\"".getBytes(StandardCharsets.UTF_8));
      strange(new byte[] {(byte) 0xff, 0, '{'});
    }
  }

  /** Somebody writes into the log what is no record of it. */
  private static void strange(byte[] record) {
    Map<String, Object> client = Map.copyOf(kafka.own().properties());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, record));
      producer.flush();
    }
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  private int execute(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Commands.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
  }

  private Path exported(String name, String... more) {
    Path file = folder.resolve(name);
    String[] command =
        Stream.concat(
                Stream.of("log", "export", file.toString(), "--kafka", kafka.bootstrapServers()),
                Stream.of(more))
            .toArray(String[]::new);
    assertThat(execute(command)).as(err.toString()).isEqualTo(ExitCodes.DONE);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.jsonl", "log.jsonl.gz", "log.jsonl.zst"})
  void export_wholeLog_isWholeAndCanBeAuditedWithoutKafka(String name) {
    Path file = exported(name);
    assertThat(out.toString()).startsWith(RECORDS + " records in ");
    String head = out.toString().replaceFirst("(?s).*head ", "").strip();
    assertThat(execute("log", "verify", file.toString())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().strip()).isEqualTo(RECORDS + " records, whole; head " + head);
    assertThat(execute("log", "verify", "--json", file.toString())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains("\"records\" : " + RECORDS, "\"head\" : \"" + head, "\"damage\" : [ ]");
    assertThat(execute("audit", "--file", file.toString())).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString()).contains("3 voided, 0 not understood, 0 violations");
  }

  @Test
  void export_thatIsThere_isRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("there"), "mine");
    assertThat(execute("log", "export", file.toString(), "--kafka", kafka.bootstrapServers()))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("is there already; give another name");
    assertThat(file).hasContent("mine");
  }

  @Test
  void verify_oneByteFlipped_namesTheRecordByItsOffset() throws IOException {
    byte[] whole = Files.readAllBytes(exported("flipped.jsonl"));
    List<Integer> begins = new ArrayList<>(List.of(0));
    for (int i = 0; i < whole.length - 1; i++) {
      if (whole[i] == '\n') {
        begins.add(i + 1);
      }
    }
    assertThat(begins).hasSize((int) RECORDS + 2);
    Random random = new Random(SEED);
    Path spoilt = folder.resolve("spoilt.jsonl");
    for (int offset = 0; offset < RECORDS; offset++) {
      int from = begins.get(offset + 1);
      int length = begins.get(offset + 2) - from - 1;
      for (int trial = 0; trial < 8; trial++) {
        int at = from + random.nextInt(length);
        byte[] copy = whole.clone();
        copy[at] ^= (byte) (1 << random.nextInt(7));
        if (copy[at] == '\n') {
          continue;
        }
        Files.write(spoilt, copy);
        assertThat(execute("log", "verify", spoilt.toString()))
            .as("seed %d, byte %d", SEED, at)
            .isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).as("byte %d", at).contains("offset " + offset + " (line ");
      }
    }
    assertThat(execute("audit", "--file", spoilt.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("is damaged", "./podium log verify");
  }

  @Test
  void verify_fileThatWasCutOffOrLacksARecord_saysSo() throws IOException {
    List<String> lines = Files.readAllLines(exported("cut.jsonl"));
    Path cut = folder.resolve("cut-off.jsonl");
    Files.write(cut, lines.subList(0, 6));
    assertThat(execute("log", "verify", cut.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("its last line is missing, so it was cut off");
    assertThat(execute("log", "verify", "--json", cut.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString()).contains("its last line is missing, so it was cut off");
    List<String> less = new ArrayList<>(lines);
    less.remove(5);
    Files.write(cut, less);
    assertThat(execute("log", "verify", cut.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains("%d records are in it, of %d that were exported".formatted(RECORDS - 1, RECORDS));
  }

  @Test
  void export_ofAPart_isVerifiedByTheChainAndNotTakenForTheWhole() {
    Path part = exported("part.jsonl", "--from", "3", "--until", "7");
    assertThat(out.toString()).startsWith("4 records in ");
    assertThat(execute("log", "verify", part.toString())).isEqualTo(ExitCodes.DONE);
    assertThat(execute("audit", "--file", part.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("begins at offset 3");
  }

  @Test
  void boardHash_ofKafkaAndOfAnExportedFile_isTheSame() {
    Path file = exported("hash.jsonl.zst");
    assertThat(execute("board-hash", file.toString())).isEqualTo(ExitCodes.DONE);
    String whole = out.toString();
    assertThat(whole).matches("[0-9a-f]{64} at offset %d\\s+".formatted(RECORDS));
    String[] at = {"--kafka", kafka.bootstrapServers()};
    assertThat(execute("board-hash", at[0], at[1])).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString()).isEqualTo(whole);
    assertThat(execute("board-hash", at[0], at[1], "--until", "7")).isEqualTo(ExitCodes.DONE);
    String before = out.toString();
    assertThat(before).contains(" at offset 7").doesNotStartWith(whole.substring(0, 64));
    assertThat(execute("board-hash", file.toString(), "--until", "7", "--json"))
        .isEqualTo(ExitCodes.DONE);
    assertThat(out.toString())
        .contains("\"offset\" : 7", "\"boardHash\" : \"%s\"".formatted(before.substring(0, 64)));
    assertThat(execute("board-hash", "--until", "-1", file.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("--until is -1; allowed: 0 or more");
  }

  @Test
  void tail_ofATrial_printsItsLatestFactsWithOffsets() {
    String[] at = {"--kafka", kafka.bootstrapServers()};
    assertThat(execute("log", "tail", "-n", "3", at[0], at[1])).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString())
        .contains("9  2026-11-24T00:00:00Z  TrialEnded", "10  void: ", "11  void: ");
    assertThat(execute("log", "tail", "-n", "3", "--json", at[0], at[1])).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines().map(LogCommandsTest::offset)).containsExactly(9, 10, 11);
    assertThat(out.toString().lines().skip(1)).allMatch(line -> line.contains("\"void\":\""));
    assertThat(execute("log", "tail", "--trial", "mine-1.1", "-n", "0", at[0], at[1]))
        .isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines()).hasSize(7).allMatch(line -> line.contains("mine-1.1"));
    assertThat(execute("log", "tail", "--trial", "mine", at[0], at[1])).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("is no trial's id");
  }

  private static int offset(String line) {
    try {
      return new ObjectMapper().readTree(line).get("offset").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
