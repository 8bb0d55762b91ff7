package podium.benchmarks.child;

import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import one.profiler.AsyncProfiler;
import one.profiler.Counter;
import podium.workers.training.Rehearsal;

/**
 * A measured process: the steps of {@link BareStep}, and where the thread that trains is seen
 * meanwhile.
 */
public final class ProfiledStep {
  /** The work that profiles; it tells the milliseconds of a step by the clock. */
  public static final String PROFILE = "profile";

  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long PROFILED_NANOS = 8_000_000_000L;
  // why: what it does is what a step waits for; other threads help it, or spin
  private static final String TRAINING_THREAD = "[main ";
  private static final double NANOS_OF_MILLI = 1e6;
  private static final double SAMPLE_MILLIS = 0.5;

  private final Rehearsal rehearsal;
  private final Map<StepTime, Double> millis = new EnumMap<>(StepTime.class);

  private ProfiledStep(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Takes model, batch size, precision and threads. */
  public static void main(String[] arguments) throws IOException {
    try (Rehearsal rehearsal = BareStep.rehearsal(arguments)) {
      ProfiledStep profiled = new ProfiledStep(rehearsal);
      Map<String, DoubleSupplier> work = new LinkedHashMap<>();
      work.put(PROFILE, profiled::profile);
      for (StepTime kind : StepTime.values()) {
        work.put(kind.name(), () -> profiled.millis.getOrDefault(kind, 0.0));
      }
      Stopwatch.serveNumbers(Long.toString(rehearsal.trainedParameters()), work);
    }
  }

  private double profile() {
    steps(WARM_UP_NANOS);
    AsyncProfiler profiler = AsyncProfiler.getInstance();
    try {
      profiler.execute("start,event=cpu,interval=500us,cstack=vm,threads");
      long start = System.nanoTime();
      int steps = steps(PROFILED_NANOS);
      long took = System.nanoTime() - start;
      profiler.stop();
      profiler
          .dumpCollapsed(Counter.SAMPLES)
          .lines()
          .filter(line -> line.startsWith(TRAINING_THREAD))
          .forEach(
              line -> {
                int end = line.lastIndexOf(' ');
                double samples = Long.parseLong(line.substring(end + 1));
                millis.merge(
                    StepTime.of(line.substring(0, end)),
                    samples * SAMPLE_MILLIS / steps,
                    Double::sum);
              });
      return took / NANOS_OF_MILLI / steps;
    } catch (IOException e) {
      throw new IllegalStateException("the profiler does not start: " + e.getMessage(), e);
    }
  }

  private int steps(long nanos) {
    int steps = 0;
    for (long start = System.nanoTime(); System.nanoTime() - start < nanos; steps++) {
      rehearsal.step(BareStep.RATE);
    }
    return steps;
  }
}
