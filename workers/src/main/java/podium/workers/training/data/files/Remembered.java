package podium.workers.training.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What was last found out about an archive, for as long as it is not changed; for one thread. */
public final class Remembered<T> {
  private record Last<T>(Path archive, String stamp, T value) {}

  private Optional<Last<T>> last = Optional.empty();

  /** The value; found out anew for a folder, and for an archive that has changed. */
  public T of(Path place, Supplier<T> finding) {
    if (!Files.isRegularFile(place)) {
      return finding.get();
    }
    String stamp = stamp(place);
    Optional<T> known =
        last.filter(one -> one.archive().equals(place) && one.stamp().equals(stamp))
            .map(Last::value);
    if (known.isPresent()) {
      return known.get();
    }
    T found = finding.get();
    last = Optional.of(new Last<>(place, stamp, found));
    return found;
  }

  private static String stamp(Path archive) {
    try {
      return Archives.stamp(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(Reasons.of(e), e);
    }
  }
}
