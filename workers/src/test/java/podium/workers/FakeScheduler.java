package podium.workers;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import podium.protocol.actor.Door;
import podium.protocol.actor.FromWorker;
import podium.protocol.actor.Remote;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Report;

/** A scheduler that welcomes every worker and orders one attempt. */
final class FakeScheduler implements AutoCloseable {
  final List<SchedulerMessage> heard = new CopyOnWriteArrayList<>();
  private final long term;
  private final ActorSystem<Void> node;

  FakeScheduler(long term, int port) {
    this.term = term;
    this.node =
        ActorSystem.create(
            Behaviors.setup(
                context -> {
                  context.spawn(Behaviors.<FromWorker>receiveMessage(this::hear), Remote.SCHEDULER);
                  return Behaviors.empty();
                }),
            Remote.SYSTEM,
            Remote.config(Door.ofThisMachine(port, ConfigFactory.empty())));
  }

  /** Tells a worker where it is, as a new reign does. */
  void calls(SchedulerMessage.Hello worker) {
    Remote.worker(node, worker.address())
        .tell(new WorkerMessage.Reigning(term, worker.incarnation(), Remote.address(node)));
  }

  <T extends SchedulerMessage> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Report> reports() {
    return heard(SchedulerMessage.Deliver.class).stream()
        .map(SchedulerMessage.Deliver::report)
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    node.terminate();
    node.getWhenTerminated().toCompletableFuture().join();
  }

  private Behavior<FromWorker> hear(FromWorker from) {
    heard.add(from.message());
    switch (from.message()) {
      case SchedulerMessage.Hello hello -> {
        from.replyTo()
            .tell(new WorkerMessage.Welcome(term, hello.incarnation(), "the-log", List.of()));
        from.replyTo()
            .tell(
                new WorkerMessage.Train(
                    term,
                    hello.incarnation(),
                    hello.slots().getFirst().name(),
                    new TrialId("trial-1." + term),
                    1,
                    Reports.aSpec(),
                    List.of(Reports.anEpoch(3).checkpoint())));
      }
      case SchedulerMessage.Heartbeat beat when heard(SchedulerMessage.Hello.class).isEmpty() ->
          from.replyTo().tell(new WorkerMessage.HelloAgain(term, beat.incarnation(), "the-log"));
      case SchedulerMessage.Heartbeat beat ->
          from.replyTo().tell(new WorkerMessage.Heard(term, beat.incarnation()));
      case SchedulerMessage.Deliver deliver -> {
        Report report = deliver.report();
        from.replyTo()
            .tell(
                new WorkerMessage.Answer(
                    term,
                    report.trial(),
                    report.attempt(),
                    report.sequence(),
                    Verdict.ACCEPTED,
                    report.sequence() + 1));
      }
      default -> {}
    }
    return Behaviors.same();
  }
}
