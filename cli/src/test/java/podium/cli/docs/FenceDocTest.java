package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.log.Scribe;
import podium.protocol.event.Event;

/** The fence that docs/protocol.md has in Python counts what the reader of the log counts. */
final class FenceDocTest {
  private static final Event LEFT = new Event.WorkerLeft("w", "i");
  private static Optional<Path> python = Optional.empty();

  @TempDir Path dir;

  @BeforeAll
  static void find() {
    boolean continuous = "true".equals(System.getenv("CI"));
    python =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "python3"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(continuous || python.isPresent(), "no python3 on the PATH");
    assertThat(python).as("python3 in continuous integration").isPresent();
  }

  @Test
  void recorded_logOfFormat1_countsWhole() throws IOException {
    List<byte[]> log = recorded();
    assertThat(compared(log)).hasSameSizeAs(log).doesNotContain("void");
  }

  @Test
  void recorded_logOfFormat1ThatGoesOnInFormat2_countsWhole() throws IOException {
    Scribe scribe = new Scribe(2);
    recorded().forEach(scribe::raw);
    scribe.term("b").event(LEFT).term("c").event(LEFT).event(LEFT);
    assertThat(compared(scribe.log)).hasSize(recorded().size() + 5).doesNotContain("void");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void strangersAndForgeries_areVoidForBothAndWhatFollowsCounts(int format) throws IOException {
    Scribe scribe = new Scribe(format).term("a").event(LEFT);
    byte[] first = scribe.log.getFirst();
    byte[] second = scribe.log.get(1);
    List<String> strangers =
        List.of(
            "",
            "{}",
            "[]",
            "[[\"format\",2]]",
            "null",
            "7",
            "not JSON",
            "{\"trial\":\"a-1.1\",\"attempt\":1,\"epoch\":1}",
            "[".repeat(5_000),
            scribe.next(LEFT) + "{}",
            scribe.next(LEFT).toString().replaceFirst("\\{", "{\"term\":1,"),
            scribe.next(LEFT).toString().replaceFirst("\\{", "{\"a\":NaN,"),
            scribe.next(LEFT).put("term", "one").toString(),
            scribe.next(LEFT).put("term", true).toString(),
            scribe.next(LEFT).put("index", 2.5).toString(),
            scribe.next(LEFT).put("index", 9).toString(),
            scribe.next(LEFT).put("time", "yesterday").toString(),
            scribe.next(LEFT).put("time", "2026-13-24T01:02:03Z").toString(),
            scribe.next(LEFT).put("incarnation", "z").toString(),
            scribe.next(LEFT).put("term", 7).toString(),
            scribe.next(LEFT).putNull("event").toString(),
            without(scribe, "incarnation"),
            without(scribe, "time"),
            without(scribe, format == 1 ? "version" : "format"),
            without(scribe, format == 1 ? "event" : "prev"));
    strangers.forEach(scribe::raw);
    scribe.raw(first).raw(second).raw(new byte[] {0, -1, 7}).event(LEFT).term("b").event(LEFT);
    List<String> marks = compared(scribe.log);
    assertThat(marks.subList(2, marks.size() - 3)).containsOnly("void");
    assertThat(marks.subList(marks.size() - 3, marks.size())).containsOnly("counts");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void unknownEventsAndFields_countForBoth(int format) throws IOException {
    Scribe scribe = new Scribe(format).term("a");
    ObjectNode later = scribe.next(LEFT);
    (format == 1 ? (ObjectNode) later.get("event") : later).put("type", "TrialPondered");
    scribe.raw(later.toString());
    scribe.raw(scribe.next(LEFT).put("later", 7).toString());
    scribe.raw(scribe.next(LEFT).toString().replaceFirst("\\{", "{\"a\":1,\"a\":2,")).event(LEFT);
    assertThat(compared(scribe.log)).hasSize(5).doesNotContain("void");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void records_repeatedLostAndSpoilt_areTheSameToBoth(long seed) throws IOException {
    Random random = new Random(seed);
    Scribe scribe = new Scribe(random.nextInt(2) + 1).term("a");
    for (int i = 0; i < 400; i++) {
      switch (random.nextInt(5)) {
        case 0 -> scribe.raw(scribe.log.get(random.nextInt(scribe.log.size())));
        case 1 -> scribe.raw(spoilt(scribe.next(LEFT).toString(), random));
        case 2 -> scribe.raw(spoilt(scribe.next(LEFT).put("time", "").toString(), random));
        case 3 -> scribe.term("i" + i);
        default -> scribe.event(LEFT);
      }
    }
    assertThat(compared(scribe.log)).contains("counts", "void");
    for (int i = 0; i < 20; i++) {
      scribe.log.remove(random.nextInt(scribe.log.size()));
    }
    compared(scribe.log);
  }

  /** One digit or letter is another one. */
  private static String spoilt(String record, Random random) {
    int at = random.nextInt(record.length());
    String other = "" + (char) ('0' + random.nextInt(10));
    return Character.isDigit(record.charAt(at))
        ? record.substring(0, at) + other + record.substring(at + 1)
        : record;
  }

  private static String without(Scribe scribe, String field) {
    ObjectNode record = scribe.next(LEFT);
    record.remove(field);
    return record.toString();
  }

  /** What Python says of each record, after it was compared with the reader of the log. */
  private List<String> compared(List<byte[]> log) throws IOException {
    LogCursor cursor = new LogCursor();
    List<String> expected = new ArrayList<>();
    for (int offset = 0; offset < log.size(); offset++) {
      boolean isVoid = cursor.read(offset, log.get(offset)) instanceof Reading.Voided;
      expected.add(offset + (isVoid ? " void" : " counts"));
    }
    expected.add("head " + cursor.place().fence().head());
    assertThat(said(log)).isEqualTo(expected);
    return expected.stream()
        .filter(line -> !line.startsWith("head"))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  private List<String> said(List<byte[]> log) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] record : log) {
      lines.writeBytes(record);
      lines.write('\n');
    }
    Path input = Files.write(dir.resolve("log.jsonl"), lines.toByteArray());
    Path script = Files.writeString(dir.resolve("fence.py"), snippet());
    Path output = dir.resolve("said.txt");
    Process process =
        new ProcessBuilder(python.orElseThrow().toString(), script.toString())
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("python3 ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }

  private static String snippet() {
    Matcher block =
        Pattern.compile("```python\\n(.*?)```", Pattern.DOTALL)
            .matcher(Home.read("docs/protocol.md"));
    assertThat(block.find()).as("a block of Python in docs/protocol.md").isTrue();
    return block.group(1);
  }

  private static List<byte[]> recorded() {
    try (InputStream in = FenceDocTest.class.getResourceAsStream("/golden/log-format1.jsonl.gz");
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
