package podium.engine.reign;

import java.util.Optional;
import podium.protocol.Text;

/** Void records of the log as it was found; they stay for ever, and are told as one. */
final class Voids {
  private long count;
  private String first = "";

  void found(String told) {
    if (count++ == 0) {
      first = told;
    }
  }

  /** What there is to tell of them. */
  Optional<String> told() {
    return switch (Long.signum(count - 1)) {
      case -1 -> Optional.empty();
      case 0 -> Optional.of(first);
      default ->
          Optional.of(
              Text.of(
                  "%s; so are %d more of this log, which ./podium log doctor counts",
                  first, count - 1));
    };
  }
}
