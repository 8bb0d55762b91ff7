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
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.topic.Topics;

/**
 * One life of a scheduler: folds the log, claims a term, reigns, until another one reigns. A call
 * that throws, a {@link ReignEnded} above all, ends it; whoever goes on begins another life, under
 * another incarnation. Not thread-safe.
 *
 * @param <A> where a worker can be reached
 */
public final class Candidate<A> {
  /** How often {@link #tick} is to be called. */
  public static final Duration TICK = Duration.ofMillis(500);

  private final String incarnation;
  private final DecisionSettings settings;
  private final Time time;
  private final Outlet<A> outlet;
  private final SchedulerState state = new SchedulerState();
  private final LogCursor cursor = new LogCursor();
  private boolean asked;

  /** Void records of the log as it was found, and what is wrong with the first. */
  private long voidBefore;

  private String firstVoid = "";
  private long claimed;
  private long claimedAt;
  private String requestsTopic = "";
  private Optional<Reign<A>> reign = Optional.empty();
  private boolean stoodDown;

  /**
   * A candidate that has read nothing yet.
   *
   * @param incarnation that nobody else has had
   */
  public Candidate(String incarnation, DecisionSettings settings, Time time, Outlet<A> outlet) {
    this.incarnation = incarnation;
    this.settings = settings;
    this.time = time;
    this.outlet = outlet;
    outlet.status(SchedulerStatus.STARTING);
  }

  /** The term that it claimed; 0 before. */
  public long term() {
    return claimed;
  }

  /** Whether it has nothing to do any more, and nobody should do it in its place. */
  public boolean stoodDown() {
    return stoodDown;
  }

  /** Records of the log were read, its own among them. */
  public void read(EventLog.Batch batch) {
    for (EventLog.Stored stored : batch.records()) {
      if (!stoodDown) {
        onReading(reading(stored));
      }
    }
    if (stoodDown) {
      return;
    }
    if (batch.caughtUp() && !asked) {
      asked = true;
      tellOfVoidBefore();
      outlet.askForTopic();
    }
    batch.next().run();
  }

  /** The requests topic has that id; empty when there is none, or it has none. */
  public void topic(String id) {
    if (stoodDown || claimed > 0) {
      return;
    }
    requestsTopic = id;
    claimed = cursor.place().fence().term() + 1;
    claimedAt = time.nanos();
    Instant now = time.wall();
    outlet.append(
        EventCodec.encode(
            Entry.of(
                claimed,
                incarnation,
                0,
                "",
                now.isBefore(state.time()) ? state.time() : now,
                new Event.SchedulerStarted(settings, id))));
  }

  /** Another topic bears the name of the requests topic now. */
  public void otherTopic(String id) {
    if (reign.isPresent()) {
      throw new ReignEnded(
          Text.of("another topic bears the name %s now; its id is %s", Topics.REQUESTS, id));
    }
  }

  /** Requests were read. */
  public void take(Intake.Batch batch) {
    reign.ifPresent(active -> active.take(batch));
  }

  /**
   * A worker says something.
   *
   * @param replyTo where it can be reached
   */
  public void hear(SchedulerMessage message, A replyTo) {
    reign.ifPresent(active -> active.hear(message, replyTo));
  }

  /** Time passed. */
  public void tick() {
    reign.ifPresentOrElse(Reign::tick, this::awaitClaim);
  }

  // why: a claim that got lost on its way is missed by nobody else
  private void awaitClaim() {
    if (claimed > 0 && !stoodDown && time.nanos() - claimedAt > Reign.LONGEST_READ_BACK.toNanos()) {
      throw new ReignEnded("own claim was not read back within " + Reign.LONGEST_READ_BACK);
    }
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
      case Reading.Counted counted -> onCounted(counted.entry());
      case Reading.NotUnderstood unknown ->
          standDown(
              Text.of(
                  "the log is newer than this program: the record at offset %d is a %s, and %s",
                  unknown.offset(), unknown.envelope().type(), unknown.why()));
      case Reading.Voided nothing -> onVoid(nothing);
    }
  }

  private void onVoid(Reading.Voided nothing) {
    String told = Text.of("the record at offset %d is void: %s", nothing.offset(), nothing.why());
    if (asked) {
      outlet.note(Level.WARNING, told);
    } else if (voidBefore++ == 0) {
      firstVoid = told;
    }
    if (nothing.envelope().filter(it -> it.incarnation().equals(incarnation)).isPresent()) {
      throw new ReignEnded("own entry is void: " + nothing.why());
    }
  }

  // why: they stay in the log for ever, and would be told one by one at each start
  private void tellOfVoidBefore() {
    if (voidBefore > 0) {
      outlet.note(
          Level.WARNING,
          voidBefore == 1
              ? firstVoid
              : Text.of(
                  "%s; so are %d more of this log, which ./podium log doctor counts",
                  firstVoid, voidBefore - 1));
    }
  }

  private void onCounted(Entry entry) {
    Fence fence = cursor.place().fence();
    if (claimed > 0 && fence.term() > claimed) {
      standDown(Text.of("scheduler %s with term %d reigns", fence.incarnation(), fence.term()));
    } else if (!entry.incarnation().equals(incarnation)) {
      Fold.apply(state, entry);
    } else if (reign.isPresent()) {
      reign.get().confirmed(entry.index());
    } else {
      begin(entry);
    }
  }

  private void begin(Entry started) {
    Fold.apply(state, started);
    Reign<A> active = new Reign<>(cursor.place().fence(), state, time, outlet);
    reign = Optional.of(active);
    active.start();
    outlet.openRequests(new Intake.Begin(requestsTopic, state.nextRequests()));
    outlet.note(Level.INFO, Text.of("scheduler active, term %d", claimed));
  }

  private void standDown(String why) {
    stoodDown = true;
    reign = Optional.empty();
    outlet.note(Level.ERROR, Text.of("standing down: %s; this scheduler will not come back", why));
    outlet.status(new SchedulerStatus(Phase.STOOD_DOWN, claimed, 0, "stood down: " + why));
  }
}
