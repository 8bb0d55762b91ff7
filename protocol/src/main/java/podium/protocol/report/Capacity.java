package podium.protocol.report;

/**
 * What a worker's machine has, in bytes. Where a total is 0, it is not known, nor what is free of
 * it.
 *
 * @param memoryBytes RAM, of a container as much as it may have
 * @param memoryFreeBytes what its processes may still take of it without swapping
 * @param diskBytes the disk on which checkpoints lie
 * @param diskFreeBytes what the worker may still write there
 */
public record Capacity(long memoryBytes, long memoryFreeBytes, long diskBytes, long diskFreeBytes) {
  /** Of a machine of which nothing is known. */
  public static final Capacity UNKNOWN = new Capacity(0, 0, 0, 0);

  public Capacity {
    memoryBytes = Math.max(0, memoryBytes);
    memoryFreeBytes = Math.clamp(memoryFreeBytes, 0, memoryBytes);
    diskBytes = Math.max(0, diskBytes);
    diskFreeBytes = Math.clamp(diskFreeBytes, 0, diskBytes);
  }

  /** Whether it says anything. */
  public boolean saysAnything() {
    return memoryBytes > 0 || diskBytes > 0;
  }
}
