package podium.engine.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import podium.engine.audit.AuditedWorker.Needs;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;

/** What the auditor knows of a trial. Confined to its auditor. */
final class AuditedTrial {
  private static final int NOT_STARTED = -1;

  /** Where it is in its life. */
  enum Phase {
    WAITING,
    PLACED,
    /** Its attempt is over, and it is to be said what becomes of it. */
    SETTLING,
    ENDED
  }

  /** Where its attempt is. */
  record Place(String worker, String incarnation, String slot, String home) {}

  /** How its attempt ended. */
  record Ending(Outcome outcome, boolean hopeless) {}

  /** A checkpoint that counts, and the folder in which it lies; empty when not known. */
  record Kept(CheckpointRef reference, String home) {}

  final String id;
  final Needs needs;
  final int epochs;
  Phase phase = Phase.WAITING;
  int attempt;
  Optional<Place> place = Optional.empty();
  Optional<Ending> ending = Optional.empty();
  boolean cancelled;

  /** Whether the worker of its attempt is gone. */
  boolean adrift;

  int codeFailures;
  int losses;
  int fruitless;
  boolean fruitful;

  /** Of the attempt. */
  long sequence;

  /** The last epoch of the attempt, or the one it went on from. */
  int epoch = NOT_STARTED;

  /** What the attempt may go on from. */
  List<CheckpointRef> offered = List.of();

  Instant notBefore = Instant.EPOCH;
  Instant waitsSince = Instant.EPOCH;

  /** By epoch. */
  private TreeMap<Integer, Kept> checkpoints = new TreeMap<>();

  AuditedTrial(String id, Needs needs, int epochs) {
    this.id = id;
    this.needs = needs;
    this.epochs = epochs;
  }

  boolean started() {
    return epoch != NOT_STARTED;
  }

  boolean holds(String incarnation) {
    return phase == Phase.PLACED
        && place.filter(it -> it.incarnation().equals(incarnation)).isPresent();
  }

  Optional<Kept> newest() {
    return Optional.ofNullable(checkpoints.lastEntry()).map(java.util.Map.Entry::getValue);
  }

  /** The folder that it is bound to; empty when any worker will do. */
  String home() {
    return newest().map(Kept::home).orElse("");
  }

  Optional<Kept> checkpoint(int ofEpoch) {
    return Optional.ofNullable(checkpoints.get(ofEpoch));
  }

  void begin(int itsAttempt, Place itsPlace, List<CheckpointRef> itsOffered) {
    phase = Phase.PLACED;
    attempt = itsAttempt;
    place = Optional.of(itsPlace);
    offered = itsOffered;
    adrift = false;
    fruitful = false;
    sequence = 0;
    epoch = NOT_STARTED;
  }

  /** A later attempt that trains an epoch anew supersedes what is there from that epoch on. */
  void keep(CheckpointRef reference) {
    checkpoints.tailMap(reference.epoch(), true).clear();
    checkpoints.put(reference.epoch(), new Kept(reference, place.map(Place::home).orElse("")));
  }

  /** Leaves what is newer than that epoch. */
  void leave(int fromEpoch) {
    checkpoints.tailMap(fromEpoch, false).clear();
  }

  void wait(Instant since, Instant until) {
    phase = Phase.WAITING;
    waitsSince = since;
    notBefore = until;
    ending = Optional.empty();
  }

  /** Nothing more comes; what is not needed to say so is dropped. */
  void end() {
    phase = Phase.ENDED;
    ending = Optional.empty();
    place = Optional.empty();
    offered = List.of();
    checkpoints = new TreeMap<>();
  }
}
