package podium.dashboard.domain;

/** Another projector writes the same board; this one must stop. */
public final class OtherProjectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OtherProjectorException(long expected) {
    super(
        "another projector is alive: the board is no longer at offset %d; stop the other dashboard"
                .formatted(expected)
            + " or give this one its own podium.dashboard.h2-dir");
  }
}
