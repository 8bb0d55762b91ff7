package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import podium.cli.command.Commands;
import podium.protocol.topic.Topics;

/** What docker/ names must exist: no engine is needed to notice that it rots. */
final class DockerTest {
  private static final String LAUNCHER = "/opt/podium/podium";
  private static final Pattern JOINED = Pattern.compile("([a-z-]+):(\\d+)");

  @Test
  void compose_commands_areTheCommandLines() throws Exception {
    JsonNode services = compose().path("services");
    for (String service : List.of("scheduler", "dashboard", "worker", "gpu-worker")) {
      List<String> words = words(services.path(service));
      assertThat(Commands.line().getSubcommands()).containsKey(words.get(0));
      CommandSpec spec = spec(words.get(0));
      assertThat(words.stream().filter(word -> word.startsWith("--")))
          .as(service)
          .isNotEmpty()
          .allSatisfy(flag -> assertThat(spec.findOption(flag)).as(flag).isNotNull());
      new CommandLine(spec.userObject()).parseArgs(words.stream().skip(1).toArray(String[]::new));
    }
  }

  @Test
  void compose_addresses_areOfServicesAndTheirPorts() throws Exception {
    JsonNode services = compose().path("services");
    for (JsonNode service : services) {
      for (String word : words(service)) {
        Matcher address = JOINED.matcher(word);
        if (address.matches()) {
          assertThat(services.has(address.group(1))).as(word).isTrue();
        }
      }
    }
    assertThat(words(services.path("scheduler"))).contains("25520");
    assertThat(words(services.path("worker"))).contains("scheduler:25520");
    assertThat(services.path("dashboard").path("ports").path(0).asText()).endsWith(":8080:8080");
  }

  @Test
  void compose_everyService_isCheckedWhereItListens() throws Exception {
    JsonNode services = compose().path("services");
    services
        .properties()
        .forEach(
            service ->
                assertThat(service.getValue().at("/healthcheck/test").toString())
                    .as(service.getKey())
                    .contains(door(service.getKey(), service.getValue())));
    assertThat(services.at("/dashboard/healthcheck/test").toString()).contains("GET /healthz ");
    assertThat(Home.read("dashboard/src/main/java/podium/dashboard/http/Api.java"))
        .contains("\"/healthz\"");
  }

  /** Where a service listens, as its check must name it. */
  private static String door(String name, JsonNode service) {
    List<String> words = words(service);
    return switch (name) {
      case "kafka" -> "127.0.0.1:9094";
      case "dashboard" -> "/dev/tcp/127.0.0.1/" + words.get(words.indexOf("--port") + 1);
      case "scheduler" -> "/dev/tcp/scheduler/" + words.get(words.indexOf("--cluster-port") + 1);
      default ->
          "/dev/tcp/$$(hostname -i)/" + words.get(words.indexOf("--cluster-port") + 1) + "\"";
    };
  }

  @Test
  void compose_portsPublished_areOnLoopbackAlone() throws Exception {
    for (JsonNode service : compose().path("services")) {
      service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
    }
  }

  @Test
  void compose_dashboard_demandsToken() throws Exception {
    JsonNode dashboard = compose().path("services").path("dashboard");
    assertThat(words(dashboard)).containsSequence("--host", "0.0.0.0");
    assertThat(dashboard.path("environment").path("PODIUM_TOKEN").asText())
        .startsWith("${PODIUM_TOKEN:?");
    assertThat(Home.read("cli/src/main/java/podium/cli/command/DashboardFlags.java"))
        .contains("${env:PODIUM_TOKEN}");
  }

  @Test
  void compose_everyService_isLocked_andPodiumComesToKafkaWithAPassword() throws Exception {
    JsonNode services = compose().path("services");
    for (JsonNode service : services) {
      assertThat(service.path("<<").asText()).isEqualTo("locked");
    }
    assertThat(compose().at("/x-locked/cap_drop/0").asText()).isEqualTo("ALL");
    String config = Files.readString(Home.path("docker/podium.conf"));
    for (String name : List.of("scheduler", "dashboard")) {
      assertThat(words(services.path(name))).containsSequence("--config", "/etc/podium.conf");
      assertThat(services.path(name).path("volumes").path(0).asText())
          .isEqualTo("./podium.conf:/etc/podium.conf:ro");
    }
    assertThat(config).contains("kafka:9092", "${PODIUM_KAFKA_PASSWORD}");
    assertThat(Home.read("docker/compose.yaml"))
        .contains("PODIUM_KAFKA_PASSWORD: ${PODIUM_KAFKA_PASSWORD:?");
    assertThat(Home.read("docker/Dockerfile.dockerignore")).contains("docker/.env");
  }

