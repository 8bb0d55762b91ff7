package podium.engine.reign;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.engine.port.Time;
import podium.protocol.id.NodeAddress;

/** Where the schedulers that stand by can be reached, as far as they were heard of late. */
final class Standbys {
  private static final Duration LATE = Duration.ofMinutes(1);
  private static final int MOST = 16;

  private final Time time;
  private final Map<NodeAddress, Long> heard = new TreeMap<>();

  Standbys(Time time) {
    this.time = time;
  }

  void heard(NodeAddress address) {
    if (address.isKnown()) {
      heard.put(address, time.nanos());
    }
  }

  /** In order of their texts. */
  List<NodeAddress> all() {
    heard.values().removeIf(at -> time.nanos() - at > LATE.toNanos());
    return heard.keySet().stream().limit(MOST).toList();
  }
}
