package podium.engine.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.codec.PlainCodec;
import podium.protocol.event.Event.SnapshotTaken;
import podium.protocol.topic.Topics;

/** How snapshots lie in records under keys: parts, then a manifest that names them. Pure. */
public final class Shelf {
  private static final int PART_BYTES = Topics.MAX_SNAPSHOT_BYTES;
  private static final String MANIFEST = "/manifest";

  private Shelf() {}

  /** A snapshot as it is to be written, in this order. */
  public record Written(Manifest manifest, SequencedMap<String, byte[]> records) {}

  /** A snapshot that was found whole, and what else lies there. */
  public record Found(Optional<Whole> newest, Set<String> keys) {
    /** Nothing is there. */
    public static final Found NOTHING = new Found(Optional.empty(), Set.of());

    public Found {
      keys = Set.copyOf(keys);
    }
  }

  /** A whole snapshot. */
  public record Whole(Manifest manifest, Recorded recorded) {}

  /** The records of a snapshot. */
  public static Written write(Recorded recorded) {
    byte[] bytes = recorded.encode();
    String sha256 = sha256(bytes);
    int parts = (bytes.length + PART_BYTES - 1) / PART_BYTES;
    Manifest manifest =
        new Manifest(
            recorded.offset(),
            recorded.prev(),
            recorded.place().fence(),
            Recorded.FORMAT,
            sha256,
            parts,
            bytes.length);
    SequencedMap<String, byte[]> records = new LinkedHashMap<>();
    for (int part = 0; part < parts; part++) {
      int from = part * PART_BYTES;
      records.put(
          Manifest.key(sha256, part),
          Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART_BYTES)));
    }
    records.put(Manifest.key(sha256), PlainCodec.encode(manifest));
    return new Written(manifest, records);
  }

  /**
   * The newest whole snapshot of this version's format.
   *
   * @param records whatever lies there by key
   * @param distrusted hashes of those that were found to be of no use
   */
  public static Found find(Map<String, byte[]> records, Set<String> distrusted) {
    return new Found(
        records.entrySet().stream()
            .filter(record -> record.getKey().endsWith(MANIFEST))
            .flatMap(record -> manifest(record.getKey(), record.getValue()).stream())
            .filter(manifest -> manifest.stateFormat() == Recorded.FORMAT)
            .filter(manifest -> !distrusted.contains(manifest.sha256()))
            .sorted(
                Comparator.comparingLong(Manifest::offset)
                    .thenComparingLong(manifest -> manifest.fence().term())
                    .reversed())
            .flatMap(manifest -> whole(manifest, records).stream())
            .findFirst(),
        records.keySet());
  }

  private static Optional<Manifest> manifest(String key, byte[] value) {
    try {
      return Optional.of(PlainCodec.decode(value, Manifest.class))
          .filter(manifest -> key.equals(Manifest.key(manifest.sha256())));
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  private static Optional<Whole> whole(Manifest manifest, Map<String, byte[]> records) {
    if (manifest.bytes() < 0
        || manifest.bytes() > Integer.MAX_VALUE
        || manifest.bytes() > (long) manifest.parts() * PART_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) manifest.bytes()];
    int filled = 0;
    for (int part = 0; part < manifest.parts(); part++) {
      byte[] value = records.getOrDefault(Manifest.key(manifest.sha256(), part), new byte[0]);
      if (value.length == 0 || value.length > bytes.length - filled) {
        return Optional.empty();
      }
      System.arraycopy(value, 0, bytes, filled, value.length);
      filled += value.length;
    }
    if (!sha256(bytes).equals(manifest.sha256())) {
      return Optional.empty();
    }
    try {
      Recorded recorded = Recorded.decode(bytes);
      return recorded.offset() == manifest.offset()
              && recorded.prev().equals(manifest.prev())
              && recorded.place().fence().equals(manifest.fence())
          ? Optional.of(new Whole(manifest, recorded))
          : Optional.empty();
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  /** What need not be kept any more beside those that facts name. */
  public static Set<String> outdated(Set<String> keys, List<SnapshotTaken> counted) {
    Set<String> outdated = new HashSet<>(keys);
    counted.forEach(fact -> outdated.removeAll(Manifest.keys(fact.sha256(), fact.parts())));
    return outdated;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
