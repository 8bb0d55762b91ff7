package podium.workers.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigMemorySize;
import java.time.Duration;

/**
 * How trainer processes run.
 *
 * @param threads processor threads of each; 0 means that the worker's are divided among its slots
 * @param heapBytes largest Java heap of each; tensors are outside of it
 * @param stopWithin after which one that was asked to stop is closed and replaced
 * @param silence after which one that says nothing at all is killed and replaced
 */
public record TrainerSettings(int threads, long heapBytes, Duration stopWithin, Duration silence) {
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(5);

  static final int MOST_THREADS = 1024;
  private static final long LEAST_HEAP = 64L * 1024 * 1024;

  public TrainerSettings {
    if (threads < 0 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "podium.worker.trainer.threads is %d; allowed: 0 to %d".formatted(threads, MOST_THREADS));
    }
    if (heapBytes < LEAST_HEAP) {
      throw new IllegalArgumentException(
          "podium.worker.trainer.heap is %d bytes; allowed: 64 MiB or more".formatted(heapBytes));
    }
    if (!stopWithin.isPositive()) {
      throw new IllegalArgumentException(
          "podium.worker.trainer.stop-within is %s; allowed: more than 0".formatted(stopWithin));
    }
    if (silence.compareTo(LEAST_SILENCE) < 0) {
      throw new IllegalArgumentException(
          "podium.worker.trainer.silence is %s; allowed: 5 s or more".formatted(silence));
    }
  }

  static TrainerSettings from(Config config) {
    ConfigMemorySize heap = config.getMemorySize("heap");
    return new TrainerSettings(
        config.getInt("threads"),
        heap.toBytes(),
        config.getDuration("stop-within"),
        config.getDuration("silence"));
  }
}
