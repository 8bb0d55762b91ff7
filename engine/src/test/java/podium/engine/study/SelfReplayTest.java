package podium.engine.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.simulation.Simulation;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;

final class SelfReplayTest {
  private static final int SEEDS = 40;

  private static SelfReplay replay(List<byte[]> log) {
    SelfReplay replay = new SelfReplay();
    for (int offset = 0; offset < log.size(); offset++) {
      replay.take(offset, log.get(offset));
    }
    return replay;
  }

  /** The entries of a world's log that count. */
  private static List<Entry> entries(long seed) {
    LogCursor cursor = new LogCursor();
    List<Entry> entries = new ArrayList<>();
    long offset = 0;
    for (byte[] record : Simulation.run(seed).log()) {
      if (cursor.read(offset++, record) instanceof Reading.Counted counted) {
        entries.add(counted.entry());
      }
    }
    return entries;
  }

  /** A sound log of them in which one, of which nothing is wrong, says something else. */
  private static List<byte[]> written(
      List<Entry> entries, int changed, Function<Event, Optional<Event>> change) {
    LogCursor cursor = new LogCursor();
    List<byte[]> log = new ArrayList<>();
    long index = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Optional<Event> event =
          i == changed ? change.apply(entry.event()) : Optional.of(entry.event());
      if (event.isEmpty()) {
        continue;
      }
      boolean starts = entry.event() instanceof Event.SchedulerStarted;
      index = starts ? 0 : index + 1;
      byte[] record =
          EventCodec.encode(
              Entry.of(
                  entry.term(),
                  entry.incarnation(),
                  index,
                  starts ? "" : cursor.place().fence().head(),
                  entry.time(),
                  event.get()));
      assertThat(cursor.read(log.size(), record)).isInstanceOf(Reading.Counted.class);
      log.add(record);
    }
    return log;
  }

  private static int placement(List<Entry> entries, int nth) {
    List<Integer> placed = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).event() instanceof Event.TrialPlaced) {
        placed.add(i);
      }
    }
    return placed.get(nth);
  }

  @Test
  void take_logsOfWorldsInWhichEverythingGoesWrong_everyDecisionIsDecidedSoAgain() {
    Map<String, Long> decisions = new TreeMap<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<byte[]> log = Simulation.run(seed).log();
      SelfReplay replay = replay(log);
      assertThat(replay.first().map(SelfReplay.Difference::told)).as("seed %d", seed).isEmpty();
      assertThat(replay.isWhole()).isTrue();
      assertThat(replay.total().reproduced()).isEqualTo(replay.total().decisions());
      assertThat(replay.entries() + replay.voided()).isEqualTo(log.size());
      replay.counts().forEach((type, count) -> decisions.merge(type, count.decisions(), Long::sum));
    }
    assertThat(decisions)
        .containsKeys(
            "TrialPlaced",
            "TrialEnded",
            "TrialRequeued",
            "TrialPaused",
            "StopOrdered",
            "AttemptEnded",
            "AttemptReadopted",
            "WorkerSuspected",
            "WorkerLost",
            "WorkerRecovered",
            "ExperimentAccepted",
            "CancelAccepted",
            "RequestAccepted");
  }

  @Test
  void take_aTrialThatWasPlacedElsewhere_isFoundByItsOffset() {
    List<Entry> entries = entries(1);
    int at = placement(entries, 5);
    Event.TrialPlaced whole = (Event.TrialPlaced) entries.get(at).event();
    Grant lead = whole.lead();
    Event.TrialPlaced moved =
        new Event.TrialPlaced(
            whole.trial(),
            whole.attempt(),
            new Grant("elsewhere", lead.incarnation(), lead.slot()),
            whole.checkpoints(),
            whole.reason());
    SelfReplay replay = replay(written(entries, at, event -> Optional.of(moved)));
    SelfReplay.Difference first = replay.first().orElseThrow();
    assertThat(first).isEqualTo(new SelfReplay.Difference(at, moved, Optional.of(whole), false));
    assertThat(first.told()).startsWith("offset " + at + ": the log says TrialPlaced[");
    assertThat(replay.total().reproduced()).isLessThan(replay.total().decisions());
    assertThat(replay.isWhole()).isFalse();
  }

  @Test
  void take_aPlacementThatIsMissing_isSaidToHaveBeenDueBefore() {
    List<Entry> entries = entries(1);
    int at = placement(entries, 5);
    SelfReplay.Difference first =
        replay(written(entries, at, event -> Optional.empty())).first().orElseThrow();
    assertThat(first.offset()).isEqualTo(at);
    assertThat(first.decided()).contains(entries.get(at).event());
    assertThat(first.leftUndone()).isTrue();
    assertThat(first.told()).contains("but this was due before: TrialPlaced[");
  }

  @Test
  void take_aRecordOfALaterVersion_nothingIsDecidedAgainBehindIt() {
    List<byte[]> log = new ArrayList<>(written(entries(1), -1, Optional::of));
    SelfReplay whole = replay(log);
    int at = log.size() - 3;
    log.set(
        at,
        new String(log.get(at), UTF_8)
            .replaceFirst("\"type\":\"[A-Za-z]+\"", "\"type\":\"Later\"")
            .getBytes(UTF_8));
    SelfReplay replay = replay(log.subList(0, at + 1));
    assertThat(whole.isWhole()).isTrue();
    assertThat(replay.unknown()).isPresent();
    assertThat(replay.isWhole()).isFalse();
  }
}
