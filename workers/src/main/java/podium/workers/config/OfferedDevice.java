package podium.workers.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A device, and how many slots are offered on it; immutable.
 *
 * @param device such as {@code cpu:0}
 */
public record OfferedDevice(String device, int slots) {
  /** More on one device is a slip of the pen. */
  public static final int MOST_SLOTS = 64;

  private static final Pattern WORDS = Pattern.compile("((?:cpu|cuda):[0-9]{1,3})(?:\\*([0-9]*))?");

  /**
   * Such as {@code cuda:0} or, for three slots, {@code cuda:0*3}.
   *
   * @throws IllegalArgumentException with what is wrong in a few words
   */
  public static OfferedDevice parse(String words) {
    Matcher matcher = WORDS.matcher(words);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"%s\" is no device".formatted(words));
    }
    String device = matcher.group(1);
    String slots = matcher.group(2);
    return new OfferedDevice(device, slots == null ? 1 : number(device, slots));
  }

  private static int number(String device, String digits) {
    // why: more digits than an int has are too many slots anyway
    int slots = digits.matches("0*[0-9]{1,4}") ? Integer.parseInt(digits) : 0;
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "%s*%s is no number of slots; after * comes one from 1 to %d, such as %s*2"
              .formatted(device, digits, MOST_SLOTS, device));
    }
    return slots;
  }

  /** What its slots are called: a slot that has the device for itself like the device. */
  public List<String> slotNames() {
    return slots == 1
        ? List.of(device)
        : IntStream.range(0, slots).mapToObj(number -> device + "/" + number).toList();
  }
}
