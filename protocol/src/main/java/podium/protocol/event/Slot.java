package podium.protocol.event;

/**
 * A device of a worker, or a share of one.
 *
 * @param name such as {@code cpu:0} or {@code cuda:1}; of several on one device {@code cuda:1/0},
 *     {@code cuda:1/1} and so on
 * @param description the device's own name, for people
 */
public record Slot(String name, String description) {
  /** The device that a slot of such a name is on, such as {@code cuda:1}. */
  public static String device(String name) {
    int share = name.indexOf('/');
    return share < 0 ? name : name.substring(0, share);
  }
}
