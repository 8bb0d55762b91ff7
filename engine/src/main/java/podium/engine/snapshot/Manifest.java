package podium.engine.snapshot;

import java.util.List;
import java.util.stream.IntStream;
import podium.engine.log.Fence;
import podium.protocol.Text;
import podium.protocol.event.Event.SnapshotTaken;

/**
 * What says that a snapshot is whole, and of which log. Immutable.
 *
 * @param offset of the last record that it knows of
 * @param prev the head of the log before that record
 * @param fence behind it
 * @param stateFormat {@link Recorded#FORMAT} of who wrote it
 * @param sha256 of all its bytes, in hex
 * @param parts in which they lie
 */
public record Manifest(
    long offset, String prev, Fence fence, int stateFormat, String sha256, int parts, long bytes) {
  /** The fact that it was taken. */
  public SnapshotTaken fact() {
    return new SnapshotTaken(offset, sha256, stateFormat, parts, bytes);
  }

  /** The keys under which a snapshot lies, its manifest's last. */
  public static List<String> keys(String sha256, int parts) {
    return IntStream.rangeClosed(0, parts)
        .mapToObj(part -> part < parts ? key(sha256, part) : key(sha256))
        .toList();
  }

  static String key(String sha256) {
    return sha256 + "/manifest";
  }

  static String key(String sha256, int part) {
    return Text.of("%s/%d", sha256, part);
  }
}
