package podium.engine.snapshot;

import podium.engine.log.LogCursor;
import podium.engine.state.Memory;
import podium.protocol.codec.PlainCodec;

/**
 * What a reader of the log knows behind one of its records. Immutable.
 *
 * @param offset of that record
 * @param prev the head of the log before it
 * @param place of the reader behind it
 */
public record Recorded(long offset, String prev, LogCursor.Place place, Memory memory) {
  /**
   * The number of the format: of what a state is made of, and of what folding makes of a log. Who
   * changes either raises it, and every scheduler folds its log afresh once.
   */
  public static final int FORMAT = 8;

  /** As it is kept. */
  byte[] encode() {
    return PlainCodec.encode(this);
  }

  /**
   * As it was kept.
   *
   * @throws podium.protocol.codec.MalformedMessageException when it is something else
   */
  static Recorded decode(byte[] bytes) {
    return PlainCodec.decode(bytes, Recorded.class);
  }
}
