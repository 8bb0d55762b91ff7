package podium.cli.node;

import java.util.Comparator;
import java.util.List;
import podium.cli.error.UserErrorException;
import podium.protocol.event.Slot;
import podium.workers.config.OfferedDevice;
import podium.workers.config.WorkerSettings;
import podium.workers.trainer.DeviceProbe.Found;

/** Which slots a worker offers on the devices of its machine; stateless. */
final class OfferedSlots {
  private OfferedSlots() {}

  /**
   * Those that the settings name, in the order of their devices.
   *
   * @param found the devices that are here
   * @param processors threads that this machine has
   * @throws UserErrorException when a device is not here, or has too few threads for its slots
   */
  static List<Found> of(WorkerSettings settings, List<Found> found, int processors) {
    if (settings.findsDevices()) {
      return found;
    }
    List<OfferedDevice> offered =
        settings.offered().stream().sorted(Comparator.comparing(OfferedDevice::device)).toList();
    requireThreads(settings, offered, processors);
    return offered.stream()
        .flatMap(
            device -> {
              Found whole = device(device.device(), found, processors);
              return device.slotNames().stream().map(name -> share(whole, name, device.slots()));
            })
        .toList();
  }

  /**
   * A device of this machine.
   *
   * @throws UserErrorException when it is not here
   */
  static Found device(String name, List<Found> found, int processors) {
    if (name.startsWith("cpu:")) {
      return new Found(
          new Slot(name, System.getProperty("os.arch") + ", " + processors + " threads"), "");
    }
    return found.stream()
        .filter(one -> one.slot().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "device %s is not here; found: %s"
                        .formatted(name, found.stream().map(one -> one.slot().name()).toList())));
  }

  private static Found share(Found whole, String name, int slots) {
    String description = whole.slot().description();
    return new Found(
        new Slot(
            name,
            slots == 1 ? description : description + ", for %d slots".formatted(slots),
            whole.slot().gpu()),
        whole.visibleDevices());
  }

  private static void requireThreads(
      WorkerSettings settings, List<OfferedDevice> offered, int processors) {
    int threads = settings.threads() > 0 ? settings.threads() : processors;
    int slots =
        offered.stream()
            .filter(device -> device.device().startsWith("cpu:"))
            .mapToInt(OfferedDevice::slots)
            .sum();
    // why: who says how many threads each trainer has may want them to take turns
    if (slots > threads && settings.trainer().threads() == 0) {
      throw new UserErrorException(
          "%d slots on the processor, but threads for %d; offer cpu%s, or say with --threads how many threads they have together"
              .formatted(slots, threads, threads == 1 ? "" : "*" + threads));
    }
  }
}
