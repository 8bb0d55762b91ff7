package podium.dashboard.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

final class FormTest {
  private static final Notification FAILED =
      new Notification(
          "log-7-trial-failed-mine-1.2",
          Kind.TRIAL_FAILED,
          7,
          Instant.parse("2026-11-24T08:00:00Z"),
          new ExperimentId("mine-1"),
          Optional.of(new TrialId("mine-1.2")),
          "mine-1.2 failed: <!channel> a & \"b\"\n@everyone");

  private static final Optional<String> BOARD = Optional.of("https://board.example.org");

  @Test
  void body_asJson_hasEveryField() {
    assertThat(Form.JSON.body(FAILED, BOARD))
        .isEqualTo(
            """
            {"id":"log-7-trial-failed-mine-1.2","kind":"trial-failed","time":"2026-11-24T08:00:00Z",\
            "offset":7,"experiment":"mine-1","trial":"mine-1.2",\
            "text":"mine-1.2 failed: <!channel> a & \\"b\\"\\n@everyone",\
            "link":"https://board.example.org/trials/mine-1.2"}\
            """);
  }

  @Test
  void body_forSlack_callsNobody() {
    assertThat(Form.SLACK.body(FAILED, BOARD))
        .isEqualTo(
            """
            {"text":"mine-1.2 failed: &lt;!channel&gt; a &amp; \\"b\\"\\n@everyone\\n\
            <https://board.example.org/trials/mine-1.2>"}\
            """);
  }

  @Test
  void body_forDiscord_callsNobody() {
    assertThat(Form.DISCORD.body(FAILED, Optional.empty()))
        .isEqualTo(
            """
            {"content":"mine-1.2 failed: <!channel> a & \\"b\\"\\n@everyone",\
            "allowed_mentions":{"parse":[]}}\
            """);
  }

  @Test
  void text_ofWhateverLength_isCut() {
    Notification it =
        new Notification(
            "i",
            Kind.EXPERIMENT_ENDED,
            0,
            Instant.EPOCH,
            new ExperimentId("mine-1"),
            Optional.empty(),
            "x".repeat(100_000));
    assertThat(Form.DISCORD.body(it, BOARD).length()).isLessThan(800);
  }
}
