package podium.engine.study;

/** Equal nodes of equal slots, empty at first. */
public record Cluster(int nodes, int slotsPerNode) {
  private static final int MOST = 1_000_000;

  public Cluster {
    if (nodes < 1 || slotsPerNode < 1 || (long) nodes * slotsPerNode > MOST) {
      throw new IllegalArgumentException(
          "%d nodes of %d slots; allowed: 1 of 1 or more, and %d slots in all"
              .formatted(nodes, slotsPerNode, MOST));
    }
  }

  /** All slots. */
  public long slots() {
    return (long) nodes * slotsPerNode;
  }

  /** As many slots, wherever they are. */
  Cluster asOneNode() {
    return new Cluster(1, Math.toIntExact(slots()));
  }
}
