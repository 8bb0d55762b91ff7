package podium.workers.trainer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import podium.workers.training.NativeHeap;

/** With which options and environment the JVM of a trainer process is started; stateless. */
public final class TrainerJvm {
  private static final int YOUNG_MEGABYTES = 16;
  private static final String FOUR_GIBIBYTES = Long.toString(4L << 30);

  private static final String WAITING = "OMP_WAIT_POLICY";
  private static final String SPINS = "GOMP_SPINCOUNT";
  // why: a tenth of a millisecond; ten times as many gain nothing, and cost more where a second
  // trainer shares the processors
  private static final String SHORT_SPINS = "4000";

  private static final Pattern SECRET =
      Pattern.compile(
          "TOKEN|PASSW|SECRET|CREDENTIAL|_KEY$|APIKEY|PASSPHRASE", Pattern.CASE_INSENSITIVE);

  private TrainerJvm() {}

  /** The command up to the name of the main class. */
  public static List<String> command(int heapMegabytes) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heapMegabytes + "m",
        // why: a small young generation has all been touched after the first epochs, and then the
        // process grows no more
        "-XX:+UseSerialGC",
        "-Xmn" + Math.min(YOUNG_MEGABYTES, heapMegabytes / 2) + "m",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        "-Dai.djl.offline=true");
  }

  /**
   * Whether a variable of the environment is by its name a secret, which people's own models and
   * whatever they start have no need of.
   */
  static boolean isSecret(String variable) {
    return SECRET.matcher(variable).find();
  }

  /**
   * What the environment should hold where the person who started us has not said otherwise.
   *
   * @param given the environment so far
   * @param spins whether threads look out for work for a moment before they sleep
   */
  public static Map<String, String> environment(Map<String, String> given, boolean spins) {
    Map<String, String> wanted =
        new HashMap<>(
            Map.of(
                // why: every step frees and takes the same blocks; glibc would hand them back
                "MALLOC_ARENA_MAX",
                "1",
                "MALLOC_TRIM_THRESHOLD_",
                FOUR_GIBIBYTES,
                NativeHeap.BACK_FROM,
                Integer.toString(NativeHeap.BACK_FROM_BYTES)));
    if (!given.containsKey(WAITING) && !given.containsKey(SPINS)) {
      // why: a step has hundreds of short parallel pieces, and waking a thread takes longer than
      // many of them; but threads that spin slow down whoever has no processor left
      wanted.put(spins ? SPINS : WAITING, spins ? SHORT_SPINS : "PASSIVE");
    }
    wanted.keySet().removeAll(given.keySet());
    return Map.copyOf(wanted);
  }

  /** Whether so many trainers with so many threads each find a processor for every thread. */
  static boolean haveRoom(int threads, long trainers, int processors) {
    return threads * trainers <= processors;
  }
}
