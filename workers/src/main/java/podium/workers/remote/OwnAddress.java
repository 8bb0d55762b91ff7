package podium.workers.remote;

import java.util.List;
import podium.protocol.actor.Door;
import podium.protocol.id.NodeAddress;

/**
 * Where a worker is reached and whom it speaks to first.
 *
 * @param join schedulers, at least one
 */
public record OwnAddress(Door door, List<NodeAddress> join) {
  public OwnAddress {
    join = List.copyOf(join);
  }
}
