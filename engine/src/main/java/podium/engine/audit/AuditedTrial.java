package podium.engine.audit;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import podium.engine.audit.AuditedWorker.Needs;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;

/** What the auditor knows of a trial. Confined to its auditor. */
final class AuditedTrial {
  private static final int NOT_STARTED = -1;

  /** Wishes to stop, the weakest first. */
  private static final List<Outcome> STRENGTH =
      List.of(Outcome.PREEMPTED, Outcome.STOPPED, Outcome.HUNG, Outcome.TIMEOUT, Outcome.CANCELLED);

  /** Where it is in its life. */
  enum Phase {
    WAITING,
    PLACED,
    /** Its attempt is over, and it is to be said what becomes of it. */
    SETTLING,
    /** It waits for people, or is held at a rung. */
    PAUSED,
    ENDED
  }

  /** Where its attempt is: on slots of a worker. */
  record Place(String worker, String incarnation, List<String> slots, String home) {
    Place {
      slots = List.copyOf(slots);
    }
  }

  /**
   * How its attempt ended.
   *
   * @param smaller whether the next one computes fewer images at a time for it
   */
  record Ending(Outcome outcome, boolean hopeless, boolean smaller) {}

  /**
   * A checkpoint that counts.
   *
   * @param home the folder in which it lies; empty when not known
   * @param accuracy of its epoch, in [0, 1]; negative where it was not evaluated
   */
  record Kept(CheckpointRef reference, String home, double accuracy) {}

  final TrialId id;

  /** Whose its experiment is; empty where nobody said so. */
  final String owner;

  final Needs needs;
  final LengthsBook.Kind kind;
  final int epochs;

  /** How many images it computes at a time. */
  final Parts parts;

  /** With what it begins; nothing where it begins afresh. */
  final Optional<ForkedFrom> base;

  /** The seconds an epoch may take; 0 without a limit. */
  long epochSeconds;

  /** Since when that is so. */
  Instant limitedSince = Instant.EPOCH;

  Phase phase = Phase.WAITING;
  int attempt;
  Optional<Place> place = Optional.empty();
  Optional<Ending> ending = Optional.empty();

  /** As which its attempt is to end, or that nobody wants it any more. */
  Optional<Outcome> stop = Optional.empty();

  Instant stopSince = Instant.EPOCH;

  /** That people want it to wait, and whether at the next batch. */
  Optional<Boolean> pause = Optional.empty();

  /** What its experiment's stopping rule says of it: why it is to be stopped, or held at a rung. */
  Optional<Reason> told = Optional.empty();

  /** Whether its attempt is to be told to make way. */
  boolean yields;

  /** Whoever has a higher one is placed first. */
  int priority;

  /** In which place its experiment was accepted. */
  int accepted;

  /** Whether trials of lower priority make way for it. */
  boolean preempts;

  /** For which trial its attempt makes way. */
  Optional<TrialId> inFavourOf = Optional.empty();

  Instant preemptedSince = Instant.EPOCH;

  /** How often its attempts were told to stop for that. */
  int preempted;

  /** As what it ended. */
  Optional<TrialStatus> ended = Optional.empty();

  /** Since when its attempt waits for a lost worker. */
  Optional<Instant> adriftSince = Optional.empty();

  /** Whether that worker said that it still has the attempt. */
  boolean returned;

  /** How its attempt ends, of which no worker has anything to say any more. */
  Optional<Outcome> forsaken = Optional.empty();

  Instant forsakenSince = Instant.EPOCH;

  /** Whether its attempt takes slots. */
  boolean onSlot;

  /** What its attempt trains on. */
  String device = "";

  /** When its attempt was placed, began, finished an epoch or was taken on again. */
  Instant epochSince = Instant.EPOCH;

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
  private final TreeMap<Integer, Kept> checkpoints = new TreeMap<>();

  /** Those of them that stay for good since they are of every n-th epoch. */
  private final Set<Kept> every = new HashSet<>();

