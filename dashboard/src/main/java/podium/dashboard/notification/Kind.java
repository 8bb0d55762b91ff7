package podium.dashboard.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people may be told of. */
public enum Kind {
  /** Every trial of an experiment is over. */
  EXPERIMENT_ENDED,

  /** A trial failed for good. */
  TRIAL_FAILED,

  /** A trial succeeded with more than any other of its experiment's name had. */
  NEW_BEST,

  /** Nothing was heard of a running trial for long. */
  TRIAL_SILENT;

  /** As configurations and messages have it, such as {@code new-best}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of a word. */
  public static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
