package podium.protocol.event;

import java.util.Optional;
import podium.protocol.Text;

/**
 * What an owner of experiments may have.
 *
 * @param slots that the trials of all its experiments may have together; 0 means no bound
 * @param weight of its share beside those of others, where a rule of placement shares
 */
public record OwnerShare(int slots, double weight) {
  /** As much as there is, and one share. */
  public static final OwnerShare ANY = new OwnerShare(0, 1);

  /** The same with what is given of it in the place of its own. */
  public OwnerShare with(Optional<Integer> otherSlots, Optional<Double> otherWeight) {
    return new OwnerShare(otherSlots.orElse(slots), otherWeight.orElse(weight));
  }

  public OwnerShare {
    if (slots < 0 || !(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          Text.of(
              "an owner has %d slots and weight %s; allowed: 0 slots or more (0 = any), and a"
                  + " weight above 0",
              slots, weight));
    }
  }
}
