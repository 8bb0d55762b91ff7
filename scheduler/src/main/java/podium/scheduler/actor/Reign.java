package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import podium.engine.decide.Command;
import podium.engine.decide.Decider;
import podium.engine.decide.Decision;
import podium.engine.decide.Dues;
import podium.engine.log.Fence;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus;
import podium.engine.reign.EventTime;
import podium.engine.reign.HeldEffects;
import podium.engine.reign.ReignEnded;
import podium.engine.reign.Signs;
import podium.engine.state.Fold;
import podium.engine.state.Legality;
import podium.engine.state.Order;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.actor.FromWorker;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.topic.Topics;

/**
 * What an active scheduler does: decides, appends, and lets effects out after the read-back.
 * Confined to its actor.
 */
final class Reign {
  private static final int TICKS_TO_RESEND = 8;
  private static final Duration LEAST_QUIET = Duration.ofSeconds(10);
  private static final Duration LONGEST_READ_BACK = Duration.ofSeconds(60);

  private final Logger logger;
  private final Ports ports;
  private final EventLog log;
  private final SchedulerState state;
  private final long term;
  private final String incarnation;
  private final HeldEffects effects = new HeldEffects();
  private final Peers peers;
  private final EventTime time;
  private final Signs signs;
  private String head;

  /** Incarnations that still spoke after another process took their name. */
  private final Set<String> replaced = new HashSet<>();

  private long lastIndex;
  private int ticks;

  Reign(
      Logger logger,
      Ports ports,
      EventLog log,
      SchedulerState state,
      Fence fence,
      Instant started) {
    this.logger = logger;
    this.ports = ports;
    this.log = log;
    this.state = state;
    this.term = fence.term();
    this.incarnation = fence.incarnation();
    this.head = fence.head();
    this.peers = new Peers(ports.nanos());
    this.signs = new Signs(ports.nanos());
    this.time = new EventTime(ports.clock().instant(), ports.nanos(), started);
  }

  /** What was due when the last reign ended is done first. */
  void start() {
    effects.confirm(0);
    append(new Event.ReignBegun(state.log()), time.next());
    settle();
    report();
  }

  void confirmed(long index) {
    effects.confirm(index);
  }

  void take(Intake.Batch batch) {
    for (Command command : batch.commands()) {
      decide(command, decision -> {});
    }
    afterAll(batch.next());
  }

  void hear(FromWorker from) {
    ActorRef<WorkerMessage> replyTo = from.replyTo();
    switch (from.message()) {
      case SchedulerMessage.Hello hello -> onHello(hello, replyTo);
      case SchedulerMessage.Heartbeat heartbeat -> onHeartbeat(heartbeat, replyTo);
      case SchedulerMessage.Deliver deliver -> onDeliver(deliver, replyTo);
      case SchedulerMessage.Tell tell -> {
        signs.heard(tell.progress().trial(), tell.progress().attempt());
        ports.progress().accept(tell.progress());
      }
      case SchedulerMessage.Leaving leaving ->
          decide(new Command.Leaving(leaving.worker(), leaving.incarnation()), decision -> {});
      case SchedulerMessage.Freed freed ->
          decide(
              new Command.Free(freed.worker(), freed.incarnation(), freed.trial(), freed.attempt()),
              decision -> {});
      case SchedulerMessage.Goodbye goodbye -> {
        decide(new Command.Leave(goodbye.worker(), goodbye.incarnation()), decision -> {});
        peers.forget(goodbye.incarnation());
      }
    }
  }

  void tick() {
    peers.look(SchedulerActor.TICK);
    for (Map.Entry<String, String> worker : state.liveWorkers().entrySet()) {
      Duration silence = peers.silence(worker.getValue());
      if (silence.compareTo(state.settings().suspectAfter()) >= 0) {
        decide(new Command.Silence(worker.getKey(), worker.getValue(), silence), decision -> {});
      }
    }
    // why: what had to wait for a time is due when nobody says anything, too
    settle();
    if (++ticks % TICKS_TO_RESEND == 0) {
      state.liveWorkers().forEach(this::resend);
      state.liveWorkers().forEach((worker, itsIncarnation) -> lookAt(worker));
    }
    effects
        .oldestSinceNanos()
        .filter(since -> ports.nanos().getAsLong() - since > LONGEST_READ_BACK.toNanos())
        .ifPresent(
            since -> {
              throw new ReignEnded("own entries were not read back within " + LONGEST_READ_BACK);
            });
    report();
  }

