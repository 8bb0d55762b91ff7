package podium.dashboard.domain;

import java.util.List;
import java.util.Optional;

/**
 * A trial with what is needed to follow it: its epochs that count, in order, and its last attempt.
 * Immutable.
 */
public record Trial(TrialRow row, List<Mark> counting, Optional<AttemptRow> attempt) {
  public Trial {
    counting = List.copyOf(counting);
  }

  Trial with(Standing standing, long offset) {
    return new Trial(
        new TrialRow(row.identity(), standing, row.learning(), row.data(), offset),
        counting,
        attempt);
  }

  Trial with(Learning learning, long offset) {
    return new Trial(
        new TrialRow(row.identity(), row.standing(), learning, row.data(), offset),
        counting,
        attempt);
  }

  Trial with(TrialData data, long offset) {
    return new Trial(
        new TrialRow(row.identity(), row.standing(), row.learning(), data, offset),
        counting,
        attempt);
  }

  Trial with(AttemptRow changed) {
    return new Trial(row, counting, Optional.of(changed));
  }

  Trial with(List<Mark> marks) {
    return new Trial(row, marks, attempt);
  }

  boolean holds(int number) {
    return attempt.filter(last -> last.attempt() == number).isPresent();
  }
}
