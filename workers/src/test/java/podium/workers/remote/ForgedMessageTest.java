package podium.workers.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import podium.protocol.id.TrialId;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;

/** What a peer sends that no message of ours can be, over a connection as between processes. */
final class ForgedMessageTest {
  private static final Config REMOTE = ConfigFactory.load("podium-remote");
  private static final String STOP =
      "{\"type\":\"Stop\",\"term\":3,\"incarnation\":\"i\",\"trial\":\"%s\",\"attempt\":1,\"why\":\"CANCELLED\"}";

  @Test
  void stop_ofWhatIsNoTrial_neverReachesTheActorAndTheNextMessageDoes() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    ActorSystem<Object> ours =
        ActorSystem.create(
            Behaviors.setup(
                context -> {
                  context.spawn(
                      Behaviors.receiveMessage(
                          message -> {
                            heard.add(message);
                            return Behaviors.same();
                          }),
                      "inbox");
                  return Behaviors.empty();
                }),
            "podium",
            REMOTE);
    ActorSystem<Void> theirs =
        ActorSystem.create(
            Behaviors.empty(),
            "podium",
            ConfigFactory.parseString(
                    """
                    akka.actor.serializers.jackson-cbor = "%s"
                    akka.actor.serialization-bindings."%s" = jackson-cbor
                    """
                        .formatted(Forged.Forger.class.getName(), Forged.class.getName()))
                .withFallback(REMOTE));
    try {
      ActorRef<Object> inbox =
          ActorRefResolver.get(theirs).resolveActorRef("%s/user/inbox".formatted(ours.address()));
      inbox.tell(new Forged(WorkerMessage.Stop.class, STOP.formatted("../../outside/evil.1")));
      inbox.tell(new Forged(WorkerMessage.Stop.class, STOP.formatted("mine-1.1")));
      await()
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .containsExactly(
                          new WorkerMessage.Stop(
                              3, "i", new TrialId("mine-1.1"), 1, Outcome.CANCELLED)));
    } finally {
      ours.terminate();
      theirs.terminate();
    }
  }
}
