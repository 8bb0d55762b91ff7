package podium.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.DoubleSupplier;

/**
 * The measured process's side: for each line {@code WORK SECONDS} it repeats that work until so
 * much time has passed, once at least, and answers with the milliseconds of each repetition.
 */
public final class Stopwatch {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private Stopwatch() {}

  /** The same for work that tells a number by itself, such as bytes; each is done once. */
  static void serveNumbers(String greeting, Map<String, DoubleSupplier> work) throws IOException {
    answer(
        greeting,
        (name, seconds) -> String.format(Locale.ROOT, "%.3f", named(work, name).getAsDouble()));
  }

  private interface Answering {
    String to(String work, double seconds);
  }

  private static <T> T named(Map<String, T> work, String name) {
    T named = work.get(name);
    if (named == null) {
      throw new IllegalArgumentException("no work is called " + name);
    }
    return named;
  }

  private static void answer(String greeting, Answering answering) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out.println(Child.MARK + greeting);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      out.println(Child.MARK + answering.to(words[0], Double.parseDouble(words[1])));
    }
  }

  /**
   * Answers until standard input closes.
   *
   * @param greeting said first: what the process measures, in one line
   * @param work by name
   */
  public static void serve(String greeting, Map<String, Runnable> work) throws IOException {
    answer(greeting, (name, seconds) -> repeated(named(work, name), seconds));
  }

  private static String repeated(Runnable work, double seconds) {
    StringJoiner times = new StringJoiner(" ");
    long begin = System.nanoTime();
    long last = begin;
    do {
      work.run();
      long now = System.nanoTime();
      times.add(String.format(Locale.ROOT, "%.3f", (now - last) / NANOS * MILLIS));
      last = now;
    } while ((last - begin) / NANOS < seconds);
    return times.toString();
  }
}
