package podium.engine.reign;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.Outlet;
import podium.engine.port.Outlet.Level;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.port.Time;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Alive;
import podium.protocol.topic.Topics;

/**
 * One life of a scheduler: folds the log and stands by; elected, it claims a term and reigns, until
 * another one does. Its state is then ahead of the log, so a life ends with its reign, and whoever
 * goes on begins another one, under another incarnation. A call that throws, a {@link ReignEnded}
 * above all, ends it too. Not thread-safe.
 *
 * @param <A> where a worker can be reached
 */
public final class Candidate<A> {
  /** How often {@link #tick} is to be called. */
  public static final Duration TICK = Duration.ofMillis(500);

  /** Within it the last entry of a reign that ends by itself is read back, or never. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);

  private final String incarnation;
  private final DecisionSettings settings;
  private final NodeAddress address;
  private final Office office;
  private final Time time;
  private final Outlet<A> outlet;
  private final Standbys standbys;
  private final Recovery recovery;
  private final Keeper keeper;
  private final Voids voids = new Voids();
  private SchedulerState state = new SchedulerState();
  private LogCursor cursor = new LogCursor();
  private boolean caughtUp;
  private boolean asked;
  private Optional<Claim> claim = Optional.empty();
  private Optional<Reign<A>> reign = Optional.empty();
  private Optional<Farewell> farewell = Optional.empty();
  private Optional<Ending> ending = Optional.empty();

  private String told = "";

  /** When something was last heard of whoever reigns. */
  private long heardOfReign;

  private record Farewell(String why, long saidAt) {}

  /**
   * A candidate that has read nothing yet.
   *
   * @param incarnation that nobody else has had
   * @param snapshotEvery so many records of the log a reign has a snapshot taken
   * @param address where workers reach this process
   * @param office of this process, over all its lives
   */
  public Candidate(
      String incarnation,
      DecisionSettings settings,
      long snapshotEvery,
      NodeAddress address,
      Office office,
      Time time,
      Outlet<A> outlet) {
    this.incarnation = incarnation;
    this.settings = settings;
    this.address = address;
    this.office = office;
    this.time = time;
    this.outlet = outlet;
    this.standbys = new Standbys(time);
    this.recovery = new Recovery(office);
    this.keeper = new Keeper(snapshotEvery, outlet);
    this.heardOfReign = time.nanos();
    outlet.status(SchedulerStatus.STARTING);
  }

  /** The highest term that it knows of. */
  public long term() {
    return fence().term();
  }

  /** Whether and why it is over; nothing may be asked of it any more then. */
  public Optional<Ending> ending() {
    return ending;
  }

  /** It begins to look for what there is to know. */
  public void begin() {
    outlet.askForSnapshot(office.distrusted());
  }

  /** Of snapshots there is this; the log is read from there on. */
  public void found(Shelf.Found found) {
    keeper.found(found.keys());
    recovery
        .begin(found)
        .ifPresent(
            begin -> {
              state = begin.state();
              cursor = begin.cursor();
              outlet.note(
                  Level.INFO,
                  "there is a snapshot; the log is read from offset " + recovery.offset());
            });
    outlet.openLog(recovery.offset());
  }

  /** A snapshot of it is kept. */
  public void kept(Manifest manifest) {
    deciding().ifPresent(active -> active.kept(manifest.fact()));
  }

  /** A snapshot could not be kept. */
  public void notKept(String why) {
    keeper.failed(why);
  }

  /** Records of the log were read, its own among them. */
  public void read(EventLog.Batch batch) {
    for (EventLog.Stored stored : batch.records()) {
      if (ending.isPresent()) {
        return;
      }
      if (recovery.compares()) {
        recovery.against(stored).ifPresent(why -> end(false, why));
      } else {
        onReading(reading(stored));
      }
    }
    if (batch.caughtUp() && !caughtUp && ending.isEmpty()) {
      caughtUp = true;
      voids.told().ifPresent(told -> outlet.note(Level.WARNING, told));
      recovery.againstAtEnd().ifPresent(why -> end(false, why));
      report();
    }
    claimIfDue();
    batch.next().run();
  }

