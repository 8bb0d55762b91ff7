package podium.engine.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.protocol.report.CheckpointRef;

/** The checkpoints from which a trial can go on, newest first, each with its home. Immutable. */
public record Checkpoints(List<Kept> newestFirst) {
  /** Checkpoints remembered for a restart. */
  private static final int MOST = 3;

  static final Checkpoints NONE = new Checkpoints(List.of());

  /**
   * A checkpoint.
   *
   * @param home id of the folder it lies in; empty when not known
   * @param worker that wrote it
   */
  public record Kept(CheckpointRef reference, String home, String worker) {
    /** Whether a worker of that home is worth a try. */
    boolean isSeenFrom(String itsHome) {
      return home.isEmpty() || home.equals(itsHome);
    }
  }

  public Checkpoints {
    newestFirst = List.copyOf(newestFirst);
  }

  /** With a newer one; why: a later attempt trains an epoch anew and supersedes what is there. */
  Checkpoints with(Kept newest) {
    Stream<Kept> older =
        newestFirst.stream()
            .filter(kept -> kept.reference().epoch() < newest.reference().epoch())
            .limit(MOST - 1L);
    return new Checkpoints(Stream.concat(Stream.of(newest), older).toList());
  }

  /** Those of that epoch or earlier. */
  Checkpoints upTo(int epoch) {
    return new Checkpoints(
        newestFirst.stream().filter(kept -> kept.reference().epoch() <= epoch).toList());
  }

  /** The newest one. */
  public Optional<Kept> newest() {
    return newestFirst.stream().findFirst();
  }

  /** The newest one whose home passes. */
  public Optional<Kept> newest(Predicate<String> home) {
    return newestFirst.stream().filter(kept -> home.test(kept.home())).findFirst();
  }

  /** Home of the newest one; empty when there is none, or when it is not known. */
  public String home() {
    return newest().map(Kept::home).orElse("");
  }

  /** What a worker of that home is told to go on from. */
  public List<CheckpointRef> seenFrom(String home) {
    return newestFirst.stream().filter(kept -> kept.isSeenFrom(home)).map(Kept::reference).toList();
  }
}
