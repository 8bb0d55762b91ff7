package podium.engine.reign;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import podium.engine.decide.Answer;
import podium.engine.decide.Command;
import podium.engine.decide.Decided;
import podium.engine.decide.Decider;
import podium.engine.decide.Dues;
import podium.engine.log.Fence;
import podium.engine.port.Intake;
import podium.engine.port.Outlet;
import podium.engine.port.Outlet.Level;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Time;
import podium.engine.state.Order;
import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.id.AttemptId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.request.Action;
import podium.protocol.topic.Topics;

/**
 * What an active scheduler does: decides, appends, and lets effects out after the read-back. Its
 * state is ahead of the log, and is thrown away with it. Not thread-safe.
 *
 * @param <A> where a worker can be reached
 */
final class Reign<A> {
  private static final int TICKS_TO_RESEND = 8;
  private static final Duration LEAST_QUIET = Duration.ofSeconds(10);

  /** After it a scheduler takes an entry of its own for lost. */
  static final Duration LONGEST_READ_BACK = Duration.ofSeconds(60);

  private static final Duration LONGEST_BEHIND_THE_WALL = Duration.ofSeconds(60);

  private final Outlet<A> outlet;
  private final Time clock;
  private final SchedulerState state;
  private final Voice<A> voice;
  private final long term;
  private final HeldEffects effects = new HeldEffects();
  private final Peers<A> peers;
  private final Signs signs;
  private final EventTime time;
  private final Appends appends;

  /** Reports whose answers wait for a read-back; more copies of them bring nothing. */
  private final Set<Copy> unanswered = new HashSet<>();

  private long settledNanos;

  /** Whether something that is due waits until what is on its way was read back. */
  private boolean moreIsDue;

  private int ticks;
  private boolean fruitful;
  private boolean over;

  private record Copy(String incarnation, AttemptId attempt, long sequence) {}

  /**
   * A reign whose first entry was read back.
   *
   * @param fence after that entry
   * @param state after that entry; belongs to the reign from now on
   * @param address where workers reach it
   */
  Reign(
      Fence fence,
      SchedulerState state,
      NodeAddress address,
      Standbys standbys,
      Time clock,
      Outlet<A> outlet) {
    this.outlet = outlet;
    this.clock = clock;
    this.state = state;
    this.term = fence.term();
    this.appends = new Appends(fence, state);
    this.peers = new Peers<>(clock, state.settings());
    this.signs = new Signs(clock);
    this.voice = new Voice<>(term, state, address, standbys, peers, clock, outlet);
    // why: entries of others may have come after the claim was made, with later times
    this.time = new EventTime(clock, state.time());
  }

  /** What was due when the last reign ended is done first. */
  void start() {
    effects.confirm(0);
    append(new Event.ReignBegun(state.log()));
    voice.callWorkers();
    settle();
    report();
  }

  /** Says in the log that it decides nothing any more; nothing may be asked of it afterwards. */
  void standDown(String why) {
    append(new Event.SchedulerStoodDown(why));
    over = true;
  }

  /** Whether it wrote more than its own beginning. */
  boolean isFruitful() {
    return fruitful;
  }

  /** A snapshot of what it knows is kept. */
  void kept(Event.SnapshotTaken taken) {
    done(Optional.of(taken));
  }

  /** Index of the last entry that it sent. */
  long lastIndex() {
    return appends.lastIndex();
  }

  /** The entry that it sent as those bytes, if it is the next one that is to be read back. */
  Optional<Entry> sent(byte[] record) {
    return appends.readBack(record);
  }

  /** Its own entry of that index was read back, and counts. */
  void confirmed(long index) {
    fruitful |= index > 1;
    effects.confirm(index);
    if (moreIsDue && !over && appends.hasRoom()) {
      settle();
    }
  }

  void take(Intake.Batch batch) {
    catchUp();
    for (Command.OfRequests command : batch.commands()) {
      switch (command) {
        case Command.TakeRequest request -> onRequest(request);
        case Command.MissRequests missed -> append(Decider.decide(missed));
      }
      settle();
    }
    afterAll(batch.next());
  }

