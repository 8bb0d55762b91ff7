package podium.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The script of the repository in a home of its own, with no more on its PATH than it needs and
 * with Javas that only tell what they are.
 */
final class ScriptHome {
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "readlink", "sed", "head", "find", "touch", "mkdir", "mv");
  private static final Path SCRIPT =
      Path.of(System.getProperty("podium.home", ".."), "podium").toAbsolutePath();
  // why: where a machine's own Javas lie; they must not be found here
  private static final Map<String, String> SYSTEM =
      Map.of(
          "/usr/lib/jvm/*", "%s/jvm/*",
          "/Library/Java/JavaVirtualMachines/*/Contents/Home", "%s/none/*");

  private final Path dir;

  private ScriptHome(Path dir) {
    this.dir = dir;
  }

  static ScriptHome in(Path dir) throws IOException {
    ScriptHome home = new ScriptHome(dir);
    String text = Files.readString(SCRIPT);
    for (Map.Entry<String, String> place : SYSTEM.entrySet()) {
      if (!text.contains(place.getKey())) {
        throw new AssertionError("the script does not look at " + place.getKey());
      }
      text = text.replace(place.getKey(), place.getValue().formatted(dir));
    }
    home.executable("home/podium", text);
    Files.createDirectories(dir.resolve("person"));
    for (String tool : TOOLS) {
      home.executable("bin/" + tool, "#!/bin/sh\nexec " + found(tool) + " \"$@\"\n");
    }
    return home;
  }

  private static Path found(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(tool + " is not on the PATH"));
  }

  /** As if it had been built. */
  ScriptHome built() throws IOException {
    file("home/cli/target/cli-1.jar", "");
    for (String part : List.of("protocol", "engine", "scheduler", "workers", "dashboard")) {
      file("home/cli/target/lib/" + part + "-1.jar", "");
    }
    return this;
  }

  Path path(String name) {
    return dir.resolve(name);
  }

  Path file(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  Path executable(String name, String text) throws IOException {
    Path file = file(name, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A Java that prints who it is, its process and its arguments. */
  Path java(String name, String version) throws IOException {
    executable(
        name + "/bin/java",
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; exit; fi
        echo "java %s is process $$"
        for argument in "$@"; do echo "argument <$argument>"; done
        """
            .formatted(version, name));
    return dir.resolve(name);
  }

  /** Makes that Java the one on the PATH. */
  void onPath(Path java) throws IOException {
    Files.createSymbolicLink(dir.resolve("bin/java"), java.resolve("bin/java"));
  }

  /** Starts the script with nothing in its environment but PATH, HOME and what is given. */
  PodiumProcess start(Map<String, String> environment, String... arguments) {
    return start(dir.resolve("home/podium"), environment, arguments);
  }

  PodiumProcess start(Path script, Map<String, String> environment, String... arguments) {
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("PATH", dir.resolve("bin").toString());
    all.putIfAbsent("HOME", dir.resolve("person").toString());
    command.environment().clear();
    command.environment().putAll(all);
    // why: env(1) finds bash on the PATH given to the script, and an empty HOME means none
    if (all.get("HOME").isEmpty()) {
      command.environment().remove("HOME");
    }
    return PodiumProcess.start(dir, "script", command);
  }
}
