package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

final class LiveProgressTest {
  private final LiveProgress progress = new LiveProgress();

  private void tell(String trial, String doing) {
    progress.put(Progress.before(new TrialId(trial), 1, "anvil", "cpu:0", 8, doing, 0, 0));
  }

  @Test
  void waiting_namesSlotTrialAndWhatIsWaitedFor_asLongAsItIs() {
    tell("a-1.1", "decoding");
    tell("a-1.2", "waits for room on disk: /data/checkpoints");
    assertThat(progress.waiting())
        .containsExactly("anvil cpu:0: a-1.2 waits for room on disk: /data/checkpoints");

    progress.put(new Progress(new TrialId("a-1.2"), 1, "anvil", "cpu:0", 3, 8, 10, 20, 99.5));
    assertThat(progress.waiting()).isEmpty();
  }
}
