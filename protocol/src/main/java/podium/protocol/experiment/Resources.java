package podium.protocol.experiment;

import podium.protocol.AddedLater;
import podium.protocol.Text;

/**
 * What a trial asks of a worker.
 *
 * @param slots that it needs together, of one worker; more than one are slots of a processor, since
 *     no training goes across GPUs
 */
public record Resources(Device device, @AddedLater int slots) {
  /** Most slots that a trial may ask for. */
  public static final int MAX_SLOTS = 64;

  /** Any one slot. */
  public static final Resources ANY = new Resources(Device.ANY);

  public Resources {
    // why: a trial of earlier versions has one slot
    slots = slots == 0 ? 1 : slots;
    if (slots < 0 || slots > MAX_SLOTS) {
      throw new IllegalArgumentException(
          Text.of("resources.slots is %d; allowed: 1 to %d", slots, MAX_SLOTS));
    }
  }

  /** One slot of that sort. */
  public Resources(Device device) {
    this(device, 1);
  }

  /** What sort of slots do: several are those of a processor. */
  public Device sort() {
    return slots > 1 ? Device.CPU : device;
  }
}
