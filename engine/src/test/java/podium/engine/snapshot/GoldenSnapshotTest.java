package podium.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.state.Fold;
import podium.engine.state.Memory;
import podium.engine.state.SchedulerState;
import podium.protocol.codec.PlainCodec;

/**
 * What folding makes of recorded logs, and how it is kept, goes with the number of the format. With
 * {@code -Dpodium.docs.write=true} the snapshots are recorded anew.
 */
final class GoldenSnapshotTest {
  /** A recorded snapshot, and the format in which it is. */
  record Golden(int stateFormat, Recorded recorded) {}

  @ParameterizedTest
  @ValueSource(strings = {"log-format1", "log-format2"})
  void recordedLog_foldedNow_isTheSnapshotOfThisFormat(String log) throws IOException {
    Recorded now = recorded(log);
    if (Boolean.getBoolean("podium.docs.write")) {
      Files.write(
          Path.of("src/test/resources/golden", log + ".snapshot.json"),
          PlainCodec.encode(new Golden(Recorded.FORMAT, now)));
    }
    String golden = new String(resource(log + ".snapshot.json"), StandardCharsets.UTF_8).strip();
    assertThat(
            new String(PlainCodec.encode(new Golden(Recorded.FORMAT, now)), StandardCharsets.UTF_8))
        .as(
            "what snapshots are made of has changed: raise Recorded.FORMAT, and record"
                + " golden/%s.snapshot.json anew",
            log)
        .isEqualTo(golden);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log-format1", "log-format2"})
  void recordedSnapshot_restored_isTheFold(String log) {
    Golden golden = PlainCodec.decode(resource(log + ".snapshot.json"), Golden.class);
    assertThat(golden.recorded().memory().restored().snapshot())
        .isEqualTo(recorded(log).memory().restored().snapshot());
    assertThat(golden.recorded().place()).isEqualTo(recorded(log).place());
  }

  private static Recorded recorded(String log) {
    SchedulerState state = new SchedulerState();
    LogCursor cursor = new LogCursor();
    List<String> lines = lines(log);
    for (int offset = 0; offset < lines.size(); offset++) {
      byte[] record = lines.get(offset).getBytes(StandardCharsets.UTF_8);
      if (cursor.read(offset, record) instanceof Reading.Counted counted) {
        Fold.apply(state, counted.entry());
      }
    }
    return new Recorded(lines.size() - 1, Fence.NO_HEAD, cursor.place(), Memory.of(state));
  }

  private static List<String> lines(String log) {
    try (InputStream in = open(log + ".jsonl.gz");
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    InputStream in = GoldenSnapshotTest.class.getResourceAsStream("/golden/" + name);
    assertThat(in).as(name).isNotNull();
    return java.util.Objects.requireNonNull(in);
  }
}