  AuditedTrial(
      TrialId id,
      String owner,
      Needs needs,
      LengthsBook.Kind kind,
      int epochs,
      long epochSeconds,
      Parts parts,
      Optional<ForkedFrom> base) {
    this.id = id;
    this.parts = parts;
    this.base = base;
    this.owner = owner;
    this.needs = needs;
    this.kind = kind;
    this.epochs = epochs;
    this.epochSeconds = epochSeconds;
  }

  boolean started() {
    return epoch != NOT_STARTED;
  }

  boolean cancelled() {
    return stop.filter(Outcome.CANCELLED::equals).isPresent();
  }

  boolean adrift() {
    return adriftSince.isPresent();
  }

  /** Of two wishes the stronger one counts, from when it was said. */
  void stop(Outcome why, Instant since) {
    if (STRENGTH.indexOf(why) > stop.map(STRENGTH::indexOf).orElse(-1)) {
      stop = Optional.of(why);
      stopSince = since;
    }
    yields = false;
    if (why == Outcome.PREEMPTED && inFavourOf.isPresent()) {
      preempted++;
    }
  }

  /** People want it to wait; of two such wishes the more urgent one counts. */
  void pause(boolean now) {
    pause = Optional.of(now || pause.orElse(false));
    makeWay(false);
  }

  /** Whether it is trained no further, since others are better. */
  boolean pruned() {
    return told.filter(Reason.BelowMedian.class::isInstance).isPresent();
  }

  /** The rung at which it is held; nothing while it is not. */
  Optional<Reason.AtRung> heldAt() {
    return phase == Phase.PAUSED ? toHold() : Optional.empty();
  }

  /** The rung at which it is held, or is to be. */
  Optional<Reason.AtRung> toHold() {
    return told.filter(Reason.AtRung.class::isInstance).map(Reason.AtRung.class::cast);
  }

  /** It is held no more. */
  void promoted(Instant since) {
    told = Optional.empty();
    wait(since, Instant.EPOCH);
  }

  /** Its attempt makes way, as soon as people or its stopping rule want it to. */
  void makeWay(boolean epochOver) {
    boolean due =
        told.isPresent()
            || pause.filter(now -> now || epochOver).isPresent()
            || (epochOver && inFavourOf.isPresent());
    yields |= due && phase == Phase.PLACED && !adrift() && stop.isEmpty();
  }

  void resume(Instant since) {
    pause = Optional.empty();
    yields = false;
    makeWay(false);
    if (phase == Phase.PAUSED) {
      wait(since, Instant.EPOCH);
    }
  }

  /** It waits for people, or at a rung. */
  void paused() {
    wait(waitsSince, Instant.EPOCH);
    phase = Phase.PAUSED;
  }

  /** It is tried again, with new budgets. */
  void revive(boolean fresh, Instant since) {
    ended = Optional.empty();
    stop = Optional.empty();
    codeFailures = 0;
    losses = 0;
    fruitless = 0;
    preempted = 0;
    parts.reopen();
    if (fresh) {
      checkpoints.clear();
    }
    wait(since, Instant.EPOCH);
  }

  /** Nobody has its attempt any more. */
  void forsake(Outcome as, Instant since) {
    forsaken = stop.or(() -> Optional.of(as));
    forsakenSince = since;
  }

  /** Its attempt makes way for nobody. */
  void goesOn() {
    inFavourOf = Optional.empty();
    yields &= pause.isPresent() || told.isPresent();
  }

  /** Its attempt waits no longer. */
  void settled() {
    inFavourOf = Optional.empty();
    adriftSince = Optional.empty();
    returned = false;
    yields = false;
    forsaken = Optional.empty();
  }

  boolean holds(String incarnation) {
    return phase == Phase.PLACED
        && place.filter(it -> it.incarnation().equals(incarnation)).isPresent();
  }

