package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.engine.audit.Invariant;
import podium.engine.audit.Violation;

final class AuditTest {
  @Test
  void and_moreViolationsThanAreListed_keepsTheLatestAndCountsTheOthers() {
    List<Violation> found =
        IntStream.range(0, 130)
            .mapToObj(offset -> new Violation(offset, Invariant.ENDED_ONCE, true, "it has ended"))
            .toList();
    Audit audit = Audit.NONE.and(50, found.subList(0, 50)).and(130, found.subList(50, 130));

    assertThat(audit.total()).isEqualTo(130);
    assertThat(audit.earlier()).isEqualTo(30);
    assertThat(audit.violations()).hasSize(100);
    assertThat(audit.violations().getFirst().offset()).isEqualTo(30);
    assertThat(audit.violations().getLast().offset()).isEqualTo(129);
    assertThat(Audit.NONE.and(50, found.subList(0, 50)).earlier()).isZero();
  }
}
