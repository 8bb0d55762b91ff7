package podium.workers.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/**
 * Where a worker's node of the cluster binds and whom it joins.
 *
 * @param port 0 means any free one
 * @param join nodes of the scheduler as host:port
 * @param akka further settings below {@code akka}, such as TLS; they win
 */
public record ClusterAddress(String host, int port, List<String> join, Config akka) {
  /** Name of the cluster's actor systems. */
  static final String CLUSTER = "podium";

  public ClusterAddress {
    join = List.copyOf(join);
  }

  Config config() {
    Map<String, ?> own =
        Map.of(
            "akka.remote.artery.canonical.hostname",
            host,
            "akka.remote.artery.canonical.port",
            port,
            "akka.cluster.roles",
            List.of("worker"),
            "akka.cluster.seed-nodes",
            join.stream().map(node -> "akka://" + CLUSTER + "@" + node).toList());
    return akka.atPath("akka")
        .withFallback(ConfigFactory.parseMap(own))
        .withFallback(ConfigFactory.parseResources("podium-cluster.conf"))
        .withFallback(ConfigFactory.load())
        .resolve();
  }
}