  Optional<Kept> newest() {
    return own().or(this::first);
  }

  private Optional<Kept> own() {
    return Optional.ofNullable(checkpoints.lastEntry()).map(java.util.Map.Entry::getValue);
  }

  private Optional<Kept> first() {
    return base.map(it -> new Kept(it.checkpoint(), it.home(), -1));
  }

  /** Whether it has nothing but what it begins with, and that is another trial's. */
  boolean awaits() {
    return base.isPresent() && checkpoints.isEmpty() && phase != Phase.ENDED;
  }

  /** Whether epochs of its own counted. */
  boolean hasOwnCheckpoint() {
    return !checkpoints.isEmpty();
  }

  /** Its last, its best and every n-th checkpoint, which stay and with which others may begin. */
  List<Kept> stays() {
    double before = base.flatMap(ForkedFrom::best).orElse(-1.0);
    Optional<Kept> best =
        checkpoints.values().stream()
            .reduce((one, next) -> next.accuracy() > one.accuracy() ? next : one)
            .filter(it -> it.accuracy() > before);
    return Stream.concat(
            Stream.concat(own().stream(), best.stream()),
            checkpoints.values().stream().filter(every::contains))
        .distinct()
        .toList();
  }

  /** The folder that it is bound to; empty when any worker will do. */
  String home() {
    return newest().map(Kept::home).orElse("");
  }

  Optional<Kept> checkpoint(int ofEpoch) {
    return Optional.ofNullable(checkpoints.get(ofEpoch))
        .or(() -> first().filter(it -> it.reference().epoch() == ofEpoch));
  }

  void begin(int itsAttempt, Place itsPlace, List<CheckpointRef> itsOffered, Instant since) {
    phase = Phase.PLACED;
    attempt = itsAttempt;
    place = Optional.of(itsPlace);
    offered = itsOffered;
    settled();
    epochSince = since;
    fruitful = false;
    sequence = 0;
    epoch = NOT_STARTED;
    device = "";
  }

  /** A later attempt that trains an epoch anew supersedes what is there from that epoch on. */
  void keep(EpochResult result, Optional<AuditedWorker> by) {
    CheckpointRef reference = result.checkpoint();
    checkpoints.tailMap(reference.epoch(), true).clear();
    Kept newest =
        new Kept(
            reference,
            place.map(Place::home).orElse(""),
            result.deciding().map(Score::accuracy).orElse(-1.0));
    checkpoints.put(reference.epoch(), newest);
    int n = by.map(worker -> worker.keepEvery).orElse(0);
    // why: whoever goes on in a folder leaves there what it keeps itself
    every.removeIf(it -> it.home().equals(newest.home()) && !isOfEvery(n, it));
    if (isOfEvery(n, newest)) {
      every.add(newest);
    }
  }

  private static boolean isOfEvery(int n, Kept one) {
    return n > 0 && one.reference().epoch() % n == 0;
  }

  /** Leaves what is newer than that epoch. */
  void leave(int fromEpoch) {
    checkpoints.tailMap(fromEpoch, false).clear();
  }

  /** Since when it can be said to wait: a wait begins anew with a term. */
  Instant waitedFrom(Instant claim) {
    return waitsSince.isAfter(claim) ? waitsSince : claim;
  }

  void wait(Instant since, Instant until) {
    phase = Phase.WAITING;
    waitsSince = since;
    notBefore = until;
    stop = stop.filter(Outcome.CANCELLED::equals);
    ending = Optional.empty();
  }

  /** Nothing more comes; what is not needed to say so is dropped. */
  void end(TrialStatus as) {
    phase = Phase.ENDED;
    ended = Optional.of(as);
    pause = Optional.empty();
    told = Optional.empty();
    ending = Optional.empty();
    place = Optional.empty();
    offered = List.of();
    if (as == TrialStatus.SUCCEEDED) {
      checkpoints.values().retainAll(stays());
    }
  }
}
