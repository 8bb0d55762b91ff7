package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.cli.view.Story;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** The commands against a real broker; the scheduler's facts are written beforehand, by offset. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CommandsTest {
  private static final String SPEC =
      "experiment: mine\ndataset: digits\nmatrix: {model: [resnet18]}\n";

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static ScriptedScheduler scheduler;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void begin() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensure(kafka.own());
    scheduler = new ScriptedScheduler(kafka.own());
  }

  @AfterAll
  static void end() {
    scheduler.close();
    kafka.close();
  }

  @Test
  @Order(1)
  void submit_acceptedAndWaited_printsEpochsAndTableAndSucceeds() throws IOException {
    scheduler.writeVoid(new Event.RequestRejected(Story.source(0), List.of("void"), "", 0, ""));
    scheduler.write(Story.worker());
    scheduler.write(Story.accepted(Story.source(0), 0, "mine", "resnet18"));
    scheduler.write(Story.placed("mine-1.1", 1));
    scheduler.write(Story.started("mine-1.1", 1));
    scheduler.write(Story.epoch("mine-1.1", 1, 1, 351));
    scheduler.write(Story.attemptEnded("mine-1.1", 1, 3, Outcome.SUCCEEDED));
    scheduler.write(Story.ended("mine-1.1", TrialStatus.SUCCEEDED));
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(execute("submit", file(SPEC), "--wait")).isEqualTo(ExitCodes.DONE);
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString()).contains("accepted as mine-1 with 1 trial\n", "mine-1.1");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("mine-1.1 resnet18  epoch 1/2", "* best", "97.50 %");
  }

  @Test
  @Order(2)
  void submit_rejectedByTheScheduler_saysWhyAndExitsWithTwo() throws IOException {
    scheduler.write(
        new Event.RequestRejected(
            Story.source(1), List.of("matrix.model[0] is unknown"), "", 0, ""));
    assertThat(execute("submit", file(SPEC))).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("matrix.model[0] is unknown");
  }

  @Test
  @Order(3)
  void submit_duplicate_namesTheFirst() throws IOException {
    scheduler.write(new Event.RequestDuplicate(Story.source(2), "k", "mine-1"));
    assertThat(execute("submit", file(SPEC))).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString()).contains("duplicate of mine-1");
  }

  @Test
  @Order(4)
  void cancel_accepted_namesTheTrials() {
    scheduler.write(
        new Event.CancelAccepted(
            Story.source(3), Optional.empty(), "mine-1.1", List.of(new TrialId("mine-1.1"))));
    assertThat(execute("cancel", "mine-1.1")).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString()).contains("cancelling mine-1.1");
  }

  @Test
  @Order(5)
  void submit_noSchedulerAnswers_saysSoAndFails() throws IOException {
    assertThat(execute("submit", file(SPEC), "--timeout", "1")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("no scheduler answered", "./podium up");
  }

  @Test
  @Order(6)
  void submit_oneOfTwoDocumentsIsWrong_publishesNeither() throws IOException {
    String two = SPEC + "---\n" + SPEC + "recipe: {epoch: 1}\n";
    assertThat(execute("submit", file(two))).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString())
        .contains(
            "is refused, for one reason:",
            "  document 2, line 8: recipe.epoch is not a field; did you mean epochs? Known here: ");
  }

  @Test
  @Order(7)
  void submit_twoDocuments_publishesAndTellsBoth() throws IOException {
    scheduler.write(Story.accepted(Story.source(5), 0, "first", "resnet18"));
    scheduler.write(new Event.RequestRejected(Story.source(6), List.of("it is full"), "", 0, ""));
    String two =
        "{\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"}}\n";
    String text = two.formatted("first") + two.formatted("second");
    assertThat(execute("submit", file(text))).isEqualTo(ExitCodes.REFUSED);
    assertThat(out.toString()).contains("accepted as first-1 with 1 trial\n");
    assertThat(err.toString()).contains("document 2 is refused, for one reason:", "it is full");
  }

  @Test
  void submit_faultsOfTheFileAndOfWhatWorkersHave_areToldInOneRound() throws IOException {
    String text =
        """
        experiment: mine
        dataset: digts
        matrix:
          model: [resnet18, resent50]
        recipe: {epochs: 2, warmupEpochs: 3, momentun: 0.5}
        """;
    assertThat(execute("submit", file(text))).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString())
        .contains(
            "for 3 reasons:",
            "  line 2: dataset is digts; did you mean digits? Known here: cifar10, digits",
            "  line 4: matrix.model is resent50; did you mean resnet50? Known here: airbench,"
                + " alexnet, ",
            "  line 5: recipe.momentun is not a field; did you mean momentum? Known here: epochs,"
                + " ");
  }

  @Test
  void submit_withoutKafka_tellsItsOwnFaultsAndWhatCouldNotBeLookedUp() throws IOException {
    String file = file(SPEC + "foo: 1\n");
    assertThat(line().execute("submit", file, "--kafka", "127.0.0.1:1"))
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString())
        .contains(
            "  line 4: foo is not a field",
            "could not be looked up: no Kafka answers at 127.0.0.1:1");
  }

  @Test
  void submit_utf16_isReadAndBrokenFilesAreToldInWords() throws IOException {
    Path utf16 = folder.resolve("utf16.yaml");
    Files.write(utf16, ("\uFEFF" + SPEC + "foo: 1\n").getBytes(StandardCharsets.UTF_16LE));
    assertThat(execute("submit", utf16.toString())).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("line 4: foo is not a field");
    assertThat(execute("submit", file(""))).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("the file is empty; expected an experiment");
  }

  @Test
  @Order(8)
  void status_afterAll_showsTheExperiment() {
    assertThat(execute("status")).isEqualTo(ExitCodes.DONE);
    assertThat(out.toString()).contains("mine-1", "SUCCEEDED", "97.50 %", "Workers (1)");
  }

  @Test
  @Order(9)
  void pause_accepted_saysWhenAndItsFateCanBeAskedByOffsetAndKey() {
    scheduler.write(
        new Event.RequestAccepted(
            Story.source(7),
            Optional.of("monday"),
            new Action.Pause("first-1", false),
            List.of(),
            List.of(new TrialId("first-1.1"))));
    scheduler.write(new Event.TrialPaused(new TrialId("first-1.1"), new Reason.Paused()));
    assertThat(execute("pause", "first-1")).isEqualTo(ExitCodes.DONE);
    assertThat(told())
        .contains("pausing first-1 once the present epochs are over: 1 trials", "  first-1.1");
    assertThat(execute("request", "7", "--json")).isEqualTo(ExitCodes.DONE);
    assertThat(told())
        .contains("\"outcome\" : \"ACCEPTED\"", "\"request\" : \"pause\"", "\"now\" : false");
    assertThat(execute("request", "--key", "monday")).isEqualTo(ExitCodes.DONE);
    assertThat(told()).contains("pausing first-1");
    assertThat(execute("request", "1")).isEqualTo(ExitCodes.REFUSED);
    assertThat(told()).contains("matrix.model[0] is unknown");
    assertThat(execute("request", "99")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("the log has no fact of it");
  }

  @Test
  @Order(10)
  void statusResultsAndWait_ofOneExperiment_tellOfItAlone() {
    assertThat(execute("status", "first")).isEqualTo(ExitCodes.DONE);
    assertThat(told()).contains("first-1.1", "PAUSED").doesNotContain("mine-1");
    assertThat(execute("status", "mine-1", "--json")).isEqualTo(ExitCodes.DONE);
    assertThat(told()).contains("\"testAccuracy\" : 0.975").doesNotContain("first-1.1");
    assertThat(execute("status", "nobody")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("nothing is called nobody");
    assertThat(execute("results", "mine", "--csv")).isEqualTo(ExitCodes.DONE);
    assertThat(told()).startsWith("trial,model,status,").contains("mine-1.1,resnet18,SUCCEEDED");
    assertThat(execute("wait", "mine-1.1")).isEqualTo(ExitCodes.DONE);
    told();
    assertThat(execute("wait", "mine-1.1", "--json")).isEqualTo(ExitCodes.DONE);
    assertThat(told()).startsWith("[").contains("\"trial\" : \"mine-1.1\"", "SUCCEEDED");
  }

  private String told() {
    String all = out.toString();
    out.getBuffer().setLength(0);
    return all;
  }

  @Test
  void submit_manyMistakes_printsEachWithItsPathAndPublishesNothing() throws IOException {
    String wrong = SPEC + "recipe: {epochs: -1, optimizer: lion}\nfoo: 1\n";
    assertThat(execute("submit", file(wrong))).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("recipe.epochs", "recipe.optimizer", "foo is not a field");
  }

  @Test
  void submit_noSuchFile_saysWhichAndWhatToGive() {
    assertThat(execute("submit", "none.yaml")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("none.yaml", "experiments/");
  }

  @Test
  void cancel_nonsense_isRefusedBeforePublishing() {
    assertThat(execute("cancel", "{\"a\"")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("is no id");
  }

  @Test
  void status_nobodyListens_namesAddressAndFlag() {
    CommandLine line = line();
    assertThat(line.execute("status", "--kafka", "127.0.0.1:1")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("no Kafka answers at 127.0.0.1:1", "--kafka");
  }

  @Test
  void workerAndDemo_withoutAnyDevice_areToldToNameOne() {
    assertThat(line().execute("worker", "--join", "127.0.0.1:1", "--devices", "none"))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(line().execute("demo", "--devices", "none")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("--devices none leaves nothing to train on"));
  }

  @Test
  void worker_joinsAnotherMachineWithoutAnAddressOfItsOwn_isToldToGiveOne() {
    assertThat(line().execute("worker", "--join", "10.0.0.5:25520")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("--join 10.0.0.5:25520", "give --host ADDRESS");
  }

  @Test
  void worker_whoseFoldersCannotBeWritten_isToldInALine(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "in the way");
    String inTheWay = file.resolve("below").toString();
    String own = dir.resolve("own").toString();
    for (String[] flags :
        new String[][] {
          {"--data-dir", inTheWay, "--checkpoints", dir.resolve("checkpoints").toString()},
          {"--data-dir", own, "--checkpoints", inTheWay}
        }) {
      err.getBuffer().setLength(0);
      String[] worker = {"worker", "--join", "127.0.0.1:1", "--devices", "cpu"};
      assertThat(
              line()
                  .execute(
                      Stream.concat(Stream.of(worker), Stream.of(flags)).toArray(String[]::new)))
          .isEqualTo(ExitCodes.FAILED);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("podium: c")
          .contains(inTheWay)
          .containsPattern("choose another with --data-dir|another folder with --checkpoints");
    }
  }

  @Test
  void scheduler_itsPortIsTaken_namesTheFlag() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(line().execute("scheduler", "--cluster-port", port, "--kafka-properties", key()))
          .isEqualTo(ExitCodes.FAILED);
      assertThat(err.toString()).contains("port " + port, "--cluster-port");
    }
  }

  @Test
  void scheduler_withoutKafkasCredentials_saysWhereTheyAreToBeHad() throws IOException {
    assertThat(execute("scheduler")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .startsWith("podium: Kafka at " + kafka.bootstrapServers())
        .contains("lets only Podium's own parts write podium.events", "--kafka-properties")
        .hasLineCount(1);
    told("no.properties is not there", "scheduler", "--kafka-properties", "no.properties");
    Path empty = Files.writeString(folder.resolve("empty.properties"), "acks=all");
    told(
        "empty.properties does not name bootstrap.servers",
        "scheduler",
        "--kafka-properties",
        empty.toString());
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.properties"),
            Files.readString(Path.of(key())).replace("password=\"", "password=\"x"));
    told("refuses these credentials", "scheduler", "--kafka-properties", wrong.toString());
  }

  private static String key() {
    return folder.resolve("kafka").resolve("podium.properties").toString();
  }

  @Test
  void nonsense_isAnsweredWithOneSentenceAndCode() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    String config =
        Files.writeString(
                folder.resolve("tls.conf"),
                "podium.kafka { security.protocol = SSL, ssl.truststore.location = \"/none.p12\" }")
            .toString();
    String own = kafka.bootstrapServers().replaceFirst(".*:", "");
    told("--join abc is no address; write HOST:PORT", "worker", "--join", "abc");
    told("--join 127.0.0.1:99999 is no address", "worker", "--join", "127.0.0.1:99999");
    told(
        "port " + own + " on 127.0.0.1 is taken",
        "worker",
        "--join",
        "127.0.0.1:1",
        "--cluster-port",
        own);
    told(
        "--host nobody.invalid is no known name",
        "worker",
        "--join",
        "127.0.0.1:1",
        "--host",
        "nobody.invalid");
    told(
        "Not a directory); see to its rights and its disk",
        "worker",
        "--join",
        "127.0.0.1:1",
        "--data-dir",
        file.toString(),
        "--devices",
        "cpu");
    told("--kafka-port is 99999", "up", "--kafka-port", "99999", "--data-dir", folder + "/up");
    told("file/log/podium.log cannot be written", "up", "--data-dir", file.toString());
    told("podium.dashboard.port is 99999", "up", "--port", "99999", "--data-dir", folder + "/up");
    told("cannot be read; give a HOCON file", "status", "--config", folder.toString());
    told("/none.p12", "status", "--config", config);
  }

  private void told(String sentence, String... words) {
    StringWriter said = new StringWriter();
    assertThat(Commands.line().setErr(new PrintWriter(said)).execute(words))
        .as(String.join(" ", words))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(said.toString()).startsWith("podium: ").contains(sentence).hasLineCount(1);
  }

  @Test
  void verbose_showsWhereTheFailureCameFrom() {
    assertThat(line().execute("status", "--kafka", "127.0.0.1:1", "--verbose"))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).startsWith("podium: no Kafka answers").contains("\tat podium.cli");
  }

  @Test
  void demoOptions_flags_becomeChanges() {
    DemoOptions options = new DemoOptions();
    new CommandLine(options)
        .parseArgs("--dataset", "cifar10", "--epochs", "2", "--models", "resnet18,vgg16");
    assertThat(options.changes())
        .containsExactly("dataset=cifar10", "recipe.epochs=2", "matrix.model=[resnet18, vgg16]");
  }

  private int execute(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--kafka";
    all[words.length + 1] = kafka.bootstrapServers();
    return line().execute(all);
  }

  private CommandLine line() {
    return Commands.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
  }

  private static String file(String text) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), text).toString();
  }
}