  void hear(SchedulerMessage message, A replyTo) {
    catchUp();
    switch (message) {
      case SchedulerMessage.Hello hello -> onHello(hello, replyTo);
      case SchedulerMessage.Heartbeat heartbeat -> onHeartbeat(heartbeat, replyTo);
      case SchedulerMessage.Deliver deliver -> onDeliver(deliver, replyTo);
      case SchedulerMessage.Tell tell -> {
        signs.heard(tell.progress().trial(), tell.progress().attempt());
        outlet.progress(tell.progress());
      }
      case SchedulerMessage.Leaving leaving ->
          done(Decider.decide(state, new Command.Leaving(leaving.worker(), leaving.incarnation())));
      case SchedulerMessage.Freed freed ->
          Decider.decide(
                  state,
                  new Command.Free(
                      freed.worker(), freed.incarnation(), freed.trial(), freed.attempt()))
              .forEach(slot -> done(Optional.of(slot)));
      case SchedulerMessage.Goodbye goodbye -> {
        done(Decider.decide(state, new Command.Leave(goodbye.worker(), goodbye.incarnation())));
        peers.forget(goodbye.incarnation());
      }
    }
  }

  void tick() {
    endAfterASleep();
    voice.callWorkers();
    peers.look(Candidate.TICK);
    for (Map.Entry<String, String> worker : state.liveWorkers().entrySet()) {
      Duration silence = peers.silence(worker.getValue());
      if (silence.compareTo(state.settings().suspectAfter()) >= 0) {
        Decider.decide(state, new Command.Silence(worker.getKey(), worker.getValue(), silence))
            .ifPresent(this::append);
      }
    }
    // why: what had to wait for a time is due when nobody says anything, too
    settle();
    if (++ticks % TICKS_TO_RESEND == 0) {
      state.liveWorkers().forEach(this::resend);
      state.liveWorkers().keySet().forEach(this::lookAt);
    }
    effects
        .oldestSinceNanos()
        .filter(since -> clock.nanos() - since > LONGEST_READ_BACK.toNanos())
        .ifPresent(
            since -> {
              throw new ReignEnded("own entries were not read back within " + LONGEST_READ_BACK);
            });
    report();
  }

  /** Asks what is to be done about attempts of a worker that do nothing, though it lives. */
  private void lookAt(String worker) {
    for (Trial trial : List.copyOf(state.heldBy(worker))) {
      Duration quiet = signs.quiet(trial.id(), trial.attempt());
      if (quiet.compareTo(LEAST_QUIET) >= 0) {
        done(Decider.decide(state, new Command.Quiet(trial.id(), trial.attempt(), quiet)));
      }
    }
  }

  private void done(Optional<Event> fact) {
    fact.ifPresent(this::append);
    settle();
  }

  private void endAfterASleep() {
    Duration behind = time.behindTheWall();
    if (behind.compareTo(LONGEST_BEHIND_THE_WALL) > 0) {
      throw new ReignEnded(
          Text.of(
              "the machine slept or its clock was set ahead by %d s: a new term begins with the"
                  + " time as it is",
              behind.toSeconds()));
    }
  }

  private void onRequest(Command.TakeRequest request) {
    // why: what is expected is told by the time of the fact itself, and so can be decided again
    Instant now = time.next();
    Decider.decide(state, request, now)
        .ifPresent(
            event -> {
              Appends.Next next = appends.next(event, now);
              if (next.record().length > Topics.MAX_EVENT_BYTES) {
                append(Decider.tooLarge(request, next.record().length));
              } else {
                append(next);
              }
            });
  }

  private void onHello(SchedulerMessage.Hello hello, A replyTo) {
    peers.heard(hello.incarnation(), replyTo);
    answer(
        Decider.decide(
            state,
            new Command.Register(
                hello.worker(),
                hello.incarnation(),
                hello.host(),
                hello.slots(),
                hello.catalog(),
                hello.checkpointHome(),
                hello.holds(),
                hello.address(),
                hello.keepEvery())),
        told -> {
          switch (told) {
            case Answer.Registered ignored -> voice.welcome(hello.incarnation(), replyTo);
            case Answer.Replaced newer -> voice.replaced(hello, replyTo, newer.by());
          }
        },
        () -> orders(hello.worker(), hello.incarnation()));
  }

  private void onHeartbeat(SchedulerMessage.Heartbeat heartbeat, A replyTo) {
    if (peers.isStale(heartbeat.incarnation(), heartbeat.number())) {
      return;
    }
    boolean first = peers.heard(heartbeat.incarnation(), replyTo);
    answer(
        Decider.decide(state, new Command.Hear(heartbeat.worker(), heartbeat.incarnation())),
        told -> {
          switch (told) {
            case Answer.Stranger ignored -> voice.helloAgain(heartbeat.incarnation(), replyTo);
            case Answer.Replaced newer -> voice.replaced(heartbeat, replyTo, newer.by());
            case Answer.Known ignored when first -> voice.welcome(heartbeat.incarnation(), replyTo);
            case Answer.Known ignored -> {
              voice.heard(heartbeat.worker(), heartbeat.incarnation(), replyTo);
              if (heartbeat.capacity().saysAnything()) {
                outlet.capacity(new WorkerCapacity(heartbeat.worker(), heartbeat.capacity()));
              }
            }
          }
        },
        () -> {
          if (first) {
            orders(heartbeat.worker(), heartbeat.incarnation());
          }
        });
  }

