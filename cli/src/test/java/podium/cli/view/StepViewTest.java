package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StepViewTest {
  private final StringWriter out = new StringWriter();
  private final AtomicLong clock = new AtomicLong(77);

  @Test
  void step_onTerminal_drawsTheBarOverItselfAndLeavesNothing() {
    try (StepView view = view(true)) {
      view.step(1, 40, 300);
      later(3);
      view.step(10, 40, 410.4);
    }
    assertThat(out.toString())
        .contains("\r\u001b[2K[#####---------------]  25 %  step 10/40  410 images/s  0:03")
        .endsWith("\r\u001b[2K")
        .doesNotContain("\n");
  }

  @Test
  void preparing_onTerminal_drawsWhatIsDone() {
    try (StepView view = view(true)) {
      view.preparing("reading CIFAR-10", 0, 0);
      later(3);
      view.preparing("decoding", 12_300, 24_600);
    }
    assertThat(out.toString())
        .contains("[--------------------]   0 %  reading CIFAR-10  0:00")
        .contains("[##########----------]  50 %  decoding 12,300 of 24,600 images  0:03");
  }

  @Test
  void step_noTerminal_tellsALineEveryTenSeconds() {
    try (StepView view = view(false)) {
      view.step(1, 40, 300);
      later(9);
      view.step(10, 40, 300);
      later(1);
      view.step(11, 40, 300);
      later(1);
      view.step(12, 40, 300);
      later(9);
      view.step(20, 40, 300);
    }
    assertThat(out.toString().lines())
        .containsExactly(
            "[######--------------]  28 %  step 11/40  300 images/s  0:10",
            "[##########----------]  50 %  step 20/40  300 images/s  0:20");
  }

  private StepView view(boolean terminal) {
    return new StepView(new PrintWriter(out), terminal, clock::get);
  }

  private void later(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
