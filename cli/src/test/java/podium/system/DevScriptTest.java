package podium.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./dev} in a repository of its own, with a Maven that only tells its words. */
final class DevScriptTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final Path SCRIPT = Path.of(System.getProperty("podium.home", ".."), "dev");

  @TempDir Path dir;

  @BeforeEach
  void lay() throws IOException {
    executable("home/dev", Files.readString(SCRIPT));
    executable("bin/git", "#!/bin/sh\necho \"git $*\"\n");
    mvn("exit 0");
    for (String module : new String[] {"engine", "cli"}) {
      file("home/" + module + "/pom.xml", "<project/>");
      file("home/" + module + "/src/test/java/podium/TwiceTest.java", "");
    }
    file("home/cli/src/test/java/podium/system/KillTest.java", "");
  }

  @Test
  void check_compilesTestsTooAndStartsNone() {
    assertThat(dev(0, "check"))
        .startsWith("+ mvn -DskipTests test-compile")
        .doesNotContain(" -q ")
        .contains("defaultLogLevel=warn");
  }

  @Test
  void test_withoutWords_isAllOfThem() {
    assertThat(dev(0, "test").lines()).contains("+ mvn test");
  }

  @Test
  void test_module_isThatAndWhatItNeeds() {
    assertThat(dev(0, "test", "engine").lines()).contains("+ mvn -pl engine -am test");
  }

  @Test
  void test_class_isFoundInItsModuleAndStartedEvenWhenItIsSlow() {
    String expected =
        "-pl cli -am -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dtest.excludedGroups=none test";
    assertThat(dev(0, "test", "KillTest")).contains(expected);
    assertThat(dev(0, "test", "cli", "KillTest")).contains(expected);
  }

  @Test
  void test_classOfTwoModules_asksForOneOfThem() {
    assertThat(dev(2, "test", "TwiceTest"))
        .contains("several modules have a test class TwiceTest", "cli engine")
        .doesNotContain("mvn");
    assertThat(dev(0, "test", "engine", "TwiceTest")).contains("-pl engine -am -Dtest=TwiceTest");
  }

  @Test
  void format_whatItMended_isSuccess() throws IOException {
    mvn("case $* in *--replace*) exit 1 ;; esac");
    assertThat(dev(0, "format")).contains("validate -Dformat.mode=--replace");
  }

  @Test
  void format_whatCannotBeMended_failsAndIsTold() throws IOException {
    mvn("echo 'Broken.java: reached end of file'; exit 1");
    assertThat(dev(1, "format")).contains("Broken.java");
  }

  @Test
  void docs_writesByTheTestsThatCompareAndSaysWhatChanged() {
    assertThat(dev(0, "docs"))
        .contains(
            "-Dtest=StatesTest,PlantedBugsTest,SchemaWriterTest", "-Dpodium.docs.write=true test")
        .endsWith("git status --short docs\n");
  }

  @Test
  void mavenFails_soDoesIt() throws IOException {
    mvn("exit 1");
    for (String word : new String[] {"check", "test", "docs"}) {
      assertThat(dev(1, word)).doesNotContain("git");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tset", "check it", "format cli", "docs all", "test a b c", "test nope"})
  void words_thatAreNone_giveUsage(String words) {
    assertThat(dev(2, words.isEmpty() ? new String[0] : words.split(" ")))
        .contains("./dev check", "./dev test [MODULE] [CLASS]", "./dev format", "./dev docs")
        .doesNotContain("mvn");
  }

  @Test
  void test_unknownNames_areNamed() {
    assertThat(dev(2, "test", "nope")).contains("dev: no module and no test class is called nope");
    assertThat(dev(2, "test", "nope", "KillTest")).contains("dev: there is no module nope");
    assertThat(dev(2, "test", "engine", "KillTest"))
        .contains("dev: no test class of engine is called KillTest");
  }

  private String dev(int exit, String... words) {
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(Stream.of(dir.resolve("home/dev").toString()), Stream.of(words))
                .toList());
    command.environment().merge("PATH", "", (path, none) -> dir.resolve("bin") + ":" + path);
    try (PodiumProcess process = PodiumProcess.start(dir, "dev", command)) {
      assertThat(process.exitCode(LONG)).as(process::output).isEqualTo(exit);
      return process.output();
    }
  }

  private void mvn(String rest) throws IOException {
    executable("bin/mvn", "#!/bin/sh\necho \"mvn $*\"\n" + rest + "\n");
  }

  private Path file(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  private void executable(String name, String text) throws IOException {
    Files.setPosixFilePermissions(file(name, text), PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
