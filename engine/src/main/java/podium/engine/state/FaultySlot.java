package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/**
 * A slot on which attempts failed by no fault of theirs. Immutable.
 *
 * @param last those attempts, the last ones on it
 * @param restingSince since when it gets nothing
 * @param taken whether it rests since another worker has its GPU
 * @param probed whether it rested, and nothing shows yet that it works
 */
public record FaultySlot(
    Name name, List<Failed> last, Optional<Instant> restingSince, boolean taken, boolean probed) {
  public FaultySlot {
    last = List.copyOf(last);
  }

  /** Which slot. */
  public record Name(String worker, String slot) implements Comparable<Name> {
    private static final Comparator<Name> ORDER =
        Comparator.comparing(Name::worker).thenComparing(Name::slot);

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }
  }

  /** How an attempt ended on it. */
  public record Failed(TrialId trial, Outcome outcome, Instant at) {}

  /** One of which nothing is known. */
  static FaultySlot fresh(Name name) {
    return new FaultySlot(name, List.of(), Optional.empty(), false, false);
  }

  FaultySlot with(List<Failed> nowLast) {
    return new FaultySlot(name, nowLast, restingSince, taken, probed);
  }

  FaultySlot resting(Instant since, boolean forItsGpu) {
    return new FaultySlot(name, List.of(), Optional.of(since), forItsGpu, false);
  }

  FaultySlot onProbe() {
    return new FaultySlot(name, List.of(), Optional.empty(), false, true);
  }
}
