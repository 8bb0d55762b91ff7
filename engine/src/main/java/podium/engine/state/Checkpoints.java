package podium.engine.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.protocol.event.ForkedFrom;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/**
 * The checkpoints from which a trial can go on, each with its home. Immutable.
 *
 * @param newestFirst its own
 * @param best those that were better than all before them, the last of them last; workers keep the
 *     last one
 * @param every those that workers keep for their epochs alone, the newest first
 * @param base with which a fork begins; its last resort
 */
public record Checkpoints(
    List<Kept> newestFirst, List<Best> best, List<Staying> every, Optional<ForkedFrom> base) {
  /** Of those that are kept for their epochs alone so many are remembered. */
  static final int MOST_OF_EVERY = 32;

  /** Checkpoints remembered for a restart, which so leaves at most so many of the best. */
  private static final int MOST = 3;

  static final Checkpoints NONE =
      new Checkpoints(List.of(), List.of(), List.of(), Optional.empty());

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

    /** The epoch that it is of. */
    public int epoch() {
      return reference.epoch();
    }

    /** As that with which another trial begins. */
    private ForkedFrom asBase(TrialId of, Optional<Double> best) {
      return new ForkedFrom(of, reference, home, worker, best);
    }
  }

  /** A checkpoint of an epoch that was better than all before it. */
  record Best(Kept kept, double accuracy) {}

  /**
   * A checkpoint with which others may begin.
   *
   * @param best the best accuracy up to its epoch
   */
  record Staying(Kept kept, Optional<Double> best) {}

  public Checkpoints {
    newestFirst = List.copyOf(newestFirst);
    best = List.copyOf(best);
    every = List.copyOf(every);
  }

  /** Those of a trial that begins so. */
  static Checkpoints of(Optional<ForkedFrom> base) {
    return base.isEmpty() ? NONE : new Checkpoints(List.of(), List.of(), List.of(), base);
  }

  /**
   * With that of a newer epoch; why: a later attempt trains an epoch anew and supersedes it.
   *
   * @param keepEvery of how many epochs the worker keeps one for good; 0 means none
   */
  Checkpoints with(EpochResult result, String home, String worker, int keepEvery) {
    Kept newest = new Kept(result.checkpoint(), home, worker);
    Checkpoints before = upTo(newest.epoch() - 1);
    List<Kept> all =
        Stream.concat(Stream.of(newest), before.newestFirst.stream().limit(MOST - 1L)).toList();
    Checkpoints now = new Checkpoints(all, before.better(newest, result), before.every, base);
    return new Checkpoints(all, now.best, now.every(newest, keepEvery), base);
  }

  /**
   * Those that a worker leaves in its folder, once the newest one counts, or that are elsewhere.
   */
  private List<Staying> every(Kept newest, int keepEvery) {
    Stream<Staying> before =
        every.stream()
            .filter(it -> !it.kept().home().equals(newest.home()) || isKept(it.kept(), keepEvery));
    Stream<Staying> first =
        Stream.of(new Staying(newest, accuracy())).filter(it -> isKept(it.kept(), keepEvery));
    return Stream.concat(first, before).limit(MOST_OF_EVERY).toList();
  }

  private static boolean isKept(Kept one, int keepEvery) {
    return keepEvery > 0 && one.epoch() % keepEvery == 0;
  }

  private List<Best> better(Kept newest, EpochResult result) {
    return result
        .deciding()
        .map(Score::accuracy)
        .filter(accuracy -> accuracy().filter(before -> before >= accuracy).isEmpty())
        .map(
            accuracy ->
                Stream.concat(
                        best.stream().skip(Math.max(0, best.size() - MOST)),
                        Stream.of(new Best(newest, accuracy)))
                    .toList())
        .orElse(best);
  }

  /** The best accuracy so far, that of the base included. */
  Optional<Double> accuracy() {
    return best.isEmpty() ? base.flatMap(ForkedFrom::best) : Optional.of(best.getLast().accuracy());
  }

  /** Those of that epoch or earlier; a fork keeps what it begins with. */
  Checkpoints upTo(int epoch) {
    return new Checkpoints(
        newestFirst.stream().filter(kept -> kept.epoch() <= epoch).toList(),
        best.stream().filter(it -> it.kept().epoch() <= epoch).toList(),
        every.stream().filter(it -> it.kept().epoch() <= epoch).toList(),
        base);
  }

  /** What is left to a trial that is to begin anew. */
  Checkpoints fresh() {
    return of(base);
  }

  /** Whether a fork has nothing but what it begins with. */
  boolean isBase() {
    return newestFirst.isEmpty() && base.isPresent();
  }

  /**
   * What is needed of those of a trial that is over for good: those with which others may begin.
   */
  Checkpoints ofEnded() {
    return new Checkpoints(
        newestFirst.stream().limit(1).toList(),
        best.stream().skip(Math.max(0, best.size() - 1)).toList(),
        every,
        base);
  }

  /** The newest one, the best one and every n-th, with which others may begin. */
  List<ForkedFrom> forks(TrialId trial) {
    Stream<Staying> always =
        Stream.concat(
                newestFirst.stream().limit(1),
                best.stream().skip(Math.max(0, best.size() - 1)).map(Best::kept))
            .map(kept -> new Staying(kept, accuracy()));
    return Stream.concat(always, every.stream())
        .distinct()
        .map(it -> it.kept().asBase(trial, it.best()))
        .toList();
  }

  /** The newest one. */
  public Optional<Kept> newest() {
    return all().findFirst();
  }

  /** The epoch after which its trial goes on; 0 means from the start. */
  public int newestEpoch() {
    return newest().map(Kept::epoch).orElse(0);
  }

  /** The newest one whose home passes. */
  public Optional<Kept> newest(Predicate<String> home) {
    return all().filter(kept -> home.test(kept.home())).findFirst();
  }

  /** Home of the newest one; empty when there is none, or when it is not known. */
  public String home() {
    return newest().map(Kept::home).orElse("");
  }

  /** What a worker of that home is told to go on from. */
  public List<CheckpointRef> seenFrom(String home) {
    return all().filter(kept -> kept.isSeenFrom(home)).map(Kept::reference).toList();
  }

  private Stream<Kept> all() {
    return Stream.concat(
        newestFirst.stream(),
        base.stream().map(it -> new Kept(it.checkpoint(), it.home(), it.worker())));
  }
}
