package podium.cli.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import podium.engine.log.Fence;

/**
 * What an exported file holds, in its first and its last line. Immutable.
 *
 * @param podiumLog format of the file
 * @param from offset of the first record that it may hold
 * @param until offset behind the last one; in the first line that which was asked for
 * @param records how many lines lie between first and last line
 * @param log id of the log; empty where its beginning is not in the file
 * @param fence of the log before the first record, or behind the last one; its {@code head} is that
 *     of the chain
 */
record LogManifest(
    @JsonProperty("podiumLog") int podiumLog,
    long from,
    long until,
    long records,
    String log,
    Fence fence) {
  /** The format that this version writes, and the latest it reads. */
  static final int FORMAT = 1;

  /** What every first and last line begins with. */
  static final String MARK = "{\"podiumLog\":";
}
