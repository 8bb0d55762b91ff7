package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;

final class WorkerCoreTest {
  private final List<Note> notes = new ArrayList<>();
  private final List<String> limited = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private final WorkerCore core =
      new WorkerCore(
          new WorkerCore.Offer(
              new Identity("b", "i", "host", "home", NodeAddress.UNKNOWN),
              List.of(new Slot("cuda:0", "NVIDIA H200", "GPU-x")),
              Catalog.BUILT_IN,
              0),
          new Recorded());

  private void hears(Map<String, String> taken) {
    core.hear(new WorkerMessage.Heard(1, "i", new TreeMap<>(taken), NodeAddress.UNKNOWN));
  }

  @Test
  void slotWhoseGpuIsAnothers_isToldOnceAndAgainWhenItIsItsOwn() {
    hears(Map.of());
    notes.clear();
    hears(Map.of("cuda:0", "a"));
    hears(Map.of("cuda:0", "a"));
    assertThat(notes)
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.weight()).isEqualTo(Note.Weight.WARN);
              assertThat(note.text())
                  .startsWith("slot cuda:0 gets nothing: worker a, which was there before, offers")
                  .contains("--devices");
            });
    hears(Map.of());
    assertThat(notes)
        .extracting(Note::text)
        .last()
        .isEqualTo("slot cuda:0 is used: no other worker has its GPU any more");
  }

  private static WorkerMessage.Train train(int attempt, long wallSeconds) {
    return new WorkerMessage.Train(
        1,
        "i",
        "cuda:0",
        new TrialId("mine-1.1"),
        attempt,
        new TrialSpec(
            "resnet18", 1, "digits", "none", Recipe.defaults(), new Limits(0, wallSeconds, 0)),
        List.of());
  }

  private static WorkerMessage limit(int attempt, long wallSeconds) {
    return new WorkerMessage.Limit(
        1, "i", new TrialId("mine-1.1"), attempt, new Limits(0, wallSeconds, 0));
  }

  @Test
  void limits_ofAnAttemptThatItHolds_areItsSlotsWhicheverOrderSaysThem() {
    core.hear(limit(1, 5));
    core.hear(train(1, 10));
    assertThat(limited).isEmpty();
    core.hear(limit(1, 20));
    core.hear(limit(2, 30));
    core.hear(train(1, 40));
    assertThat(limited).containsExactly("cuda:0 mine-1.1.1 20", "cuda:0 mine-1.1.1 40");
    core.released(new AttemptId(new TrialId("mine-1.1"), 1));
    core.hear(limit(1, 50));
    assertThat(limited).hasSize(2);
  }

  private void reports(int attempt, WorkerMessage.Verdict answered) {
    TrialId trial = new TrialId("mine-1.1");
    EpochResult result =
        new EpochResult(
            7,
            new Score(1, 1, 2),
            Optional.empty(),
            Optional.empty(),
            0.1,
            1,
            1,
            0,
            new CheckpointRef(7, "mine-1.1/7", "ab".repeat(32), 1),
            "cd".repeat(32));
    core.spooled(new Report.Epoch(trial, attempt, 1, result));
    core.hear(new WorkerMessage.Answer(1, trial, attempt, 1, answered, 2));
  }

  @Test
  void checkpoints_areClearedUpOnlyBehindAReportThatCounts() {
    reports(1, WorkerMessage.Verdict.REPEAT);
    reports(2, WorkerMessage.Verdict.FENCED);
    assertThat(counted).isEmpty();
    reports(3, WorkerMessage.Verdict.ACCEPTED);
    assertThat(counted).containsExactly("mine-1.1.3 7");
  }

  /** Keeps what it is told, and has an empty spool. */
  private final class Recorded implements WorkerPort {
    @Override
    public void send(SchedulerMessage message) {}

    @Override
    public Optional<String> train(WorkerMessage.Train order) {
      return Optional.empty();
    }

    @Override
    public void limit(String slot, AttemptId attempt, Limits limits) {
      limited.add(slot + " " + attempt + " " + limits.wallSeconds());
    }

    @Override
    public void stop(String slot, AttemptId attempt, Outcome why) {}

    @Override
    public void fence(String slot, AttemptId attempt) {}

    @Override
    public List<Backlog> backlog() {
      return List.of();
    }

    @Override
    public boolean spool(String holder, Report report) {
      return true;
    }

    @Override
    public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
      return List.of();
    }

    @Override
    public void acknowledge(AttemptId attempt, long sequence) {}

    @Override
    public void drop(AttemptId attempt) {}

    @Override
    public void counted(AttemptId attempt, int epoch) {
      counted.add(attempt + " " + epoch);
    }

    @Override
    public void registered(boolean is) {}

    @Override
    public void refused(String why) {}

    @Override
    public void remind(Reminder of) {}

    @Override
    public void ended() {}

    @Override
    public void note(Note note) {
      notes.add(note);
    }
  }
}
