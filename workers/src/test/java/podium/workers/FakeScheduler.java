package podium.workers;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import podium.protocol.actor.FromWorker;
import podium.protocol.actor.SchedulerKey;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Report;

/** A node of the cluster whose scheduler welcomes every worker and orders one attempt. */
final class FakeScheduler implements AutoCloseable {
  final List<SchedulerMessage> heard = new CopyOnWriteArrayList<>();
  private final long term;
  private final ActorSystem<FromWorker> node;

  FakeScheduler(long term, int port, boolean leavesInOrder) {
    this.term = term;
    Map<String, ?> own =
        Map.of(
            "akka.remote.artery.canonical.port",
            port,
            "akka.cluster.roles",
            List.of("scheduler"),
            "akka.cluster.seed-nodes",
            List.of("akka://podium@127.0.0.1:" + port),
            "akka.coordinated-shutdown.run-by-actor-system-terminate",
            leavesInOrder);
    this.node =
        ActorSystem.create(
            reigning(),
            "podium",
            ConfigFactory.parseMap(own)
                .withFallback(ConfigFactory.parseResources("podium-cluster.conf"))
                .withFallback(ConfigFactory.load()));
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

  private Behavior<FromWorker> reigning() {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.register(SchedulerKey.KEY, context.getSelf()));
          return Behaviors.receiveMessage(this::hear);
        });
  }

  private Behavior<FromWorker> hear(FromWorker from) {
    heard.add(from.message());
    switch (from.message()) {
      case SchedulerMessage.Hello hello -> {
        from.replyTo().tell(new WorkerMessage.Welcome(term, hello.incarnation(), "the-log"));
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
