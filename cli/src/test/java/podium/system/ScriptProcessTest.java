package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.command.Commands;
import podium.protocol.FreePort;

/** The script as a process: which Java it takes, what it becomes, what it says without one. */
final class ScriptProcessTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir Path dir;
  private ScriptHome home;
  private final List<PodiumProcess> started = new ArrayList<>();

  @BeforeEach
  void lay() throws IOException {
    home = ScriptHome.in(dir.toRealPath());
  }

  @AfterEach
  void endAll() {
    started.forEach(PodiumProcess::close);
  }

  private PodiumProcess podium(Map<String, String> environment, String... arguments) {
    PodiumProcess process = home.start(environment, arguments);
    started.add(process);
    return process;
  }

  private String output(PodiumProcess process, int exit) {
    assertThat(process.exitCode(LONG)).as(process::output).isEqualTo(exit);
    return process.output();
  }

  @Test
  void script_everyCommand_isInOneOfItsLists() throws IOException {
    String lists =
        Files.readString(Path.of(System.getProperty("podium.home", ".."), "podium"))
            .lines()
            .filter(line -> line.strip().matches("[a-z|\\s'-]+\\).*"))
            .collect(Collectors.joining("\n"));
    assertThat(Commands.line().getSubcommands().keySet())
        .hasSizeGreaterThan(10)
        .allSatisfy(command -> assertThat(lists).containsPattern("\\b" + command + "\\b"));
  }

  @Test
  void script_realCommand_isTheJvmItselfAndSigtermReachesIt() throws IOException {
    home.built();
    PodiumProcess worker =
        podium(
            Map.of(
                "PODIUM_JAVA_HOME",
                System.getProperty("java.home"),
                "PODIUM_CLASSPATH",
                System.getProperty("java.class.path")),
            "worker",
            "--join",
            "127.0.0.1:" + FreePort.any(),
            "--devices",
            "cpu");
    await().atMost(LONG).until(() -> worker.output().contains("stop with Ctrl-C"));
    assertThat(worker.handle().info().command().orElse("")).endsWith("/bin/java");
    worker.stop();
    assertThat(output(worker, SIGTERM_EXIT)).doesNotContain("did not stop in order");
  }

  @Test
  void script_javaOnThePathIsTooOld_takesTheNewerOneOfTheSystem() throws IOException {
    home.built().onPath(home.java("opt/jdk-17", "17.0.15"));
    home.java("jvm/jdk-1.8", "1.8.0_392");
    home.java("jvm/jdk-25", "25.0.1");
    PodiumProcess script = podium(Map.of(), "submit", "my spec.yaml", "--wait");
    assertThat(output(script, 0).lines())
        .first()
        .isEqualTo("java jvm/jdk-25 is process " + script.handle().pid());
    assertThat(script.output())
        .containsSubsequence(
            "argument <-cp>",
            "argument <" + home.path("home/cli/target/cli-1.jar") + ">",
            "argument <podium.cli.Podium>",
            "argument <submit>",
            "argument <my spec.yaml>",
            "argument <--wait>");
  }

  @Test
  void script_javaHomeIsTooOld_takesTheNewerOneOfThePerson() throws IOException {
    Path old = home.built().java("opt/jdk-17", "17.0.15");
    Path newer = home.java("person/.sdkman/candidates/java/21.0.5", "not asked");
    Files.writeString(newer.resolve("release"), "JAVA_VERSION=\"21.0.5\"\n");
    PodiumProcess script = podium(Map.of("JAVA_HOME", old.toString()), "status");
    assertThat(output(script, 0)).startsWith("java person/.sdkman/candidates/java/21.0.5 is");
  }

  @Test
  void script_javaNamed_takesThatBeforeAnyOther() throws IOException {
    home.built().java("jvm/jdk-25", "25.0.1");
    Path named = home.java("opt/jdk-21", "21");
    Path other = home.java("opt/jdk-24", "24.0.2");
    PodiumProcess script =
        podium(
            Map.of("PODIUM_JAVA_HOME", named.toString(), "JAVA_HOME", other.toString()), "status");
    assertThat(output(script, 0)).startsWith("java opt/jdk-21 is");
  }

  @Test
  void script_noJavaIsNewEnough_namesThoseItFoundAndFails() throws IOException {
    Path old = home.built().java("jvm/jdk-17", "17.0.15");
    assertThat(output(podium(Map.of(), "demo"), 1))
        .contains("podium: needs a Java of version 21 or newer; found: " + old + " (17).")
        .contains("Install one", "PODIUM_JAVA_HOME");
  }

  @Test
  void script_noJavaAtAll_saysSoAndFails() throws IOException {
    home.built();
    assertThat(output(podium(Map.of(), "demo"), 1))
        .contains("podium: needs a Java of version 21 or newer; found: none.")
        .contains("PODIUM_JAVA_HOME");
    assertThat(output(podium(Map.of("HOME", ""), "demo"), 1)).contains("found: none.");
    String nowhere = home.path("nowhere").toString();
    assertThat(output(podium(Map.of("PODIUM_JAVA_HOME", nowhere), "demo"), 1))
        .contains("PODIUM_JAVA_HOME is " + nowhere + ", and no Java is there.");
  }

  @Test
  void script_throughALink_findsItsOwnHome() throws IOException {
    home.built().java("jvm/jdk-25", "25.0.1");
    Path link = Files.createSymbolicLink(home.path("podium"), Path.of("home/podium"));
    PodiumProcess script = home.start(link, Map.of(), "--version");
    started.add(script);
    assertThat(output(script, 0)).contains("<" + home.path("home/cli/target/cli-1.jar"));
  }

  @Test
  void script_notBuiltYet_buildsWithAJdkThatIsNewEnoughAndOnlyThen() throws IOException {
    home.onPath(home.java("opt/jdk-17", "17.0.15"));
    home.java("jvm/jre-25", "25.0.1");
    home.java("jvm/jdk-25", "25.0.1");
    home.executable("jvm/jdk-25/bin/javac", "#!/bin/sh\n");
    Path pom = home.file("home/pom.xml", "<project/>");
    assertThat(output(podium(Map.of(), "status"), 1)).contains("Maven (mvn) is not on the PATH");

    home.executable(
        "bin/mvn",
        """
        #!/bin/sh
        echo "mvn with $JAVA_HOME in $PWD"
        mkdir -p cli/target/lib
        for part in protocol engine scheduler workers dashboard; do touch cli/target/lib/$part-1.jar; done
        touch cli/target/cli-1.jar
        """);
    String build = "mvn with " + home.path("jvm/jdk-25") + " in " + home.path("home");
    assertThat(output(podium(Map.of(), "status"), 0))
        .contains("Building Podium", build, "java jvm");
    assertThat(output(podium(Map.of(), "status"), 0)).doesNotContain("mvn").contains("java jvm");

    FileTime built = Files.getLastModifiedTime(home.path("home/cli/target/built"));
    Files.setLastModifiedTime(pom, FileTime.from(built.toInstant().plusSeconds(5)));
    assertThat(output(podium(Map.of(), "status"), 0)).contains(build);
    assertThat(output(podium(Map.of("PODIUM_BUILD", "never"), "status"), 0)).doesNotContain("mvn");
  }

  @Test
  void script_theBuildFails_saysSoAndStartsNothing() throws IOException {
    home.java("jvm/jdk-25", "25.0.1");
    home.executable("jvm/jdk-25/bin/javac", "#!/bin/sh\n");
    home.file("home/pom.xml", "<project/>");
    home.executable("bin/mvn", "#!/bin/sh\necho 'no library'\nexit 1\n");
    assertThat(output(podium(Map.of(), "status"), 1))
        .containsSubsequence("no library", "podium: the build failed")
        .doesNotContain("java jvm");
  }
}
