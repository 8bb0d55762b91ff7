package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;

final class AttemptLogTest {
  private static final AttemptId ATTEMPT = new AttemptId(new TrialId("mine-1.2"), 3);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T08:00:00.123456Z"));

  @TempDir private Path home;

  private List<String> lines() throws IOException {
    return Files.readAllLines(home.resolve("mine-1.2/3/trainer.log"));
  }

  @Test
  void attempt_isToldFromItsBeginningToItsEnd() throws IOException {
    AttemptLog log = new AttemptLog(home, ATTEMPT, CLOCK);
    TrialSpec spec =
        new TrialSpec(
            "resnet18", 7, "digits", "none", Recipe.of(Map.of("epochs", 1L)), Limits.NONE);
    log.begins(new Assignment(ATTEMPT.trial(), 3, spec, List.of()));
    log.line("warning: something of a library");
    log.told(new TrainerEvent.Progress(1, 2, 3, 4));
    log.told(new TrainerEvent.Ended(Outcome.FAILED_CODE, "loss is NaN"));

    assertThat(lines())
        .containsExactly(
            "2026-11-24T08:00:00.123Z podium: attempt 3 of mine-1.2 begins: resnet18 on digits,"
                + " seed 7",
            "2026-11-24T08:00:00.123Z warning: something of a library",
            "2026-11-24T08:00:00.123Z podium: ended FAILED_CODE: loss is NaN");
  }

  @Test
  void line_thatWouldDriveATerminal_orIsTooLong_isMadeFit() throws IOException {
    AttemptLog log = new AttemptLog(home, ATTEMPT, CLOCK);
    log.line("a\u001b[2Jb\nc");
    log.line("x".repeat(AttemptLog.LONGEST_LINE + 1));

    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst()).endsWith(" a?[2Jb?c");
    assertThat(lines().getLast()).hasSize("2026-11-24T08:00:00.123Z ".length() + 4_000);
  }

  @Test
  void lines_beyondTheFilesLength_areLeftOut_andTheEndIsStillTold() throws IOException {
    AttemptLog log = new AttemptLog(home, ATTEMPT, CLOCK, 100);
    for (int i = 0; i < 20; i++) {
      log.line("a line of twenty letters");
    }
    log.told(new TrainerEvent.Ended(Outcome.SUCCEEDED, "all epochs are trained"));

    assertThat(lines()).hasSize(4);
    assertThat(lines().get(2)).contains("nothing is kept");
    assertThat(lines().getLast()).contains("ended SUCCEEDED");
  }

  @Test
  void home_thatIsNotThere_isNotMade() {
    Path missing = home.resolve("not-mounted");
    new AttemptLog(missing, ATTEMPT, CLOCK).line("text");
    assertThat(missing).doesNotExist();
  }

  @Test
  void log_thatCannotBeWritten_stopsNobody() throws IOException {
    Files.createDirectories(home.resolve("mine-1.2/3/trainer.log"));
    AttemptLog log = new AttemptLog(home, ATTEMPT, CLOCK);
    log.line("text");
    log.line("text");
    assertThat(home.resolve("mine-1.2/3/trainer.log")).isDirectory();
  }
}
