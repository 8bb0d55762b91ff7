package podium.benchmarks.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import podium.protocol.actor.FromWorker;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Report;
import podium.scheduler.actor.Ports;
import podium.scheduler.actor.SchedulerActor;
import podium.scheduler.actor.SchedulerFront;

/** A worker whose slots report epochs as fast as the scheduler answers, beside that scheduler. */
public final class Reporters {
  /** Slots that report at once. */
  public static final int SLOTS = 64;

  /** Reports of a slot that are on their way at once. */
  public static final int WINDOW = 16;

  /** Epochs that are counted. */
  public static final int EPOCHS = 60_000;

  private static final String WORKER = "bench";
  private static final String INCARNATION = "bench-incarnation";
  private static final int WARM_UP = 20_000;
  private static final double NANOS = 1e9;
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final CompletableFuture<Double> epochsPerSecond;
  private final ActorRef<FromWorker> scheduler;
  private final ActorRef<WorkerMessage> ears;
  private final Map<TrialId, Long> sent = new HashMap<>();
  private long answered;
  private long begin;

  /** What it is told. */
  public sealed interface Message {}

  private record Begin() implements Message {}

  private record Beat() implements Message {}

  private record Heard(WorkerMessage message) implements Message {}

  private Reporters(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Ports ports,
      CompletableFuture<Void> go,
      CompletableFuture<Double> epochsPerSecond) {
    this.epochsPerSecond = epochsPerSecond;
    this.scheduler =
        context.spawn(
            SchedulerFront.create(context.spawn(SchedulerActor.create(ports), "reign")),
            "scheduler");
    this.ears = context.messageAdapter(WorkerMessage.class, Heard::new);
    var unused = go.thenRun(() -> context.getSelf().tell(new Begin()));
    timers.startTimerWithFixedDelay(new Beat(), BEAT);
  }

  /**
   * A scheduler, and a worker that registers when told to.
   *
   * @param go completed when it shall begin
   * @param epochsPerSecond completed with the rate
   */
  public static Behavior<Message> create(
      Ports ports, CompletableFuture<Void> go, CompletableFuture<Double> epochsPerSecond) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Reporters(context, timers, ports, go, epochsPerSecond).behavior()));
  }

  private Behavior<Message> behavior() {
    return Behaviors.receive(Message.class)
        .onMessage(Begin.class, begun -> onBegin())
        .onMessage(Beat.class, beat -> onBeat())
        .onMessage(Heard.class, heard -> onHeard(heard.message()))
        .build();
  }

  private Behavior<Message> onBegin() {
    say(
        new SchedulerMessage.Hello(
            WORKER,
            INCARNATION,
            "host",
            IntStream.range(0, SLOTS).mapToObj(slot -> new Slot("cpu:" + slot, "")).toList(),
            Catalog.BUILT_IN,
            "",
            List.of(),
            NodeAddress.UNKNOWN));
    return Behaviors.same();
  }

  private Behavior<Message> onBeat() {
    if (!sent.isEmpty()) {
      say(new SchedulerMessage.Heartbeat(WORKER, INCARNATION, 0));
    }
    return Behaviors.same();
  }

  private Behavior<Message> onHeard(WorkerMessage message) {
    switch (message) {
      case WorkerMessage.Train train -> {
        if (!sent.containsKey(train.trial())) {
          for (int i = 0; i < WINDOW; i++) {
            send(train.trial(), train.attempt());
          }
        }
      }
      case WorkerMessage.Answer answer -> onAnswer(answer);
      case WorkerMessage.Welcome ignored -> {}
      case WorkerMessage.HelloAgain ignored -> onBegin();
      case WorkerMessage.Replaced ignored -> {}
      case WorkerMessage.Limit ignored -> {}
      case WorkerMessage.Stop ignored -> {}
      case WorkerMessage.Heard ignored -> {}
      case WorkerMessage.Reigning ignored -> {}
      case WorkerMessage.StandingBy ignored -> {}
    }
    return Behaviors.same();
  }

  private void onAnswer(WorkerMessage.Answer answer) {
    if (answer.verdict() != WorkerMessage.Verdict.ACCEPTED) {
      epochsPerSecond.completeExceptionally(
          new IllegalStateException("a report was answered by " + answer));
      return;
    }
    answered++;
    if (answered == WARM_UP) {
      begin = System.nanoTime();
    }
    if (answered == WARM_UP + EPOCHS) {
      epochsPerSecond.complete(EPOCHS * NANOS / (System.nanoTime() - begin));
    }
    if (answered < WARM_UP + EPOCHS) {
      send(answer.trial(), answer.attempt());
    }
  }

  private void send(TrialId trial, int attempt) {
    long sequence = sent.merge(trial, 1L, Long::sum);
    Report report =
        sequence == 1
            ? SampleReports.started(trial, attempt)
            : SampleReports.epoch(trial, attempt, (int) sequence - 1, 12.5);
    say(new SchedulerMessage.Deliver(WORKER, INCARNATION, INCARNATION, report));
  }

  private void say(SchedulerMessage message) {
    scheduler.tell(new FromWorker(message, ears));
  }
}
