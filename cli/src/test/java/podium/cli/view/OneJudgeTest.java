package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Projection;
import podium.dashboard.h2.H2Board;
import podium.engine.Given;
import podium.engine.Walk;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.state.Fold;
import podium.engine.state.LogFold;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;

/** Scheduler, board and command line make the same of a log, whatever facts stand in it. */
final class OneJudgeTest {
  private static final ListQuery ALL = new ListQuery(Map.of(), List.of(), 1000, 0);

  @TempDir private Path folder;

  /** A log as one scheduler after the other writes it. */
  private static final class Log {
    private final List<byte[]> records = new ArrayList<>();
    private final LogCursor cursor = new LogCursor();

    Log add(Event event) {
      return add(event, Instant.parse("2026-11-24T00:00:00Z"));
    }

    Log add(Event event, Instant time) {
      Fence fence = cursor.place().fence();
      byte[] record =
          EventCodec.encode(
              event instanceof Event.SchedulerStarted
                  ? Entry.of(fence.term() + 1, "scheduler", 0, "", time, event)
                  : Entry.of(
                      fence.term(), "scheduler", fence.nextIndex(), fence.head(), time, event));
      cursor.read(records.size(), record);
      records.add(record);
      return this;
    }
  }

  /** What somebody makes of a log. */
  private record Made(Map<TrialId, TrialStatus> trials, long refused) {}

  private static Made byScheduler(Log log) {
    LogCursor cursor = new LogCursor();
    SchedulerState state = new SchedulerState();
    for (int offset = 0; offset < log.records.size(); offset++) {
      if (cursor.read(offset, log.records.get(offset)) instanceof Reading.Counted counted) {
        Fold.apply(state, counted.entry());
      }
    }
    return new Made(
        state.experiments().values().stream()
            .flatMap(experiment -> experiment.trials().stream())
            .map(id -> state.trial(id).orElseThrow())
            .collect(Collectors.toMap(Trial::id, Trial::status)),
        state.refused());
  }

  private static Made byCommandLine(Log log) {
    LogFold fold = new LogFold();
    LogView view = new LogView();
    for (int offset = 0; offset < log.records.size(); offset++) {
      fold.read(offset, log.records.get(offset)).effect().ifPresent(view::apply);
    }
    return new Made(
        view.trials().stream().collect(Collectors.toMap(TrialRow::trial, TrialRow::status)),
        fold.refused());
  }

  private Made byBoard(Log log) {
    Path files = folder.resolve(String.valueOf(System.nanoTime()));
    try (H2Board board = H2Board.open(files)) {
      new Projection(board)
          .take(
              board.position(),
              IntStream.range(0, log.records.size())
                  .mapToObj(offset -> new Projection.Entry(offset, log.records.get(offset)))
                  .toList());
      assertThat(board.position().totals().withoutEffect())
          .as("nothing but what is refused lacks an effect")
          .isEqualTo(board.position().totals().refused());
      return new Made(
          board.board().trials(ALL).rows().stream()
              .collect(
                  Collectors.toMap(row -> row.identity().trial(), row -> row.standing().status())),
          board.position().totals().refused());
    }
  }

  private Made byAll(Log log) {
    Made made = byScheduler(log);
    assertThat(byCommandLine(log)).isEqualTo(made);
    assertThat(byBoard(log)).isEqualTo(made);
    return made;
  }

  @Test
  void factsThatCannotBe_areRefusedByAllAlike() {
    Log log =
        new Log()
            .add(Story.begins())
            .add(Story.worker())
            .add(Story.accepted(Story.source(0), 0, "a", "vgg16", "resnet18"))
            .add(Story.placed("a-1.1", 1))
            .add(Story.started("a-1.1", 1))
            .add(Story.epoch("a-1.1", 1, 1, 300))
            .add(outOfTurn("a-1.1", 1, 3))
            .add(Story.epoch("b-1.1", 1, 1, 300))
            .add(Story.placed("a-1.2", 1))
            .add(Story.ended("a-1.2", TrialStatus.SUCCEEDED))
            .add(Story.epoch("a-1.1", 1, 2, 310))
            .add(Story.attemptEnded("a-1.1", 1, 4, Outcome.SUCCEEDED))
            .add(Story.ended("a-1.1", TrialStatus.SUCCEEDED))
            .add(Story.ended("a-1.1", TrialStatus.FAILED))
            .add(new Event.WorkerLeft("w", "another process"));
    assertThat(byAll(log))
        .isEqualTo(
            new Made(
                Map.of(
                    new TrialId("a-1.1"),
                    TrialStatus.SUCCEEDED,
                    new TrialId("a-1.2"),
                    TrialStatus.QUEUED),
                6));
  }

  private static Event outOfTurn(String trial, int attempt, int epoch) {
    Event.EpochCompleted later = (Event.EpochCompleted) Story.epoch(trial, attempt, epoch, 300);
    return new Event.EpochCompleted(new TrialId(trial), attempt, 3, later.result());
  }

  @Test
  void anyWalk_withFactsOfItSaidAgain_isMadeTheSameOfByAll() {
    long refused = 0;
    Map<String, Long> ended = new HashMap<>();
    for (int seed = 1; seed <= 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Given given = Walk.of(random);
      Log log = new Log().add(Story.begins());
      for (int i = 0; i < given.events.size(); i++) {
        log.add(given.events.get(i), given.times.get(i));
        if (random.nextInt(6) == 0) {
          Event again = given.events.get(random.nextInt(i + 1));
          log.add(odd(again, random), given.times.get(i));
        }
      }
      Made made = byAll(log);
      refused += made.refused();
      made.trials().values().forEach(status -> ended.merge(status.name(), 1L, Long::sum));
    }
    assertThat(refused).as("such a test says nothing of facts that cannot be").isGreaterThan(100);
    assertThat(ended).containsKeys("QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED");
  }

  /** The fact as it was, or with a number that does not fit. */
  private static Event odd(Event event, SplittableRandom random) {
    return switch (event) {
      case Event.EpochCompleted it when random.nextBoolean() ->
          new Event.EpochCompleted(it.trial(), it.attempt(), it.sequence() + 1, later(it.result()));
      case Event.TrialEnded it when random.nextBoolean() ->
          new Event.TrialEnded(it.trial(), TrialStatus.FAILED, new Reason.Said("not so"));
      default -> event;
    };
  }

  private static EpochResult later(EpochResult it) {
    return new EpochResult(
        it.epoch() + 1,
        it.train(),
        it.test(),
        it.validation(),
        it.learningRate(),
        it.seconds(),
        it.imagesPerSecond(),
        it.peakMemoryBytes(),
        it.checkpoint(),
        it.stateHash());
  }
}