  private void onHello(SchedulerMessage.Hello hello, ActorRef<WorkerMessage> replyTo) {
    peers.heard(hello.incarnation(), replyTo);
    decide(
        new Command.Register(
            hello.worker(),
            hello.incarnation(),
            hello.host(),
            hello.slots(),
            hello.catalog(),
            hello.checkpointHome(),
            hello.holds()),
        decision -> {
          if (decision instanceof Decision.Replaced replaced) {
            replaced(hello, replyTo, replaced.by());
          } else {
            welcome(hello.incarnation(), replyTo);
            orders(hello.worker(), hello.incarnation());
          }
        });
  }

  private void onHeartbeat(SchedulerMessage.Heartbeat heartbeat, ActorRef<WorkerMessage> replyTo) {
    boolean first = peers.heard(heartbeat.incarnation(), replyTo);
    decide(
        new Command.Hear(heartbeat.worker(), heartbeat.incarnation()),
        decision -> {
          if (decision instanceof Decision.Stranger) {
            replyTo.tell(new WorkerMessage.HelloAgain(term, heartbeat.incarnation(), state.log()));
          } else if (decision instanceof Decision.Replaced replaced) {
            replaced(heartbeat, replyTo, replaced.by());
          } else if (first) {
            welcome(heartbeat.incarnation(), replyTo);
            orders(heartbeat.worker(), heartbeat.incarnation());
          }
        });
  }

  private void welcome(String itsIncarnation, ActorRef<WorkerMessage> worker) {
    worker.tell(new WorkerMessage.Welcome(term, itsIncarnation, state.log()));
  }

  private void replaced(SchedulerMessage sender, ActorRef<WorkerMessage> replyTo, String by) {
    if (replaced.add(sender.incarnation())) {
      logger.warn(
          "two workers are called {}: the one that came later, on {}, has the name, and the other,"
              + " {}, is told to end; give each worker its own with --name",
          sender.worker(),
          by,
          sender.incarnation());
    }
    replyTo.tell(new WorkerMessage.Replaced(term, sender.incarnation(), by));
  }

  private void onDeliver(SchedulerMessage.Deliver deliver, ActorRef<WorkerMessage> replyTo) {
    Report report = deliver.report();
    peers.heard(deliver.incarnation(), replyTo);
    signs.heard(report.trial(), report.attempt());
    decide(
        new Command.TakeReport(deliver.worker(), deliver.holder(), report),
        decision -> answer(replyTo, report, decision));
  }

  /** Asks what is to be done about attempts of a worker that do nothing, though it lives. */
  private void lookAt(String worker) {
    for (Trial trial : List.copyOf(state.heldBy(worker))) {
      Duration quiet = signs.quiet(trial.id(), trial.attempt());
      if (quiet.compareTo(LEAST_QUIET) >= 0) {
        decide(new Command.Quiet(trial.id(), trial.attempt(), quiet), decision -> {});
      }
    }
  }

  private void answer(ActorRef<WorkerMessage> replyTo, Report report, Decision decision) {
    if (decision instanceof Decision.HeldBack) {
      return;
    }
    Verdict verdict =
        switch (decision) {
          case Decision.Append append when append.event() instanceof Event.ReportFenced ->
              Verdict.FENCED;
          // why: it was ended for what it reported
          case Decision.Append append
              when append.event() instanceof Event.AttemptEnded ended && ended.sequence() == 0 ->
              Verdict.FENCED;
          case Decision.Append ignored -> Verdict.ACCEPTED;
          case Decision.HeldBack ignored -> Verdict.GAP;
          case Decision.Repeat ignored -> Verdict.REPEAT;
          case Decision.Gap ignored -> Verdict.GAP;
          case Decision.Fenced ignored -> Verdict.FENCED;
          case Decision.Known ignored -> Verdict.REPEAT;
          case Decision.Stranger ignored -> Verdict.FENCED;
          case Decision.Replaced ignored -> Verdict.FENCED;
        };
    long next =
        switch (decision) {
          case Decision.Repeat repeat -> repeat.next();
          case Decision.Gap gap -> gap.next();
          case Decision.Append ignored -> report.sequence() + 1;
          case Decision.HeldBack ignored -> 0;
          case Decision.Fenced ignored -> 0;
          case Decision.Known ignored -> 0;
          case Decision.Stranger ignored -> 0;
          case Decision.Replaced ignored -> 0;
        };
    replyTo.tell(
        new WorkerMessage.Answer(
            term, report.trial(), report.attempt(), report.sequence(), verdict, next));
  }

