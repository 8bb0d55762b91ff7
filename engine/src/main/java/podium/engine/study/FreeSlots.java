package podium.engine.study;

import java.util.Arrays;
import java.util.Optional;

/** Free slots, node by node. Not thread-safe. */
final class FreeSlots {
  private final int[] free;
  private final int perNode;
  private long left;

  /** As many were refused since slots last became free, so that more need not be looked for. */
  private int refused;

  FreeSlots(Cluster cluster) {
    free = new int[cluster.nodes()];
    perNode = cluster.slotsPerNode();
    clear();
  }

  /** All slots are free. */
  void clear() {
    Arrays.fill(free, perNode);
    left = (long) free.length * perNode;
    refused = Integer.MAX_VALUE;
  }

  /**
   * So many slots together: of the first node that has them, or, where they are more than a node's,
   * of the first idle nodes and the rest of the first other one that has it.
   *
   * @return how many of each node
   */
  Optional<int[]> take(int slots) {
    if (slots > left || slots >= refused) {
      return Optional.empty();
    }
    int[] nodes = new int[free.length];
    int rest = slots;
    for (int node = 0; node < free.length && rest >= perNode; node++) {
      if (free[node] == perNode) {
        nodes[node] = perNode;
        rest -= perNode;
      }
    }
    for (int node = 0; node < free.length && rest > 0 && rest < perNode; node++) {
      if (nodes[node] == 0 && free[node] >= rest) {
        nodes[node] = rest;
        rest = 0;
      }
    }
    if (rest > 0) {
      refused = slots;
      return Optional.empty();
    }
    return Optional.of(took(slots, nodes));
  }

  private int[] took(int slots, int[] nodes) {
    for (int node = 0; node < free.length; node++) {
      free[node] -= nodes[node];
    }
    left -= slots;
    return nodes;
  }

  void giveBack(int[] taken) {
    for (int node = 0; node < taken.length; node++) {
      free[node] += taken[node];
      left += taken[node];
    }
    refused = Integer.MAX_VALUE;
  }
}
