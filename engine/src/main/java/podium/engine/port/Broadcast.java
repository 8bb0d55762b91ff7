package podium.engine.port;

import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/** Port: what is told once to whoever listens, and never kept. No call waits. */
public interface Broadcast {
  /** To nobody. */
  Broadcast UNHEARD =
      new Broadcast() {
        @Override
        public void alive(Alive alive, boolean standsBy) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void capacity(WorkerCapacity capacity) {}
      };

  /** This scheduler lives. */
  void alive(Alive alive, boolean standsBy);

  /** An attempt came further. */
  void progress(Progress progress);

  /** A worker's machine has that. */
  void capacity(WorkerCapacity capacity);
}
