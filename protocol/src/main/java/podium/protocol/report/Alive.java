package podium.protocol.report;

import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.id.NodeAddress;

/**
 * A scheduler's sign of life: ephemeral, never in the event log.
 *
 * @param term the one in which it reigns; of one that stands by, the highest that it knows of
 * @param address where workers reach it
 */
public record Alive(long term, @AddedLater NodeAddress address) {
  public Alive {
    // why: schedulers of earlier versions do not say it
    address = Objects.requireNonNullElse(address, NodeAddress.UNKNOWN);
  }
}
