package podium.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.engine.state.Sequences.Reported;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;

/**
 * What is still asked of those trials of an experiment that ended: how, and how far their reports
 * were counted. Some 20 bytes each. Confined to its state's owner.
 */
final class EndedTrials {
  private Experiment experiment;
  private final Holders holders;

  // why: as columns, since there may be millions of them
  private final byte[] statuses;
  private final int[] attempts;
  private final long[] sequences;
  private final int[] lastHolders;

  /** What most of them have nothing of, by number. */
  private final Map<Integer, Sequences> odd = new TreeMap<>();

  /** What they, and others, could go on from, by number. */
  private final Map<Integer, Checkpoints> left = new TreeMap<>();

  /** What was drawn for them, by number; nothing where the spec alone says what they train. */
  private final Map<Integer, Drawn> drawn = new TreeMap<>();

  private record Drawn(Map<String, Object> assignment, Optional<Double> score) {
    static final Drawn NOTHING = new Drawn(Map.of(), Optional.empty());
  }

  EndedTrials(Experiment experiment, Holders holders) {
    this.experiment = experiment;
    this.holders = holders;
    this.statuses = new byte[experiment.most()];
    this.attempts = new int[experiment.most()];
    this.sequences = new long[experiment.most()];
    this.lastHolders = new int[experiment.most()];
  }

  /** It ended, or something about it that is still asked changed. */
  void put(Trial trial) {
    int at = trial.number - 1;
    statuses[at] = code(trial.status);
    attempts[at] = trial.attempt;
    sequences[at] = trial.sequences.last(trial.attempt);
    lastHolders[at] = holders.number(trial.sequences.holder(trial.attempt));
    if (trial.attempt > 1 || !trial.sequences.fenced().isEmpty()) {
      odd.put(trial.number, trial.sequences);
    }
    // why: a later version may draw otherwise than the one that accepted it
    if (experiment.spec().search().draws()) {
      drawn.put(trial.number, new Drawn(trial.entry.assignment(), trial.score));
    }
    if (!trial.checkpoints.equals(Checkpoints.NONE)) {
      boolean over = trial.status == TrialStatus.SUCCEEDED;
      left.put(trial.number, over ? trial.checkpoints.ofEnded() : trial.checkpoints);
    }
  }

  /** The trial of that number, if it ended and not well; it is in here no more. */
  Optional<Trial> revive(int number, Map<String, Object> assignment) {
    Optional<Trial> ended = get(number).filter(it -> it.status != TrialStatus.SUCCEEDED);
    return ended.map(
        it -> {
          Trial revived =
              new Trial(
                  new TrialEntry(it.id(), assignment),
                  experiment,
                  number,
                  it.status,
                  it.attempt,
                  it.sequences,
                  it.score);
          int at = number - 1;
          statuses[at] = 0;
          attempts[at] = 0;
          sequences[at] = 0;
          lastHolders[at] = 0;
          odd.remove(number);
          drawn.remove(number);
          return revived;
        });
  }

  /** What the trial of that number could go on from; asked once. */
  Checkpoints take(int number) {
    return Optional.ofNullable(left.remove(number)).orElse(Checkpoints.NONE);
  }

  /** What is left of the trial of that number. */
  Checkpoints left(int number) {
    return left.getOrDefault(number, Checkpoints.NONE);
  }

  /** Its experiment changed. */
  void of(Experiment changed) {
    experiment = changed;
  }

  /** The trial of that number, if it ended. */
  Optional<Trial> get(int number) {
    return number > statuses.length
        ? Optional.empty()
        : status(statuses[number - 1]).map(status -> trial(number, status));
  }

  private Trial trial(int number, TrialStatus status) {
    Drawn its = drawn.getOrDefault(number, Drawn.NOTHING);
    return new Trial(
        new TrialEntry(experiment.id().trial(number), its.assignment()),
        experiment,
        number,
        status,
        attempts[number - 1],
        sequences(number),
        its.score());
  }

  private Sequences sequences(int number) {
    return Optional.ofNullable(odd.get(number))
        .map(known -> new Sequences(known.attempts(), known.fenced()))
        .orElseGet(() -> new Sequences(reported(number - 1), Map.of()));
  }

  private List<Reported> reported(int at) {
    return attempts[at] == 0
        ? List.of()
        : List.of(new Reported(holders.name(lastHolders[at]), sequences[at]));
  }

  Stream<Trial> all() {
    return IntStream.rangeClosed(1, statuses.length).mapToObj(this::get).flatMap(Optional::stream);
  }

  Memory.OfEnded remember() {
    List<Memory.OfOdd> rest = new ArrayList<>();
    odd.forEach((number, known) -> rest.add(new Memory.OfOdd(number, Memory.of(known))));
    List<Memory.OfLeft> stays = new ArrayList<>();
    left.forEach((number, known) -> stays.add(new Memory.OfLeft(number, known)));
    List<Memory.OfDrawn> points = new ArrayList<>();
    drawn.forEach(
        (number, known) ->
            points.add(new Memory.OfDrawn(number, known.assignment(), known.score())));
    return new Memory.OfEnded(
        Runs.of(statuses.length, at -> statuses[at]),
        Runs.of(statuses.length, at -> attempts[at]),
        Runs.of(statuses.length, at -> sequences[at]),
        Runs.of(statuses.length, at -> lastHolders[at]),
        rest,
        stays,
        points);
  }

  /** As they were remembered. */
  void restore(Memory.OfEnded ended) {
    long[] itsStatuses = Runs.read(ended.statuses(), statuses.length);
    long[] itsAttempts = Runs.read(ended.attempts(), statuses.length);
    long[] itsSequences = Runs.read(ended.sequences(), statuses.length);
    long[] itsHolders = Runs.read(ended.holders(), statuses.length);
    for (int at = 0; at < statuses.length; at++) {
      statuses[at] = (byte) itsStatuses[at];
      attempts[at] = Math.toIntExact(itsAttempts[at]);
      sequences[at] = itsSequences[at];
      lastHolders[at] = Math.toIntExact(itsHolders[at]);
    }
    ended.odd().forEach(it -> odd.put(it.number(), it.sequences().restored()));
    ended.left().forEach(it -> left.put(it.number(), it.checkpoints()));
    ended
        .drawn()
        .forEach(it -> drawn.put(it.number(), new Drawn(entry(it).assignment(), it.score())));
  }

  private TrialEntry entry(Memory.OfDrawn known) {
    return new TrialEntry(experiment.id().trial(known.number()), known.assignment());
  }

  private static byte code(TrialStatus status) {
    return switch (status) {
      case SUCCEEDED -> 1;
      case FAILED -> 2;
      case CANCELLED -> 3;
      case STOPPED -> 4;
      case QUEUED, RUNNING, PAUSED -> 0;
    };
  }

  private static Optional<TrialStatus> status(byte code) {
    return switch (code) {
      case 1 -> Optional.of(TrialStatus.SUCCEEDED);
      case 2 -> Optional.of(TrialStatus.FAILED);
      case 3 -> Optional.of(TrialStatus.CANCELLED);
      case 4 -> Optional.of(TrialStatus.STOPPED);
      default -> Optional.empty();
    };
  }
}
