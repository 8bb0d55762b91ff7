package podium.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import podium.workers.trainer.TrainerJvm;

/**
 * A process that measures something when told to; it idles in between, so that several can be
 * measured in turns. For one thread.
 */
public final class Child implements AutoCloseable {
  /** Begins each line that is an answer. */
  static final String MARK = "> ";

  private static final int HEAP_MEGABYTES = 1024;

  private final String name;
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;
  private final String greeting;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.greeting = answer();
  }

  /** Another JVM with this one's class path, started as Podium's trainers are. */
  public static Child trainer(Class<?> main, int threads, List<String> arguments) {
    List<String> command = new ArrayList<>(TrainerJvm.command(HEAP_MEGABYTES));
    return java(main, threads, command, arguments, TrainerJvm.environment(Map.of(), true));
  }

  /** Another JVM with this one's class path. */
  public static Child java(Class<?> main, int threads, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "--enable-native-access=ALL-UNNAMED"));
    return java(main, threads, command, arguments, Map.of());
  }

  private static Child java(
      Class<?> main,
      int threads,
      List<String> command,
      List<String> arguments,
      Map<String, String> environment) {
    command.addAll(
        List.of(
            "-DPODIUM_LOG_LEVEL=WARN",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    return start(main.getSimpleName() + arguments, threads, command, environment);
  }

  /** Any program that speaks as {@link Stopwatch} does, with its threads as they come. */
  public static Child program(String name, int threads, List<String> command) {
    return start(name, threads, command, Map.of());
  }

  private static Child start(
      String name, int threads, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "OMP_NUM_THREADS", Integer.toString(threads),
                "MKL_DYNAMIC", "FALSE",
                "CUDA_VISIBLE_DEVICES", ""));
    builder.environment().putAll(environment);
    try {
      return new Child(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  /** What it said of itself when it was ready. */
  public String greeting() {
    return greeting;
  }

  /** Repeats some work for so long; the milliseconds of each repetition. */
  public double[] measure(String work, double seconds) {
    try {
      orders.write(work + " " + seconds + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " ended", e);
    }
    return Arrays.stream(answer().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private String answer() {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(MARK)) {
          return line.substring(MARK.length());
        }
        System.err.println(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " ended", e);
    }
    throw new IllegalStateException(name + " ended before it answered; its words stand above");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
