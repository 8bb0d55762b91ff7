package podium.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import podium.cli.error.UserErrorException;
import podium.cli.proof.Proof.Shown;
import podium.cli.proof.PublishedTraces.Compared;

/** What was published of three rules on eight traces, and ours. */
final class PublishedTracesTest {
  private static final Path FOLDER =
      Path.of(
          System.getProperty(
              "podium.test.traces",
              Optional.ofNullable(System.getenv("PODIUM_TEST_TRACES"))
                  .orElse("../../shared/traces")));

  private static final Series SERIES = new Series("trace1", "srtf", List.of(100.0, 200.0, 300.0));

  private static Compared compared(double ours) {
    return new Compared(SERIES, "mean", 100, ours, 101);
  }

  @Test
  void show_theTraces_areAsPublishedWithinAMinute() {
    Assumptions.assumeTrue(
        Files.isDirectory(FOLDER) || "true".equals(System.getenv("CI")), "needs the job traces");
    PublishedTraces proof = new PublishedTraces(FOLDER);
    // why: of this thread alone, so that nothing else on the machine counts
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    List<Compared> all =
        Series.published().stream().flatMap(it -> proof.compared(it).stream()).toList();
    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun);

    assertThat(all).hasSize(72);
    assertThat(all.stream().filter(it -> Math.abs(it.difference()) > 1e-8))
        .extracting(it -> it.series().trace(), it -> it.series().rule())
        .as("ends that rounding makes one event or two")
        .containsOnly(Tuple.tuple("trace2", "srtf"), Tuple.tuple("trace4_pr", "srsf"))
        .hasSize(6);
    assertThat(all).allMatch(it -> Math.abs(it.difference()) < 0.0031);
    assertThat(all).allMatch(it -> Math.abs(it.cleanDifference()) < 0.12);
    assertThat(PublishedTraces.shown(all).held()).isTrue();
    assertThat(Path.of(System.getProperty("podium.home", "..")).resolve("docs/scheduling.md"))
        .as("has what ./podium prove prints")
        .content()
        .contains(String.join("\n", PublishedTraces.shown(all).lines()));
    assertThat(took).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void shown_enoughEqual_holdsAndListsAll() {
    List<Compared> all = new ArrayList<>(Collections.nCopies(66, compared(100 + 0.9e-6)));
    all.addAll(Collections.nCopies(6, compared(100.4)));
    Shown shown = PublishedTraces.shown(all);

    assertThat(shown.held()).isTrue();
    assertThat(shown.why())
        .isEqualTo(
            "66 of 72 within 1e-8, at least 66 must be; the largest difference is 0.40 %, at most"
                + " 0.50 % may be");
    assertThat(shown.lines()).hasSize(73);
    assertThat(shown.lines().getFirst()).startsWith("trace   rule  figure  published  ");
    assertThat(shown.lines().getLast())
        .matches("trace1 +srtf +mean +100.000 +100.400 +4.0e-03 +101.000 +1.00 %");
  }

  @Test
  void shown_oneTooFewOrTooFar_doesNotHold() {
    List<Compared> few = new ArrayList<>(Collections.nCopies(65, compared(100)));
    few.addAll(Collections.nCopies(7, compared(100.0001)));
    List<Compared> far = new ArrayList<>(Collections.nCopies(71, compared(100)));
    far.add(compared(99.4));

    assertThat(PublishedTraces.shown(few).held()).isFalse();
    assertThat(PublishedTraces.shown(far).held()).isFalse();
  }

  @Test
  void series_published_areAllThere() {
    assertThat(Series.published()).hasSize(24);
    assertThat(Series.published().getFirst())
        .isEqualTo(
            new Series("trace1", "srtf", List.of(1370603.198, 26045465.532945, 16647148.09074)));
  }

  @Test
  void show_noTraces_namesAFile() {
    assertThatThrownBy(() -> new PublishedTraces(Path.of("/nowhere")).show())
        .isInstanceOf(UserErrorException.class)
        .hasMessageMatching("/nowhere/trace.* cannot be read \\(it is not there\\).*");
  }
}
