package podium.protocol.event;

import java.util.Objects;
import podium.protocol.AddedLater;

/**
 * A device of a worker, or a share of one.
 *
 * @param name such as {@code cpu:0} or {@code cuda:1}; of several on one device {@code cuda:1/0},
 *     {@code cuda:1/1} and so on
 * @param description the device's own name, for people
 * @param gpu the UUID of the GPU that it is on; empty where it is on none, or where that is not
 *     known, as in logs of earlier versions
 */
public record Slot(String name, String description, @AddedLater String gpu) {
  public Slot {
    // why: entries of earlier versions do not have it
    gpu = Objects.requireNonNullElse(gpu, "");
  }

  /** A slot on no GPU. */
  public Slot(String name, String description) {
    this(name, description, "");
  }

  /** The device that a slot of such a name is on, such as {@code cuda:1}. */
  public static String device(String name) {
    int share = name.indexOf('/');
    return share < 0 ? name : name.substring(0, share);
  }
}