  /**
   * Decides, appends what is to be appended and all that is due then; the answer leaves after the
   * read-back.
   */
  private void decide(Command command, Consumer<Decision> answer) {
    Decision decision = Decider.decide(state, command);
    if (decision instanceof Decision.Append(Event event)) {
      Instant now = time.next();
      byte[] record = record(event, now);
      if (record.length > Topics.MAX_EVENT_BYTES
          && command instanceof Command.TakeRequest(var source, var unused, var raw)) {
        decide(new Command.RefuseTooLarge(source, raw, record.length), answer);
        return;
      }
      append(event, now, record);
    }
    afterAll(() -> answer.accept(decision));
    settle();
  }

  private void settle() {
    Instant now = time.next();
    for (Optional<Event> due = Dues.due(state, now); due.isPresent(); due = Dues.due(state, now)) {
      append(due.get(), now);
    }
  }

  private byte[] record(Event event, Instant now) {
    return EventCodec.encode(entry(event, now));
  }

  private Entry entry(Event event, Instant now) {
    return Entry.of(term, incarnation, lastIndex + 1, head, now, event);
  }

  private void append(Event event, Instant now) {
    append(event, now, record(event, now));
  }

  private void append(Event event, Instant now, byte[] record) {
    Legality.against(state, event)
        .ifPresent(
            why -> {
              throw new IllegalStateException("would write what cannot be: " + why + ": " + event);
            });
    Fold.apply(state, entry(event, now));
    lastIndex++;
    head = Fence.headAfter(head, record);
    log.append(record);
    switch (event) {
      case Event.TrialPlaced placed -> afterAll(() -> order(placed.trial(), placed.attempt()));
      case Event.CancelAccepted cancel ->
          afterAll(
              () -> cancel.trials().forEach(trial -> state.order(trial).ifPresent(this::send)));
      case Event.StopOrdered ordered -> afterAll(() -> order(ordered.trial(), ordered.attempt()));
      case Event.TrialEnded ended -> signs.forget(ended.trial());
      case Event.RequestsLost lost -> logger.error("requests are lost: {}", lost.told());
      default -> {}
    }
  }

  private void afterAll(Runnable effect) {
    effects.after(lastIndex, ports.nanos().getAsLong(), effect);
  }

  private void order(String trial, int attempt) {
    state.order(trial).filter(order -> order.attempt() == attempt).ifPresent(this::send);
  }

  private void orders(String worker, String itsIncarnation) {
    state.ordersOf(worker, itsIncarnation).forEach(this::send);
  }

  private void resend(String worker, String itsIncarnation) {
    state.ordersOf(worker, itsIncarnation).stream()
        .filter(order -> !order.heard() || order.stop().isPresent())
        .forEach(order -> afterAll(() -> order(order.trial(), order.attempt())));
    state
        .stuckOf(worker, itsIncarnation)
        .forEach(
            stuck ->
                afterAll(
                    () ->
                        peers.send(
                            itsIncarnation,
                            address ->
                                address.tell(
                                    new WorkerMessage.Stop(
                                        term,
                                        itsIncarnation,
                                        stuck.trial(),
                                        stuck.attempt(),
                                        Outcome.HUNG)))));
  }

  private void send(Order order) {
    WorkerMessage message =
        order.stop().isPresent()
            ? new WorkerMessage.Stop(
                term,
                order.holder().incarnation(),
                order.trial(),
                order.attempt(),
                order.stop().get())
            : new WorkerMessage.Train(
                term,
                order.holder().incarnation(),
                order.holder().slot(),
                order.trial(),
                order.attempt(),
                order.spec(),
                order.checkpoints());
    peers.send(order.holder().incarnation(), worker -> worker.tell(message));
  }

  private void report() {
    ports
        .status()
        .accept(
            new SchedulerStatus(
                SchedulerStatus.Phase.ACTIVE,
                term,
                state.liveWorkers().size(),
                "deciding; trials " + state.counts()));
  }
}
