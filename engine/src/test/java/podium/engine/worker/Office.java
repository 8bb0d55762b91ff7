package podium.engine.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.engine.decide.Decision;
import podium.engine.state.Order;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** A scheduler whose log always takes what it is given, as workers see it. */
final class Office {
  private static final int TICKS_TO_RESEND = 8;

  final Given given = new Given();
  private Map<String, Consumer<WorkerMessage>> addresses = new HashMap<>();
  private Map<String, Instant> heard = new HashMap<>();
  private Map<String, Instant> signs = new HashMap<>();
  private Instant since = given.now();
  private long term;
  private int ticks;
  private int told;

  Office() {
    reign();
  }

  /** Another reign begins: it has heard of nobody yet. */
  void reign() {
    term++;
    addresses = new HashMap<>();
    heard = new HashMap<>();
    signs = new HashMap<>();
    since = given.now();
    given.reign("");
    orders();
  }

  void hear(SchedulerMessage message, Consumer<WorkerMessage> reply) {
    switch (message) {
      case SchedulerMessage.Hello hello -> {
        note(hello, reply);
        Decision decision =
            when(
                new Command.Register(
                    hello.worker(),
                    hello.incarnation(),
                    hello.host(),
                    hello.slots(),
                    hello.catalog(),
                    hello.checkpointHome(),
                    hello.holds()));
        answer(hello, decision, true, reply);
      }
      case SchedulerMessage.Heartbeat beat -> {
        boolean first = note(beat, reply);
        answer(beat, when(new Command.Hear(beat.worker(), beat.incarnation())), first, reply);
      }
      case SchedulerMessage.Deliver deliver -> {
        note(deliver, reply);
        Report report = deliver.report();
        signs.put(report.trial(), given.now());
        answer(report, when(new Command.TakeReport(deliver.worker(), deliver.holder(), report)))
            .ifPresent(reply);
      }
      case SchedulerMessage.Tell tell -> signs.put(tell.progress().trial(), given.now());
      case SchedulerMessage.Leaving leaving ->
          when(new Command.Leaving(leaving.worker(), leaving.incarnation()));
      case SchedulerMessage.Freed freed ->
          when(
              new Command.Free(
                  freed.worker(), freed.incarnation(), freed.trial(), freed.attempt()));
      case SchedulerMessage.Goodbye goodbye -> {
        when(new Command.Leave(goodbye.worker(), goodbye.incarnation()));
        addresses.remove(goodbye.incarnation());
      }
    }
  }

  /** Half a second went by. */
  void tick() {
    given.after(Duration.ofMillis(500));
    orders();
    given
        .state
        .liveWorkers()
        .forEach(
            (worker, incarnation) -> {
              Duration silence = since(heard.getOrDefault(incarnation, since));
              if (silence.compareTo(given.state.settings().suspectAfter()) >= 0) {
                when(new Command.Silence(worker, incarnation, silence));
              }
            });
    if (++ticks % TICKS_TO_RESEND == 0) {
      Map.copyOf(given.state.liveWorkers()).forEach(this::resend);
    }
  }

  private void resend(String worker, String incarnation) {
    given.state.ordersOf(worker, incarnation).stream()
        .filter(order -> !order.heard() || order.stop().isPresent())
        .forEach(this::send);
    given
        .state
        .stuckOf(worker, incarnation)
        .forEach(
            stuck ->
                send(
                    incarnation,
                    new WorkerMessage.Stop(
                        term, incarnation, stuck.trial(), stuck.attempt(), Outcome.HUNG)));
    for (Trial trial : List.copyOf(given.state.heldBy(worker))) {
      Duration quiet = since(signs.computeIfAbsent(trial.id(), id -> given.now()));
      if (quiet.compareTo(Duration.ofSeconds(10)) >= 0) {
        when(new Command.Quiet(trial.id(), trial.attempt(), quiet));
      }
    }
  }

  private Duration since(Instant time) {
    return Duration.between(time, given.now());
  }

  private boolean note(SchedulerMessage from, Consumer<WorkerMessage> reply) {
    addresses.put(from.incarnation(), reply);
    return heard.put(from.incarnation(), given.now()) == null;
  }

  private Decision when(Command command) {
    Decision decision = given.when(command);
    orders();
    return decision;
  }

  /** Sends the orders of all that was decided since. */
  private void orders() {
    for (; told < given.events.size(); told++) {
      switch (given.events.get(told)) {
        case Event.TrialPlaced placed -> {
          signs.put(placed.trial(), given.now());
          given.state.order(placed.trial()).ifPresent(this::send);
        }
        case Event.StopOrdered ordered -> given.state.order(ordered.trial()).ifPresent(this::send);
        case Event.CancelAccepted cancel ->
            cancel.trials().forEach(trial -> given.state.order(trial).ifPresent(this::send));
        default -> {}
      }
    }
  }

  private void send(Order order) {
    String to = order.holder().incarnation();
    send(
        to,
        order
            .stop()
            .<WorkerMessage>map(
                why -> new WorkerMessage.Stop(term, to, order.trial(), order.attempt(), why))
            .orElseGet(
                () ->
                    new WorkerMessage.Train(
                        term,
                        to,
                        order.holder().slot(),
                        order.trial(),
                        order.attempt(),
                        order.spec(),
                        order.checkpoints())));
  }

  private void send(String incarnation, WorkerMessage message) {
    Optional.ofNullable(addresses.get(incarnation)).ifPresent(to -> to.accept(message));
  }

  private void answer(
      SchedulerMessage to, Decision decision, boolean welcome, Consumer<WorkerMessage> reply) {
    if (decision instanceof Decision.Stranger) {
      reply.accept(new WorkerMessage.HelloAgain(term, to.incarnation(), given.state.log()));
    } else if (decision instanceof Decision.Replaced replaced) {
      reply.accept(new WorkerMessage.Replaced(term, to.incarnation(), replaced.by()));
    } else if (welcome) {
      reply.accept(new WorkerMessage.Welcome(term, to.incarnation(), given.state.log()));
      given.state.ordersOf(to.worker(), to.incarnation()).forEach(this::send);
    }
  }

  private Optional<WorkerMessage> answer(Report report, Decision decision) {
    return switch (decision) {
      case Decision.HeldBack ignored -> Optional.empty();
      case Decision.Append append when append.event() instanceof Event.ReportFenced ->
          answer(report, Verdict.FENCED, 0);
      case Decision.Append append
          when append.event() instanceof Event.AttemptEnded ended && ended.sequence() == 0 ->
          answer(report, Verdict.FENCED, 0);
      case Decision.Append ignored -> answer(report, Verdict.ACCEPTED, report.sequence() + 1);
      case Decision.Repeat repeat -> answer(report, Verdict.REPEAT, repeat.next());
      case Decision.Gap gap -> answer(report, Verdict.GAP, gap.next());
      case Decision.Fenced ignored -> answer(report, Verdict.FENCED, 0);
      case Decision.Known ignored -> answer(report, Verdict.REPEAT, 0);
      case Decision.Stranger ignored -> answer(report, Verdict.FENCED, 0);
      case Decision.Replaced ignored -> answer(report, Verdict.FENCED, 0);
    };
  }

  private Optional<WorkerMessage> answer(Report report, Verdict verdict, long next) {
    return Optional.of(
        new WorkerMessage.Answer(
            term, report.trial(), report.attempt(), report.sequence(), verdict, next));
  }
}
