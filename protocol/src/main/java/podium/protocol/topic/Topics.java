package podium.protocol.topic;

import java.util.Map;

/**
 * The topics Podium uses. Requests are read from every partition; of the others, partition 0 alone
 * is written and read, so that an offset is an order.
 */
public final class Topics {
  /** What people ask for: plain JSON. */
  public static final String REQUESTS = "podium.requests";

  /** The event log: every fact, for ever. */
  public static final String EVENTS = "podium.events";

  /** What the log comes to at some of its places, in parts: of each key the latest. */
  public static final String SNAPSHOTS = "podium.snapshots";

  /** How far running attempts are: ephemeral. */
  public static final String PROGRESS = "podium.progress";

  /** Key of the reigning scheduler's signs of life on the progress topic; progress has none. */
  public static final String ALIVE_KEY = "scheduler";

  /** Key of the signs of life of schedulers that stand by. */
  public static final String STANDBY_KEY = "standby";

  /** Key of what workers' machines have, on the progress topic. */
  public static final String CAPACITY_KEY = "worker";

  /** The consumer group by which Kafka chooses the scheduler that reigns. */
  public static final String SCHEDULERS = "podium-scheduler";

  /** Largest record of the event log in bytes. */
  public static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

  /** Largest request in bytes. */
  public static final int MAX_REQUEST_BYTES = 1024 * 1024;

  /** Kafka's setting by which a record is stored as large as its readers find it. */
  public static final String COMPRESSION = "compression.type";

  private static final String UNCOMPRESSED = "uncompressed";

  /** Largest part of a snapshot in bytes. */
  public static final int MAX_SNAPSHOT_BYTES = 512 * 1024;

  private static final Map<String, String> FOR_EVER =
      Map.of(
          "cleanup.policy",
          "delete",
          "retention.ms",
          "-1",
          "retention.bytes",
          "-1",
          // why: a broker weighs what arrives, but a reader unpacks it whole: 13 KB were 400 MB
          COMPRESSION,
          UNCOMPRESSED);

  private Topics() {}

  /** Kafka's settings of each topic, by topic name. */
  public static Map<String, Map<String, String>> settings() {
    return Map.of(
        REQUESTS, with(FOR_EVER, "max.message.bytes", Integer.toString(2 * MAX_REQUEST_BYTES)),
        EVENTS, with(FOR_EVER, "max.message.bytes", Integer.toString(MAX_EVENT_BYTES)),
        SNAPSHOTS,
            Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                Integer.toString(2 * MAX_SNAPSHOT_BYTES),
                COMPRESSION,
                UNCOMPRESSED),
        PROGRESS,
            Map.of(
                "cleanup.policy", "delete", "retention.ms", "3600000", COMPRESSION, UNCOMPRESSED));
  }

  private static Map<String, String> with(Map<String, String> base, String name, String value) {
    Map<String, String> all = new java.util.TreeMap<>(base);
    all.put(name, value);
    return Map.copyOf(all);
  }
}