  @Test
  void compose_volumesFilesAndImages_exist() throws Exception {
    JsonNode compose = compose();
    for (JsonNode service : compose.path("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":")[0];
        assertThat(
                source.startsWith("./")
                    ? Files.exists(Home.path("docker").resolve(source))
                    : compose.path("volumes").has(source))
            .as(source)
            .isTrue();
      }
      if (service.has("build")) {
        assertThat(Home.path(service.path("build").path("dockerfile").asText())).exists();
      }
    }
    Matcher version =
        Pattern.compile("<kafka.version>(.*?)</kafka.version>").matcher(Home.read("pom.xml"));
    assertThat(version.find()).isTrue();
    assertThat(compose.path("services").path("kafka").path("image").asText())
        .isEqualTo("apache/kafka:" + version.group(1));
  }

  @Test
  void compose_gpuWorker_reservesDevicesInAProfile() throws Exception {
    JsonNode worker = compose().path("services").path("gpu-worker");
    assertThat(worker.path("profiles").path(0).asText()).isEqualTo("gpu");
    assertThat(worker.at("/deploy/resources/reservations/devices/0/capabilities/0").asText())
        .isEqualTo("gpu");
  }

  @Test
  void kafkaProperties_areKafkasAndSufficeForTheTopics() throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(Home.read("docker/kafka.properties")));
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put((String) name, (String) value));
    assertThat(KafkaConfig.configDef().names()).containsAll(named(settings));
    KafkaConfig config = new KafkaConfig(settings, false);
    assertThat(config.messageMaxBytes()).isGreaterThanOrEqualTo(Topics.MAX_EVENT_BYTES);
    assertThat(settings).containsEntry("auto.create.topics.enable", "false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker/Dockerfile", "docker/Dockerfile.cuda"})
  void dockerfile_pathsUserAndVariables_exist(String name) {
    String file = Home.read(name);
    String script = Home.read("podium");
    assertThat(file).contains("USER podium").contains("ENTRYPOINT [\"" + LAUNCHER + "\"]");
    assertThat(file.lines().filter(line -> line.startsWith("COPY --from=build")))
        .allSatisfy(line -> assertThat(line).contains("/src/"))
        .anySatisfy(line -> assertThat(line).contains("/src/podium "))
        .anySatisfy(line -> assertThat(line).contains("/src/cli/target/cli-*.jar "))
        .anySatisfy(line -> assertThat(line).contains("/src/cli/target/lib "));
    assertThat(script).contains("cli/target/cli-", "cli/target/lib");
    Matcher variables = Pattern.compile("(PODIUM_[A-Z_]+)=").matcher(file);
    List<String> set = new ArrayList<>();
    while (variables.find()) {
      set.add(variables.group(1));
    }
    assertThat(set).isNotEmpty().allSatisfy(variable -> assertThat(script).contains(variable));
    assertThat(Home.path(name + ".dockerignore")).exists();
  }

  @Test
  void dockerfileCuda_libtorch_isTheVersionDjlIsBuiltFor() {
    Matcher version =
        Pattern.compile("<pytorch.version>(.*?)</pytorch.version>").matcher(Home.read("pom.xml"));
    assertThat(version.find()).isTrue();
    assertThat(Home.read("docker/Dockerfile.cuda"))
        .contains("PYTORCH_VERSION=" + version.group(1))
        .contains("pytorch/pytorch:" + version.group(1) + "-");
  }

  private static CommandSpec spec(String command) {
    return Optional.ofNullable(Commands.line().getSubcommands().get(command))
        .map(CommandLine::getCommandSpec)
        .orElseThrow();
  }

  // why: names of listeners and providers are people's own, and the authorizer reads its settings
  // itself, so these cannot be in Kafka's list
  private static List<String> named(Map<String, String> settings) {
    return settings.keySet().stream()
        .filter(name -> !name.matches("listener\\.name\\..*|config\\.providers\\..*|super\\.users"))
        .toList();
  }

  private static JsonNode compose() throws Exception {
    return new YAMLMapper().readTree(Home.read("docker/compose.yaml"));
  }

  /** A service's command as the words podium gets; those of a shell without the launcher. */
  private static List<String> words(JsonNode service) {
    List<String> words = new ArrayList<>();
    for (JsonNode part : service.path("command")) {
      for (String word : part.asText().replace("$$(hostname -i)", "10.0.0.7").split("\\s+")) {
        words.add(word.replace("\"", ""));
      }
    }
    int launcher = words.indexOf(LAUNCHER);
    return launcher < 0 ? words : words.subList(launcher + 1, words.size());
  }
}
