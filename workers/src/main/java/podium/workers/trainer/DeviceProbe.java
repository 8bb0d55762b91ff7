package podium.workers.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import podium.protocol.event.Slot;
import podium.workers.training.TorchDevices;

/** Finds the devices of this machine that a trainer can use; stateless. */
public final class DeviceProbe {
  private static final List<String> NVIDIA_SMI =
      List.of("nvidia-smi", "--query-gpu=index,name,uuid,memory.total", "--format=csv,noheader");

  private final Supplier<List<String>> gpuLines;
  private final IntSupplier gpusTorchSees;

  /**
   * A device.
   *
   * @param visibleDevices the value of CUDA_VISIBLE_DEVICES that pins a process to it
   */
  public record Found(Slot slot, String visibleDevices) {}

  public DeviceProbe() {
    this(DeviceProbe::askDriver, TorchDevices::gpus);
  }

  DeviceProbe(Supplier<List<String>> gpuLines, IntSupplier gpusTorchSees) {
    this.gpuLines = gpuLines;
    this.gpusTorchSees = gpusTorchSees;
  }

  /** Each CUDA GPU when both the driver and libtorch see some, otherwise {@code cpu:0}. */
  public List<Found> all() {
    List<Found> gpus = gpuLines.get().stream().map(DeviceProbe::gpu).toList();
    return gpus.isEmpty() || gpusTorchSees.getAsInt() == 0 ? List.of(processor()) : gpus;
  }

  private static Found gpu(String line) {
    String[] fields = line.split(",");
    String slot = "cuda:" + fields[0].strip();
    String description = fields[1].strip() + ", " + fields[3].strip();
    String uuid = fields[2].strip();
    return new Found(new Slot(slot, description, uuid), uuid);
  }

  private static Found processor() {
    int threads = Runtime.getRuntime().availableProcessors();
    return new Found(
        new Slot("cpu:0", System.getProperty("os.arch") + ", " + threads + " threads"), "");
  }

  private static List<String> askDriver() {
    try {
      Process process =
          new ProcessBuilder(NVIDIA_SMI).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      List<String> lines =
          process.inputReader(StandardCharsets.UTF_8).lines().filter(l -> l.contains(",")).toList();
      return process.waitFor() == 0 ? lines : List.of();
    } catch (IOException | UncheckedIOException e) {
      // why: no driver tool means no NVIDIA GPU
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
