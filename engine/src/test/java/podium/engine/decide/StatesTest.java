package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Trial;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Action;

/**
 * Walks every cell of the table in {@code docs/states.md}: what becomes of a trial, whatever it is
 * and whatever happens. The table is what is expected; with {@code -Dpodium.docs.write=true} it is
 * written anew.
 */
final class StatesTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md");
  private static final TrialId TRIAL = new TrialId("mine-1.1");
  private static final String OTHER = "mine-1.2";
  private static final Deadlines DEADLINES = DecisionSettings.DEFAULT.deadlines();
  private static final Duration SILENCE = Duration.ofSeconds(9);

  /** How a trial gets into each state: the one slot there is is that of worker w. */
  private enum Row {
    QUEUED(given -> {}, Trial.State.QUEUED),
    PLACED(given -> given.worker("w", "i", "cpu:0"), Trial.State.PLACED),
    RUNNING(
        given -> {
          PLACED.into.accept(given);
          given.report("w", "i", Given.started(TRIAL.value(), 1));
        },
        Trial.State.RUNNING),
    STOPPING_CANCEL(
        given -> {
          RUNNING.into.accept(given);
          given.cancel(TRIAL.value());
        },
        Trial.State.STOPPING),
    STOPPING_HUNG(
        given -> {
          RUNNING.into.accept(given);
          given.when(new Command.Quiet(TRIAL, 1, DEADLINES.startWithin()));
        },
        Trial.State.STOPPING),
    STOPPING_YIELD(
        given -> {
          RUNNING.into.accept(given);
          given.act(new Action.Pause(TRIAL.value(), true));
        },
        Trial.State.STOPPING),
    STOPPING_PRUNE(
        given -> {
          given.act(new Action.Pause(TRIAL.value(), false));
          given.worker("w", "i", "cpu:0");
          given.report("w", "i", Given.started(OTHER, 1));
          given.report("w", "i", Given.scored(OTHER, 1, 2, 1, 90));
          given.act(new Action.Pause(OTHER, true));
          given.report("w", "i", Given.ended(OTHER, 1, 3, Outcome.PREEMPTED));
          given.act(new Action.Resume(TRIAL.value()));
          given.report("w", "i", Given.started(TRIAL.value(), 1));
          given.report("w", "i", Given.scored(TRIAL.value(), 1, 2, 1, 10));
        },
        Trial.State.STOPPING),
    PAUSING(
        given -> {
          RUNNING.into.accept(given);
          given.act(new Action.Pause(TRIAL.value(), false));
        },
        Trial.State.RUNNING),
    PAUSED(given -> given.act(new Action.Pause(TRIAL.value(), false)), Trial.State.PAUSED),
    HELD(
        given -> {
          given.act(new Action.Pause(OTHER, false));
          RUNNING.into.accept(given);
          given.report("w", "i", Given.epoch(TRIAL.value(), 1, 2, 1));
          given.report("w", "i", Given.ended(TRIAL.value(), 1, 3, Outcome.PREEMPTED));
        },
        Trial.State.HELD),
    ADRIFT(
        given -> {
          RUNNING.into.accept(given);
          given.when(new Command.Silence("w", "i", SILENCE));
        },
        Trial.State.ADRIFT),
    SUCCEEDED(
        given -> {
          RUNNING.into.accept(given);
          given.report("w", "i", Given.ended(TRIAL.value(), 1, 2, Outcome.SUCCEEDED));
        },
        Trial.State.SUCCEEDED),
    FAILED(
        given -> {
          RUNNING.into.accept(given);
          given.report("w", "i", Given.ended(TRIAL.value(), 1, 2, Outcome.DIVERGED));
        },
        Trial.State.FAILED),
    CANCELLED(given -> given.cancel(TRIAL.value()), Trial.State.CANCELLED),
    STOPPED(
        given -> {
          STOPPING_PRUNE.into.accept(given);
          given.report("w", "i", Given.ended(TRIAL.value(), 1, 3, Outcome.STOPPED));
        },
        Trial.State.STOPPED);

    private final Consumer<Given> into;
    private final Trial.State state;

    Row(Consumer<Given> into, Trial.State state) {
      this.into = into;
      this.state = state;
    }

    /** What is submitted: of two trials the other one is paused, and nothing happens to it. */
    ExperimentSpec spec() {
      return switch (this) {
        case STOPPING_PRUNE, STOPPED ->
            Given.contest("mine", 2, 10, new Stopping(Stopping.Rule.MEDIAN, 1, 1, 3, 0));
        case HELD -> Given.contest("mine", 2, 10, new Stopping(Stopping.Rule.ASHA, 1, 3, 3, 0));
        case QUEUED, PLACED, RUNNING, STOPPING_CANCEL, STOPPING_HUNG, STOPPING_YIELD ->
            Given.spec("mine", 0, "resnet18");
        case PAUSING, PAUSED, ADRIFT, SUCCEEDED, FAILED, CANCELLED ->
            Given.spec("mine", 0, "resnet18");
      };
    }

    String title() {
      return this == PAUSING ? "RUNNING, to pause" : name().replace("STOPPING_", "STOPPING, ");
    }
  }

  /** What happens. */
  private enum Column {
    SLOT("a slot is free", given -> given.worker("v", "j", "cpu:0")),
    STARTED("started", given -> given.report("w", "i", Given.started(TRIAL.value(), 1))),
    EPOCH("next epoch", given -> given.report("w", "i", epoch(given, 1))),
    WRONG_EPOCH("another epoch", given -> given.report("w", "i", epoch(given, 7))),
    SUCCESS(
        "ended: SUCCEEDED",
        given ->
            given.report("w", "i", Given.ended(TRIAL.value(), 1, next(given), Outcome.SUCCEEDED))),
    FAILURE(
        "ended: FAILED_CODE",
        given ->
            given.report(
                "w", "i", Given.ended(TRIAL.value(), 1, next(given), Outcome.FAILED_CODE))),
    LOSS(
        "ended: FAILED_INFRASTRUCTURE",
        given ->
            given.report(
                "w",
                "i",
                Given.ended(TRIAL.value(), 1, next(given), Outcome.FAILED_INFRASTRUCTURE))),
    CANCEL("cancel", given -> given.cancel(TRIAL.value())),
    PAUSE("pause", given -> given.act(new Action.Pause(TRIAL.value(), false))),
    PAUSE_NOW("pause now", given -> given.act(new Action.Pause(TRIAL.value(), true))),
    RESUME("resume", given -> given.act(new Action.Resume(TRIAL.value()))),
    RETRY("retry", given -> given.act(new Action.Retry(TRIAL.value(), false))),
    LOST("worker lost", given -> given.when(new Command.Silence("w", "i", SILENCE))),
    LEFT("worker left", given -> given.when(new Command.Leave("w", "i"))),
    HOLDS(
        "worker is back and holds it",
        given ->
            given.workerWith(List.of(new Holding(TRIAL, 1, "cpu:0", 1, true)), "w", "i", "cpu:0")),
    HOLDS_NOT("worker is back without it", given -> given.worker("w", "i", "cpu:0")),
    OTHER_PROCESS("its worker is another process", given -> given.worker("w", "k", "cpu:0")),
    QUIET(
        "silence of the trainer",
        given -> given.when(new Command.Quiet(TRIAL, 1, DEADLINES.startWithin()))),
    STOP_OVER("stop-within is over", given -> given.after(DEADLINES.stopWithin())),
    READOPT_OVER("readopt-within is over", given -> given.after(DEADLINES.readoptWithin()));

    private final String title;
    private final Consumer<Given> happens;

    Column(String title, Consumer<Given> happens) {
      this.title = title;
      this.happens = happens;
    }
  }

  private static long next(Given given) {
    return given.state.trial(TRIAL).map(trial -> trial.lastSequence(1)).orElse(0L) + 1;
  }

  /** An epoch so many behind the last one. */
  private static Report epoch(Given given, int further) {
    int last = given.state.trial(TRIAL).map(Trial::lastEpoch).orElse(0);
    return Given.scored(TRIAL.value(), 1, last + 2, last + further, 10);
  }

  /** What comes of it: the facts about the trial, and what it is then. */
  private static String cell(Row row, Column column) {
    Given given = new Given();
    given.submit(row.spec());
    row.into.accept(given);
    assertThat(given.state.trial(TRIAL).orElseThrow().state()).isEqualTo(row.state);
    int before = given.events.size();
    column.happens.accept(given);
    List<String> facts = new ArrayList<>();
    for (Event event : given.events.subList(before, given.events.size())) {
      facts.add(fact(event));
    }
    facts.removeIf(String::isEmpty);
    Trial.State after = given.state.trial(TRIAL).orElseThrow().state();
    String becomes = after == row.state && facts.isEmpty() ? "" : after.name();
    return facts.isEmpty() && becomes.isEmpty()
        ? "-"
        : String.join(", ", facts) + (facts.isEmpty() ? "" : ": ") + becomes;
  }

  private static String fact(Event event) {
    return switch (event) {
      case Event.TrialPlaced ignored -> "TrialPlaced";
      case Event.TrialStarted ignored -> "TrialStarted";
      case Event.EpochCompleted ignored -> "EpochCompleted";
      case Event.AttemptEnded ended -> "AttemptEnded(" + ended.outcome() + ")";
      case Event.AttemptReadopted ignored -> "AttemptReadopted";
      case Event.StopOrdered ordered -> "StopOrdered(" + ordered.why() + ")";
      case Event.PreemptionOrdered ignored -> "PreemptionOrdered";
      case Event.SlotsReserved ignored -> "SlotsReserved";
      case Event.TrialRequeued ignored -> "TrialRequeued";
      case Event.TrialRestarted ignored -> "TrialRestarted";
      case Event.TrialEnded ended -> "TrialEnded(" + ended.status() + ")";
      case Event.ReportFenced ignored -> "ReportFenced";
      case Event.CancelAccepted ignored -> "CancelAccepted";
      case Event.RequestAccepted ignored -> "RequestAccepted";
      case Event.TrialPaused ignored -> "TrialPaused";
      case Event.TrialSuggested ignored -> "TrialSuggested";
      case Event.TrialPromoted ignored -> "TrialPromoted";
      case Event.RequestRejected ignored -> "RequestRejected";
      case Event.SchedulerStarted ignored -> "";
      case Event.ReignBegun ignored -> "";
      case Event.SchedulerStoodDown ignored -> "";
      case Event.SnapshotTaken ignored -> "";
      case Event.WorkerForgotten ignored -> "";
      case Event.ExperimentAccepted ignored -> "";
      case Event.RequestDuplicate ignored -> "";
      case Event.RequestsLost ignored -> "";
      case Event.WorkerRegistered ignored -> "";
      case Event.WorkerSuspected ignored -> "";
      case Event.WorkerRecovered ignored -> "";
      case Event.WorkerLost ignored -> "";
      case Event.WorkerLeaving ignored -> "";
      case Event.WorkerLeft ignored -> "";
      case Event.SlotQuarantined ignored -> "";
      case Event.SlotProbed ignored -> "";
      case Event.SlotFreed ignored -> "";
    };
  }

  @Test
  void everyCell_isWhatThePageSays() throws IOException {
    Map<String, String> walked = new LinkedHashMap<>();
    StringBuilder table = new StringBuilder("| what happens |");
    for (Row row : Row.values()) {
      table.append(' ').append(row.title()).append(" |");
    }
    table.append("\n|").append("---|".repeat(Row.values().length + 1)).append('\n');
    for (Column column : Column.values()) {
      table.append("| ").append(column.title).append(" |");
      for (Row row : Row.values()) {
        String cell = cell(row, column);
        walked.put(row.title() + " x " + column.title, cell);
        table.append(' ').append(cell).append(" |");
      }
      table.append('\n');
    }
    if (Boolean.getBoolean("podium.docs.write")) {
      String page = Files.readString(PAGE);
      Files.writeString(PAGE, page.substring(0, page.indexOf("| what happens |")) + table);
    }
    assertThat(walked).isEqualTo(onThePage());
  }

  private static Map<String, String> onThePage() throws IOException {
    List<List<String>> lines =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| "))
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
            .toList();
    Map<String, String> cells = new LinkedHashMap<>();
    List<String> head = lines.getFirst();
    for (List<String> line : lines.subList(1, lines.size())) {
      for (int i = 2; i < head.size(); i++) {
        cells.put(head.get(i) + " x " + line.get(1), line.get(i));
      }
    }
    return cells;
  }
}
