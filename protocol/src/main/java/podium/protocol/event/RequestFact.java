package podium.protocol.event;

/** A fact that a request came to: every one that is read leaves exactly one. */
public interface RequestFact {
  /** Where the request stands. */
  Source source();
}
