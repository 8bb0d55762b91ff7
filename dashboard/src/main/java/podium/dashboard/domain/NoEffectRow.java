package podium.dashboard.domain;

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
}