  /** The office was given to this process, or taken from it. */
  public void officeChanged() {
    if (office.isElected()) {
      claimIfDue();
    } else if (reign.isPresent()) {
      leave("another scheduler is to reign");
    }
    report();
  }

  /** A call of it threw, or one of its ways failed: its life is over. */
  public void failed(String why) {
    reign.ifPresent(over -> office.ends(over.isFruitful(), why));
    ending = Optional.of(new Ending(false, why));
    outlet.status(new SchedulerStatus(Phase.FAILED, term(), 0, why));
  }

  /** It stops deciding, and says so in the log; over when that was read back. */
  public void leave(String why) {
    if (ending.isPresent() || farewell.isPresent()) {
      return;
    }
    if (reign.isPresent()) {
      farewell = Optional.of(new Farewell(why, time.nanos()));
      reign.get().standDown(why);
    } else {
      end(false, why);
    }
  }

  /** The requests topic has that id; empty when there is none, or it has none. */
  public void topic(String id) {
    boolean due = asked && ending.isEmpty() && reign.isEmpty() && claim.isEmpty();
    asked = false;
    if (!due || !mayClaim()) {
      return;
    }
    office.claims();
    Claim made =
        new Claim(
            term() + 1,
            incarnation,
            new Event.SchedulerStarted(settings, id, address),
            time.nanos());
    claim = Optional.of(made);
    Instant now = time.wall();
    outlet.append(made.record(now.isBefore(state.time()) ? state.time() : now));
  }

  /** Another topic bears the name of the requests topic now. */
  public void otherTopic(String id) {
    if (reign.isPresent() && ending.isEmpty()) {
      throw new ReignEnded(
          Text.of("another topic bears the name %s now; its id is %s", Topics.REQUESTS, id));
    }
  }

  /** Requests were read. */
  public void take(Intake.Batch batch) {
    deciding().ifPresent(active -> active.take(batch));
  }

  /**
   * A worker says something.
   *
   * @param replyTo where it can be reached
   */
  public void hear(SchedulerMessage message, A replyTo) {
    if (reign.isPresent()) {
      deciding().ifPresent(active -> active.hear(message, replyTo));
    } else if (message instanceof SchedulerMessage.Hello
        || message instanceof SchedulerMessage.Heartbeat) {
      outlet.send(
          replyTo, new WorkerMessage.StandingBy(term(), message.incarnation(), state.scheduler()));
    }
  }

  /**
   * A scheduler says that it lives.
   *
   * @param standsBy whether it does not reign
   */
  public void hear(Alive alive, boolean standsBy) {
    if (standsBy) {
      standbys.heard(alive.address());
    } else if (alive.term() >= term()) {
      heardOfReign = time.nanos();
    }
  }

  /** Time passed. */
  public void tick() {
    if (ending.isPresent()) {
      return;
    }
    deciding().ifPresent(Reign::tick);
    farewell
        .filter(said -> since(said.saidAt()).compareTo(LONGEST_FAREWELL) > 0)
        .ifPresent(said -> end(false, said.why()));
    claim.ifPresent(made -> made.await(time));
    claimIfDue();
    report();
    outlet.alive(new Alive(term(), address), reign.isEmpty());
  }

  private Optional<Reign<A>> deciding() {
    return farewell.isPresent() || ending.isPresent() ? Optional.empty() : reign;
  }

  private void claimIfDue() {
    if (!asked && claim.isEmpty() && reign.isEmpty() && mayClaim()) {
      asked = true;
      outlet.askForTopic();
    }
  }

  /** Whether nobody reigns, as far as the elected one can know. */
  private boolean mayClaim() {
    return caughtUp
        && ending.isEmpty()
        && office.isElected()
        && (office.isFresh() || isVacant() || isSilent());
  }

  private boolean isVacant() {
    return term() == 0 || state.stoodDown() || office.isOwn(fence().incarnation());
  }

