package podium.engine.forecast;

import java.util.Optional;

/**
 * When a trial begins and ends, if nothing fails and nobody steps in.
 *
 * @param start nothing of one that has its slot, or where it is not known
 * @param end nothing where it is not known
 * @param unknown why something is not known
 */
public record Outlook(Optional<Window> start, Optional<Window> end, Optional<Unknown> unknown) {
  /** Why nothing can be said. */
  public enum Unknown {
    NEVER_SEEN("no epoch of its model was seen yet"),
    NO_SLOT("no slot that is there takes it"),
    BEHIND("nobody knows how long what is before it takes"),
    STOPS("it was told to stop"),
    WORKER_LOST("its worker is lost"),
    TOO_FAR("it is behind more trials than are looked at");

    private final String told;

    Unknown(String told) {
      this.told = told;
    }

    /** In words for people. */
    public String told() {
      return told;
    }
  }

  static Outlook unknown(Unknown why) {
    return new Outlook(Optional.empty(), Optional.empty(), Optional.of(why));
  }
}
