package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Slot;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;

/** Words of others in every place that is shown: no cursor moves, and no line is made. */
final class HarmlessWordsTest {
  private static final String EVIL = "\u001b[2J\u001b]0;owned\u0007\u009b1m\u202e\n  forged line";
  private static final String WORKER = "w" + EVIL;
  private static final TrialId RUNS = new TrialId("a-1.1");
  private static final TrialId FAILED = new TrialId("a-1.2");

  private final LogView view = new LogView();
  private final List<Event> log =
      List.of(
          Story.begins(),
          new Event.WorkerRegistered(
              WORKER,
              "i" + EVIL,
              "host" + EVIL,
              List.of(new Slot("cpu:0" + EVIL, EVIL), new Slot("cpu:1", EVIL)),
              new Catalog(List.of(), List.of(new Catalog.Dataset("digits" + EVIL, 32)), List.of()),
              "home" + EVIL,
              List.of(),
              NodeAddress.UNKNOWN),
          Story.accepted(Story.source(0), 0, "a", "resnet18" + EVIL, "vgg16" + EVIL),
          placed(RUNS),
          placed(FAILED),
          new Event.AttemptEnded(FAILED, 1, 1, Outcome.FAILED_CODE, "broke" + EVIL, true),
          new Event.TrialEnded(FAILED, TrialStatus.FAILED, new Reason.Said("broke" + EVIL)));

  private static Event placed(TrialId trial) {
    return new Event.TrialPlaced(
        trial,
        1,
        new Grant(WORKER, "i" + EVIL, "cpu:0" + EVIL),
        List.of(),
        new Reason.FirstInOrder(0));
  }

  @Test
  void status_isFreeOfControls() {
    tell(shown(new ByteArrayOutputStream(), false));
    List<String> lines = new ArrayList<>(StatusTables.lines(view, List.of(word("waits" + EVIL))));
    lines.addAll(StatusTables.datasets(view));
    assertThat(lines).isNotEmpty().allSatisfy(HarmlessWordsTest::isHarmless);
    assertThat(String.join("", lines)).contains("w\\u{1b}[2J", "broke\\u{1b}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void progress_isFreeOfControlsButItsOwn(boolean terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressView progress = shown(bytes, terminal);
    tell(progress);
    for (String doing : List.of("", "decoding" + EVIL)) {
      progress.progress(word(doing));
      progress.draw(view);
    }
    progress.line("of a file" + EVIL);
    String text = bytes.toString(StandardCharsets.UTF_8);
    // why: a view erases its own lines
    String own = text.replace("\u001b[1A\u001b[2K", "");
    assertThat(own).contains("of a file", "broke").doesNotContain("owned\u0007");
    own.lines().forEach(HarmlessWordsTest::isHarmless);
  }

  @Test
  void doing_isFreeOfControlsButItsOwn() {
    StringWriter out = new StringWriter();
    DoingView doing = new DoingView(new PrintWriter(out), false);
    doing.show("reading" + EVIL, 1, 2);
    assertThat(out.toString()).contains("reading");
    out.toString().lines().forEach(HarmlessWordsTest::isHarmless);
  }

  private static Progress word(String doing) {
    return new Progress(RUNS, 1, WORKER, "cpu:0" + EVIL, 1, 2, 1, 10, 410.4, doing);
  }

  private ProgressView shown(ByteArrayOutputStream bytes, boolean terminal) {
    return new ProgressView(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> 0, trial -> true);
  }

  private void tell(ProgressView progress) {
    long index = 0;
    for (Event event : log) {
      var entry = Story.entry(index++, "", event);
      view.apply(entry);
      progress.entry(entry, view);
    }
  }

  private static void isHarmless(String line) {
    assertThat(line).doesNotContainPattern("[\\p{Cc}\u009b\u202e]").doesNotStartWith("  forged");
  }
}
