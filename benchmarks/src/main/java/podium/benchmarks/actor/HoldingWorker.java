package podium.benchmarks.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import podium.protocol.actor.FromWorker;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Report;

/**
 * A worker whose trainers hold their slots for a while and train nothing. It says to the scheduler
 * what a real one says of a trial of one epoch, and says again what nobody answered when another
 * reign begins.
 */
final class HoldingWorker {
  private static final Duration BEAT = Duration.ofSeconds(1);

  /** The reports of an attempt: that it started, its epoch, its end. */
  private static final long REPORTS = 3;

  private final ActorRef<FromWorker> scheduler;
  private final ActorRef<WorkerMessage> ears;
  private final TimerScheduler<Message> timers;
  private final String name;
  private final int slots;
  private final Holding holding;
  private final Set<TrialId> taken = new HashSet<>();

  /** Reports that were not answered yet, in the order in which they were told. */
  private final Map<Told, Report> unanswered = new LinkedHashMap<>();

  private boolean welcome;
  private long beats;

  /** What it is told. */
  sealed interface Message {}

  private record Told(TrialId trial, long sequence) {}

  private record Beat() implements Message {}

  private record Heard(WorkerMessage message) implements Message {}

  private record Over(TrialId trial, int attempt) implements Message {}

  private HoldingWorker(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      ActorRef<FromWorker> scheduler,
      String name,
      int slots,
      Holding holding) {
    this.scheduler = scheduler;
    this.timers = timers;
    this.name = name;
    this.slots = slots;
    this.holding = holding;
    this.ears = context.messageAdapter(WorkerMessage.class, Heard::new);
    timers.startTimerWithFixedDelay(new Beat(), BEAT);
  }

  static Behavior<Message> create(
      ActorRef<FromWorker> scheduler, String name, int slots, Holding holding) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new HoldingWorker(context, timers, scheduler, name, slots, holding)
                        .behavior()));
  }

  private Behavior<Message> behavior() {
    return Behaviors.receive(Message.class)
        .onMessage(Beat.class, beat -> onBeat())
        .onMessage(Heard.class, heard -> onHeard(heard.message()))
        .onMessage(Over.class, over -> onOver(over))
        .build();
  }

  private Behavior<Message> onBeat() {
    say(
        welcome
            ? new SchedulerMessage.Heartbeat(name, incarnation(), ++beats)
            : new SchedulerMessage.Hello(
                name,
                incarnation(),
                "host",
                IntStream.range(0, slots).mapToObj(slot -> new Slot("cpu:" + slot, "")).toList(),
                Catalog.BUILT_IN,
                "",
                List.of(),
                NodeAddress.UNKNOWN));
    return Behaviors.same();
  }

  private Behavior<Message> onHeard(WorkerMessage message) {
    switch (message) {
      case WorkerMessage.Welcome ignored -> {
        if (!welcome) {
          welcome = true;
          holding.registered();
        }
        // why: a reign that begins does not know what was told to the one before
        unanswered.values().forEach(this::deliver);
      }
      case WorkerMessage.Train train -> onTrain(train);
      case WorkerMessage.Answer answer -> onAnswer(answer);
      case WorkerMessage.HelloAgain ignored -> lost("it was asked to register again");
      case WorkerMessage.Replaced ignored -> lost("it was replaced");
      case WorkerMessage.Stop stop -> lost("it was told to stop " + stop.trial());
      case WorkerMessage.Heard ignored -> {}
      case WorkerMessage.Reigning ignored -> {}
      case WorkerMessage.StandingBy ignored -> {}
      // why: nobody changes a limit of time here
      case WorkerMessage.Limit ignored -> {}
    }
    return Behaviors.same();
  }

  private void lost(String why) {
    // why: before it is registered a scheduler may ask whom it does not know yet
    if (welcome) {
      holding.failed("worker " + name + ": " + why);
    }
  }

  private void onTrain(WorkerMessage.Train train) {
    // why: an order that is not answered yet is said again
    if (!taken.add(train.trial())) {
      return;
    }
    holding.ordered(train.trial());
    tell(SampleReports.started(train.trial(), train.attempt()));
    timers.startSingleTimer(
        train.trial(), new Over(train.trial(), train.attempt()), holding.runtime(train.trial()));
  }

  private Behavior<Message> onOver(Over over) {
    double seconds = holding.runtime(over.trial()).toMillis() / 1000.0;
    tell(SampleReports.epoch(over.trial(), over.attempt(), 1, seconds));
    tell(SampleReports.succeeded(over.trial(), over.attempt(), 1));
    return Behaviors.same();
  }

  private void onAnswer(WorkerMessage.Answer answer) {
    switch (answer.verdict()) {
      case ACCEPTED, REPEAT -> {
        Report told = unanswered.remove(new Told(answer.trial(), answer.sequence()));
        if (told != null && answer.sequence() == REPORTS) {
          holding.ended(answer.trial());
        }
      }
      case GAP ->
          unanswered.values().stream()
              .filter(report -> report.trial().equals(answer.trial()))
              .forEach(this::deliver);
      case FENCED -> holding.failed("a report was answered by " + answer);
    }
  }

  private void tell(Report report) {
    unanswered.put(new Told(report.trial(), report.sequence()), report);
    deliver(report);
  }

  private void deliver(Report report) {
    say(new SchedulerMessage.Deliver(name, incarnation(), incarnation(), report));
  }

  private void say(SchedulerMessage message) {
    scheduler.tell(new FromWorker(message, ears));
  }

  private String incarnation() {
    return name + "-incarnation";
  }
}