  private boolean isSilent() {
    return since(heardOfReign).compareTo(Office.LONGEST_SILENCE) > 0;
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(time.nanos() - nanos);
  }

  private Fence fence() {
    return cursor.place().fence();
  }

  private Reading reading(EventLog.Stored stored) {
    // why: what comes back as it was sent need not be decoded
    Optional<Entry> own = reign.flatMap(active -> active.sent(stored.bytes()));
    return own.isPresent()
        ? cursor.read(stored.offset(), stored.bytes(), own.get())
        : cursor.read(stored.offset(), stored.bytes());
  }

  private void onReading(Reading reading) {
    switch (reading) {
      case Reading.Counted counted -> onCounted(counted.offset(), counted.entry());
      case Reading.NotUnderstood unknown -> end(true, unknown.told());
      case Reading.Voided nothing -> onVoid(nothing);
    }
  }

  private void onVoid(Reading.Voided nothing) {
    String told = nothing.told();
    if (caughtUp) {
      outlet.note(Level.WARNING, told);
    } else {
      voids.found(told);
    }
    if (nothing.envelope().filter(it -> it.incarnation().equals(incarnation)).isPresent()) {
      if (reign.isPresent()) {
        throw new ReignEnded("own entry is void: " + nothing.why());
      }
      claim = Optional.empty();
    }
  }

  private void onCounted(long offset, Entry entry) {
    heardOfReign = time.nanos();
    recovery.counted(entry.event());
    boolean own = entry.incarnation().equals(incarnation);
    if (reign.isPresent() && !own) {
      end(false, Text.of("scheduler %s with term %d reigns", entry.incarnation(), entry.term()));
    } else if (reign.isEmpty() && own) {
      begin(entry);
    } else if (own) {
      Reign<A> active = reign.orElseThrow();
      active.confirmed(entry.index());
      keeper.confirmed(offset, entry, cursor.place(), state, active.lastIndex());
      if (entry.event() instanceof Event.SchedulerStoodDown stoodDown) {
        end(false, stoodDown.why());
      }
    } else {
      Fold.apply(state, entry);
      keeper.counted(entry.event());
      claim = claim.filter(made -> made.term() > entry.term());
    }
  }

  private void begin(Entry started) {
    Fold.apply(state, started);
    String requestsTopic = claim.map(made -> made.started().requestsTopic()).orElse("");
    claim = Optional.empty();
    office.begins(incarnation);
    Reign<A> active = new Reign<>(fence(), state, address, standbys, time, outlet);
    reign = Optional.of(active);
    active.start();
    outlet.openRequests(new Intake.Begin(requestsTopic, state.nextRequests()));
    outlet.note(Level.INFO, Text.of("scheduler active, term %d", term()));
    if (!office.isElected()) {
      leave("another scheduler was elected before the claim arrived");
    }
  }

  private void end(boolean forGood, String why) {
    reign.ifPresent(over -> office.ends(over.isFruitful() || farewell.isPresent(), why));
    ending = Optional.of(new Ending(forGood, why));
    if (forGood) {
      outlet.note(Level.ERROR, "standing down for good: " + why);
      outlet.status(new SchedulerStatus(Phase.FAILED, term(), 0, why));
    } else {
      outlet.note(Level.INFO, "standing by: " + why);
    }
  }

  private void report() {
    if (ending.isPresent() || reign.isPresent()) {
      return;
    }
    SchedulerStatus now =
        !caughtUp
            ? SchedulerStatus.STARTING
            : isVacant() || isSilent()
                ? SchedulerStatus.vacant(term())
                : SchedulerStatus.standingBy(term(), state.liveWorkers().size(), reigning());
    outlet.status(now);
    if (now.phase() == Phase.STANDBY && !now.detail().equals(told)) {
      outlet.note(Level.INFO, now.detail());
    }
    told = now.detail();
  }

  private String reigning() {
    return state.scheduler().isKnown() ? state.scheduler().value() : fence().incarnation();
  }
}
