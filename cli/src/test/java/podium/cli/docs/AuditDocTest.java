package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import podium.engine.audit.Cause;
import podium.engine.audit.Invariant;

final class AuditDocTest {
  private static final String DOCUMENT = Home.read("docs/audit.md");

  @Test
  void invariants_everyOne_hasItsRowAndNoOther() {
    assertThat(DOCUMENT.lines().filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(
            Arrays.stream(Invariant.values())
                .map(it -> "| `%s` | %s |".formatted(it, it.meaning()))
                .toList());
  }

  @Test
  void causes_everyOne_hasItsRow() {
    assertThat(DOCUMENT.lines())
        .containsAll(
            Arrays.stream(Cause.values())
                .map(it -> "| %s | %s |".formatted(it.meaning(), it.advice()))
                .toList());
  }
}
