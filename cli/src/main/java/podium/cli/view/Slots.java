package podium.cli.view;

import java.util.List;
import java.util.stream.Collectors;
import podium.protocol.event.Grant;

/** Slots of one worker, for people. */
public final class Slots {
  private Slots() {}

  /** Such as {@code w cpu:0, cpu:1}. */
  public static String told(List<Grant> slots) {
    return slots.getFirst().worker()
        + " "
        + slots.stream().map(Grant::slot).collect(Collectors.joining(", "));
  }
}
