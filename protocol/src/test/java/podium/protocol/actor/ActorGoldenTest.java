package podium.protocol.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.event.Holding;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Capacity;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;

/** Golden files of what travels by Akka, through the serializer it is bound to, shown as JSON. */
final class ActorGoldenTest {
  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(
          Behaviors.empty(),
          "golden",
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load("podium-remote")));
  private static final Serialization SERIALIZATION =
      SerializationExtension.get(Adapter.toClassic(SYSTEM));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new CBORMapper();

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  /** What a worker says, each on its way, and what it is told. */
  static List<Object> messages() {
    ActorRef<WorkerMessage> nobody = SYSTEM.deadLetters();
    return Stream.concat(
            said().stream().map(message -> new FromWorker(message, nobody)), told().stream())
        .toList();
  }

  private static List<SchedulerMessage> said() {
    return List.of(
        new SchedulerMessage.Hello(
            "w",
            "i",
            "host",
            List.of(new Slot("cpu:0", "2 cores")),
            new Catalog(
                List.of(new Catalog.Model("alexnet", 63, 64)),
                List.of(new Catalog.Dataset("digits", 32))),
            "c0ffee",
            List.of(new Holding(new TrialId("mine-1.1"), 2, "cpu:0", 4, true)),
            new NodeAddress("10.0.0.7:25521")),
        new SchedulerMessage.Heartbeat("w", "i", 17, new Capacity(64, 12, 500, 80)),
        new SchedulerMessage.Deliver(
            "w",
            "i",
            "h",
            new Report.Ended(new TrialId("mine-1.1"), 1, 3, Outcome.FAILED_CODE, "disk full")),
        new SchedulerMessage.Tell(
            "w",
            "i",
            new Progress(new TrialId("mine-1.1"), 1, "w", "cpu:0", 3, 10, 120, 391, 2100.5)),
        new SchedulerMessage.Leaving("w", "i"),
        new SchedulerMessage.Freed("w", "i", new TrialId("mine-1.1"), 2),
        new SchedulerMessage.Goodbye("w", "i"));
  }

  private static List<WorkerMessage> told() {
    return List.of(
        new WorkerMessage.Welcome(3, "i", "l-o-g", List.of(new NodeAddress("10.0.0.5:25520"))),
        new WorkerMessage.Heard(
            3, "i", new TreeMap<>(Map.of("cuda:0", "w")), new NodeAddress("10.0.0.5:25520")),
        new WorkerMessage.Reigning(3, "i", new NodeAddress("10.0.0.5:25520")),
        new WorkerMessage.StandingBy(3, "i", new NodeAddress("10.0.0.5:25520")),
        new WorkerMessage.HelloAgain(3, "i", "l-o-g"),
        new WorkerMessage.Replaced(3, "i", "elsewhere"),
        new WorkerMessage.Train(
            3,
            "i",
            "cpu:0",
            new TrialId("mine-1.1"),
            2,
            new TrialSpec("resnet18", 7, "digits", "none", Recipe.defaults(), Limits.NONE),
            List.of(new CheckpointRef(1, "mine-1.1/1/1", "ab12", 1234))),
        new WorkerMessage.Limit(3, "i", new TrialId("mine-1.1"), 2, new Limits(0, 7200, 60)),
        new WorkerMessage.Stop(3, "i", new TrialId("mine-1.1"), 2, Outcome.CANCELLED),
        new WorkerMessage.Answer(
            3, new TrialId("mine-1.1"), 2, 4, WorkerMessage.Verdict.ACCEPTED, 5));
  }

  private static String written(Object message) throws IOException {
    return CBOR.readTree(SERIALIZATION.serialize(message).get()).toString();
  }

  private static Object read(String json, Object kind) throws IOException {
    Serializer serializer = SERIALIZATION.findSerializerFor(kind);
    return SERIALIZATION
        .deserialize(
            CBOR.writeValueAsBytes(JSON.readTree(json)),
            serializer.identifier(),
            Serializers.manifestFor(serializer, kind))
        .get();
  }

  private static String golden(Object message) throws IOException {
    return golden("/golden/actor", message);
  }

  private static String golden(String folder, Object message) throws IOException {
    Object content = message instanceof FromWorker from ? from.message() : message;
    String file = "%s/%s.json".formatted(folder, content.getClass().getSimpleName());
    try (InputStream in = ActorGoldenTest.class.getResourceAsStream(file)) {
      assertThat(in).as("golden file %s", file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void goldenFiles_everyKindOfMessage_hasOne() {
    assertThat(
            Stream.concat(said().stream(), told().stream())
                .<Class<?>>map(Object::getClass)
                .toList())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SchedulerMessage.class, WorkerMessage.class)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void encode_message_equalsItsGoldenFile(Object message) throws IOException {
    assertThat(written(message)).isEqualTo(golden(message));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void decode_goldenFile_equalsTheMessage(Object message) throws IOException {
    assertThat(read(golden(message), message)).isEqualTo(message);
  }

  @Test
  void decode_messagesOfSchedulersThatDoNotNameTheirLog_haveNone() throws IOException {
    for (WorkerMessage message :
        List.of(
            new WorkerMessage.Welcome(3, "i", "", List.of()),
            new WorkerMessage.HelloAgain(3, "i", ""),
            new WorkerMessage.Heard(3, "i"))) {
      assertThat(read(golden("/golden/earlier/actor", message), message)).isEqualTo(message);
    }
  }

  @Test
  void decode_messagesOfWorkersThatDoNotSayWhereTheyAre_haveNoAddress() throws IOException {
    for (SchedulerMessage message : said()) {
      if (message instanceof SchedulerMessage.Hello) {
        assertThat(((FromWorker) read(earlier(message), from(message))).message())
            .isInstanceOfSatisfying(
                SchedulerMessage.Hello.class,
                hello -> assertThat(hello.address()).isEqualTo(NodeAddress.UNKNOWN));
      } else if (message instanceof SchedulerMessage.Heartbeat) {
        assertThat(((FromWorker) read(earlier(message), from(message))).message())
            .isEqualTo(new SchedulerMessage.Heartbeat("w", "i", 0));
      }
    }
  }

  @Test
  void decode_orderOfASchedulerWithFewerRecipeFields_hasTheirDefaults() throws IOException {
    for (Object message : messages()) {
      if (message instanceof WorkerMessage.Train) {
        assertThat(read(golden("/golden/earlier/actor", message), message)).isEqualTo(message);
      }
    }
  }

  private static FromWorker from(SchedulerMessage message) {
    return new FromWorker(message, SYSTEM.deadLetters());
  }

  private static String earlier(SchedulerMessage message) throws IOException {
    return golden("/golden/earlier/actor", from(message));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void decode_malformedIdOrAttempt_isRefused(Object message) throws IOException {
    String good = golden(message);
    List<String> forged =
        List.of(
            good.replaceAll("\"trial\":\"[^\"]*\"", "\"trial\":\"../../outside/evil.1\""),
            good.replaceAll("\"trial\":\"[^\"]*\"", "\"trial\":null"),
            good.replaceAll("\"attempt\":[0-9]+", "\"attempt\":0"));
    for (String json : forged) {
      if (!json.equals(good)) {
        assertThatThrownBy(() -> read(json, message))
            .as(json)
            .isInstanceOf(JsonMappingException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void decode_unknownFields_ignored(Object message) throws IOException {
    String later = golden(message).replaceFirst("\\{", "{\"later\":{\"a\":[1]},");
    assertThat(read(later, message)).isEqualTo(message);
  }
}
