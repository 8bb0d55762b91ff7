package podium.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.event.TrialStatus;

/**
 * A log of the first format, recorded while a trainer, the whole system twice and a worker were
 * killed, and the state that the version of then made of it.
 */
final class FirstFormatTest {
  @Test
  void log_ofTheFirstFormat_foldsToTheStateOfThen() {
    LogCursor cursor = new LogCursor();
    SchedulerState state = new SchedulerState();
    List<byte[]> records = records();
    for (int offset = 0; offset < records.size(); offset++) {
      assertThat(cursor.read(offset, records.get(offset)))
          .isInstanceOfSatisfying(
              Reading.Counted.class, counted -> Fold.apply(state, counted.entry()));
    }
    assertThat(lines(state, cursor.place(), records.size()))
        .isEqualTo(text("log-format1.state.txt").lines().toList());
  }

  private static List<byte[]> records() {
    try (InputStream in =
            FirstFormatTest.class.getResourceAsStream("/golden/log-format1.jsonl.gz");
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file) {
    try (InputStream in = FirstFormatTest.class.getResourceAsStream("/golden/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(SchedulerState state, LogCursor.Place place, int entries) {
    Snapshot all = state.snapshot();
    List<String> lines = new ArrayList<>();
    lines.add(
        "entries %d voided %d term %d next %d"
            .formatted(entries, place.voided(), place.fence().term(), place.fence().nextIndex()));
    lines.add(
        "time %s since %s requests %s %s"
            .formatted(all.time(), all.termSince(), all.requestsTopic(), all.nextRequests()));
    lines.add("keys " + all.keys());
    lines.add("queue " + all.queue());
    all.trials()
        .forEach(
            (id, trial) ->
                lines.add(
                    id
                        + " "
                        + (TrialStatus.valueOf(trial.status()).ended()
                            ? endedLine(trial)
                            : line(trial))));
    all.workers().forEach((id, worker) -> lines.add(id + " " + line(worker)));
    return lines;
  }

  /** Of a trial that ended no more is asked. */
  private static String endedLine(Snapshot.OneTrial trial) {
    return String.join(
        " ", trial.status(), "attempt", "" + trial.attempt(), "sequences", "" + sequences(trial));
  }

  private static List<Long> sequences(Snapshot.OneTrial trial) {
    return trial.sequences().stream().map(Sequences.Reported::sequence).toList();
  }

  private static String line(Snapshot.OneTrial trial) {
    return String.join(
        " ",
        trial.status(),
        "attempt",
        "" + trial.attempt(),
        "failures",
        "" + trial.codeFailures(),
        "losses",
        "" + trial.losses(),
        "fruitless",
        "" + trial.fruitless(),
        "cancelled",
        "" + trial.stopping().isPresent(),
        "holder",
        trial.holder().map(FirstFormatTest::line).orElse("-"),
        "sequences",
        "" + sequences(trial),
        "home",
        trial.home(),
        "queued",
        "" + trial.queuedAt(),
        "not before",
        "" + trial.notBefore(),
        "checkpoints",
        "" + trial.checkpoints().newestFirst().stream().map(FirstFormatTest::line).toList());
  }

  private static String line(Holder holder) {
    return holder.worker() + "/" + holder.incarnation() + "/" + holder.slot();
  }

  private static String line(Checkpoints.Kept kept) {
    return "%d@%s@%s@%s"
        .formatted(kept.reference().epoch(), kept.reference().sha256(), kept.home(), kept.worker());
  }

  private static Map<String, Optional<String>> slots(Snapshot.OneWorker worker) {
    Map<String, Optional<String>> slots = new TreeMap<>();
    worker
        .slots()
        .forEach(
            (slot, on) ->
                slots.put(
                    slot,
                    on instanceof SlotState.Busy busy
                        ? Optional.of(busy.trial().value())
                        : Optional.empty()));
    return slots;
  }

  private static String line(Snapshot.OneWorker worker) {
    return String.join(
        " ",
        worker.incarnation(),
        "home",
        worker.home(),
        worker.liveness(),
        "since",
        "" + worker.since(),
        "leaving",
        "" + worker.leaving(),
        "slots",
        "" + slots(worker));
  }
}
