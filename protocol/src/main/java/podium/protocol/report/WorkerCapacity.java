package podium.protocol.report;

import java.util.Objects;

/** What the machine of a worker has: ephemeral, never in the event log. */
public record WorkerCapacity(String worker, Capacity capacity) {
  public WorkerCapacity {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(capacity, "capacity");
  }
}
