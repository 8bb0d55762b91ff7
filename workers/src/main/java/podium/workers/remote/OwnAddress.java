package podium.workers.remote;

import com.typesafe.config.Config;
import java.util.List;
import podium.protocol.id.NodeAddress;

/**
 * Where a worker binds and whom it speaks to first.
 *
 * @param port 0 means any free one
 * @param join schedulers, at least one
 * @param akka further settings below {@code akka}, such as TLS; they win
 */
public record OwnAddress(String host, int port, List<NodeAddress> join, Config akka) {
  public OwnAddress {
    join = List.copyOf(join);
  }
}
