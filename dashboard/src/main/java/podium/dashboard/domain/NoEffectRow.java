package podium.dashboard.domain;

import java.util.List;
import podium.protocol.event.Event;

/**
 * A fact of the log that changes nothing here, and why. Immutable.
 *
 * @param type of the event
 */
public record NoEffectRow(long offset, String type, String reason) {
  private static final int LONGEST = 500;

  public NoEffectRow {
    type = Texts.cut(type, LONGEST);
    reason = Texts.cut(reason, LONGEST);
  }

  /** The one change that such a fact makes. */
  static List<Change> none(long offset, Event event, String reason) {
    return List.of(
        new Change.AddNoEffect(new NoEffectRow(offset, event.getClass().getSimpleName(), reason)));
  }
}
