package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;

final class ProgressViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();
  private final LogView view = new LogView();

  @Test
  void draw_onTerminal_showsSlotTrialEpochPercentSpeedAndTimeLeft() {
    ProgressView shown = shown(true);
    tell(shown, Story.accepted(Story.source(0), 0, "a", "resnet18"));
    shown.progress(Story.progress("a-1.1", 1, 0));
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    shown.progress(Story.progress("a-1.1", 1, 5));
    shown.draw(view);
    assertThat(text())
        .contains("w cpu:0", "a-1.1 resnet18", "epoch 1/2", " 50 %", "410 images/s")
        .contains("[##########----------]", "0:30 left");
  }

  @Test
  void draw_beforeTraining_showsWhatIsDoneAndStartsTheTimeAnewWithTheFirstEpoch() {
    ProgressView shown = shown(true);
    tell(shown, Story.accepted(Story.source(0), 0, "a", "resnet18"));
    shown.progress(decoding(0));
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    shown.progress(decoding(12_500));
    shown.draw(view);
    assertThat(text())
        .contains("w cpu:0  a-1.1 resnet18  decoding 12,500 of 25,000 images [##########------")
        .contains(" 50 %  0:10 left");
    bytes.reset();
    shown.progress(Story.progress("a-1.1", 1, 0));
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    shown.progress(Story.progress("a-1.1", 1, 5));
    shown.draw(view);
    assertThat(text()).contains("epoch 1/2", "0:30 left").doesNotContain("decoding");
  }

  @Test
  void progress_beforeTrainingWithoutATerminal_tellsALineEveryTenSeconds() {
    ProgressView shown = shown(false);
    for (int done = 0; done <= 25; done++) {
      shown.progress(decoding(1_000 * done));
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertThat(text().lines())
        .containsExactly(
            "a-1.1 decoding 10,000 of 25,000 images", "a-1.1 decoding 20,000 of 25,000 images");
  }

  private static Progress decoding(int done) {
    return Progress.before(new TrialId("a-1.1"), 1, "w", "cpu:0", 2, "decoding", done, 25_000);
  }

  @Test
  void draw_noTerminal_printsNothingButEpochs() {
    ProgressView shown = shown(false);
    tell(shown, Story.accepted(Story.source(0), 0, "a", "resnet18"));
    shown.progress(Story.progress("a-1.1", 1, 5));
    shown.draw(view);
    assertThat(text()).isEmpty();
    tell(shown, Story.epoch("a-1.1", 1, 1, 351));
    shown.draw(view);
    assertThat(text().lines())
        .singleElement()
        .asString()
        .contains("a-1.1 resnet18  epoch 1/2", "Acc: 97.500% (351/360)", "3.5 s")
        .doesNotContain("\u001b");
  }

  @Test
  void entry_attemptEnded_takesItsBarAway() {
    ProgressView shown = shown(true);
    tell(shown, Story.accepted(Story.source(0), 0, "a", "resnet18"));
    shown.progress(Story.progress("a-1.1", 1, 5));
    tell(shown, Story.attemptEnded("a-1.1", 1, 1, Outcome.SUCCEEDED));
    shown.draw(view);
    assertThat(text()).isEmpty();
  }

  @Test
  void entry_trialFailed_saysWhy() {
    ProgressView shown = shown(false);
    tell(shown, Story.accepted(Story.source(0), 0, "a", "resnet18"));
    tell(shown, Story.ended("a-1.1", TrialStatus.FAILED));
    assertThat(text()).contains("a-1.1 FAILED: it broke");
  }

  @Test
  void progress_ofOtherTrials_isPassedOver() {
    ProgressView shown = shown(true);
    shown.progress(Story.progress("b-1.1", 1, 5));
    shown.draw(view);
    assertThat(text()).isEmpty();
  }

  private void tell(ProgressView shown, Event event) {
    Entry entry = Story.entry(0, "", event);
    view.apply(entry);
    shown.entry(entry, view);
  }

  private ProgressView shown(boolean terminal) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ProgressView(out, terminal, clock::get, trial -> trial.value().startsWith("a-"));
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