  private void onDeliver(SchedulerMessage.Deliver deliver, A replyTo) {
    peers.heard(deliver.incarnation(), replyTo);
    Report report = deliver.report();
    signs.heard(report.trial(), report.attempt());
    Copy copy = new Copy(deliver.incarnation(), report.attemptId(), report.sequence());
    if (!unanswered.add(copy)) {
      return;
    }
    answer(
        Decider.decide(state, new Command.TakeReport(deliver.worker(), deliver.holder(), report)),
        told -> {
          unanswered.remove(copy);
          voice.answer(report, told, replyTo);
        },
        () -> {});
  }

  /**
   * Appends what was decided and all that is due then; the answer leaves after the read-back.
   *
   * @param then what else is to leave, before what is due
   */
  private <T extends Answer> void answer(Decided<T> decided, Consumer<T> answer, Runnable then) {
    decided.fact().ifPresent(this::append);
    afterAll(() -> answer.accept(decided.answer()));
    then.run();
    settle();
  }

  /** What came due while this process stood still comes before what it hears next. */
  private void catchUp() {
    if (clock.nanos() - settledNanos > Candidate.TICK.toNanos()) {
      settle();
    }
  }

  private void settle() {
    Instant now = time.next();
    settledNanos = clock.nanos();
    Optional<Event> due = Dues.due(state, now);
    for (; due.isPresent() && !appends.isFull(); due = Dues.due(state, now)) {
      append(appends.next(due.get(), now));
    }
    moreIsDue = due.isPresent();
  }

  private void append(Event event) {
    append(appends.next(event, time.next()));
  }

  private void append(Appends.Next next) {
    appends.add(next);
    outlet.append(next.record());
    // why: an entry that is never read back is noticed by what waits for it
    afterAll(() -> {});
    switch (next.event()) {
      case Event.TrialPlaced placed -> order(List.of(placed.trial()));
      case Event.CancelAccepted cancel -> order(cancel.trials());
      case Event.RequestAccepted it
          when it.action() instanceof Action.Change change && change.hasLimitsOfTime() ->
          it.experiments().forEach(id -> state.experiment(id).ifPresent(of -> order(of.trials())));
      case Event.StopOrdered ordered -> order(List.of(ordered.trial()));
      case Event.TrialEnded ended -> signs.forget(ended.trial());
      case Event.RequestsLost lost ->
          outlet.note(Level.ERROR, Text.of("requests are lost: %s", lost.told()));
      default -> {}
    }
  }

  private void afterAll(Runnable effect) {
    effects.after(appends.lastIndex(), clock.nanos(), effect);
  }

  private void order(List<TrialId> trials) {
    trials.forEach(trial -> state.order(trial).ifPresent(this::afterAll));
  }

  private void orders(String worker, String itsIncarnation) {
    state.ordersOf(worker, itsIncarnation).forEach(this::afterAll);
  }

  private void resend(String worker, String itsIncarnation) {
    state.unansweredOf(worker, itsIncarnation).forEach(this::afterAll);
    for (SlotState.Stuck stuck : state.stuckOf(worker, itsIncarnation)) {
      WorkerMessage stop =
          new WorkerMessage.Stop(
              term, itsIncarnation, stuck.trial(), stuck.attempt(), Outcome.HUNG);
      afterAll(
          () -> peers.address(itsIncarnation).ifPresent(address -> outlet.send(address, stop)));
    }
  }

  /** Sends an order as it is now, once all that it rests on was read back. */
  private void afterAll(Order order) {
    afterAll(
        () -> {
          if (stands(order)) {
            peers
                .address(order.holder().incarnation())
                .ifPresent(worker -> outlet.send(worker, order.message(term)));
          }
        });
  }

  /** Whether nothing was decided since that another order follows from. */
  private boolean stands(Order order) {
    return state
        .trial(order.trial())
        .filter(trial -> trial.attempt() == order.attempt() && trial.holder().isPresent())
        .filter(trial -> trial.stopping().map(stop -> stop.why().outcome()).equals(order.stop()))
        .isPresent();
  }

  private void report() {
    outlet.status(
        new SchedulerStatus(
            SchedulerStatus.Phase.ACTIVE,
            term,
            state.liveWorkers().size(),
            "deciding; trials " + state.counts()));
  }
}
