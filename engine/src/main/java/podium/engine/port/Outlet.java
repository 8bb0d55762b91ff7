package podium.engine.port;

import java.util.Set;
import podium.engine.snapshot.Recorded;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;

/**
 * Port: all that leaves a scheduler. No call waits, and none leads back into its caller before it
 * has returned.
 *
 * @param <A> where a worker can be reached, whatever carries the messages
 */
public interface Outlet<A> extends Broadcast {
  /** How much a note matters. */
  enum Level {
    INFO,
    WARNING,
    ERROR
  }

  /** Hands a record over to the log; only reading it back says that it is there. */
  void append(byte[] record);

  /** Sends a message, which may get lost. */
  void send(A worker, WorkerMessage message);

  /** Calls a worker where the log says that it is; it may not be there any more. */
  void call(NodeAddress worker, WorkerMessage message);

  /** What the scheduler is doing now. */
  void status(SchedulerStatus status);

  /** A sentence for whoever looks after the scheduler. */
  void note(Level level, String text);

  /** Asks for the newest snapshot of use, but for those of these hashes. */
  void askForSnapshot(Set<String> distrusted);

  /** Begins to read the log, at that offset. */
  void openLog(long from);

  /** Keeps a snapshot, and says so, or why not. */
  void keep(Recorded recorded);

  /** Removes what lies under these keys of snapshots. */
  void removeSnapshots(Set<String> keys);

  /** Asks for the id of the requests topic as it is now. */
  void askForTopic();

  /** Begins to read requests. */
  void openRequests(Intake.Begin begin);
}
