package podium.dashboard.domain;

import podium.engine.log.Fence;

/**
 * How far the board has followed which log. Immutable.
 *
 * @param offset of the next record to read
 * @param generation random id of this building of the board; another one after each rebuild
 */
public record Position(String generation, LogId log, long offset, Fence fence, Totals totals) {

  /** Which log: empty texts before the first was met. */
  public record LogId(String cluster, String topic) {
    /** No log yet. */
    public static final LogId NONE = new LogId("", "");
  }
}
