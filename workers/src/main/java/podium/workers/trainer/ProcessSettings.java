package podium.workers.trainer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import podium.workers.training.TrainingSettings;

/**
 * How a trainer process is started; immutable.
 *
 * @param training handed to the process
 * @param visibleDevices the value of CUDA_VISIBLE_DEVICES; empty hides every GPU
 * @param heapMegabytes the Java heap's bound; tensors lie outside of it
 * @param silence after which a process that says nothing at all is killed
 * @param folder of the worker that it belongs to, if it does
 */
public record ProcessSettings(
    TrainingSettings training,
    String visibleDevices,
    int heapMegabytes,
    Duration silence,
    Optional<Path> folder) {
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Of no worker. */
  public ProcessSettings(TrainingSettings training, String visibleDevices, int heapMegabytes) {
    this(training, visibleDevices, heapMegabytes, SILENCE, Optional.empty());
  }

  public ProcessSettings {
    folder = folder.map(path -> path.toAbsolutePath().normalize());
    if (heapMegabytes < 128) {
      throw new IllegalArgumentException(
          "heapMegabytes is " + heapMegabytes + "; it must be at least 128");
    }
  }

  /** The same with other threads. */
  ProcessSettings withThreads(int threads) {
    return new ProcessSettings(
        training.withThreads(threads), visibleDevices, heapMegabytes, silence, folder);
  }
}
