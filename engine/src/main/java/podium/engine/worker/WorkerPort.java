package podium.engine.worker;

import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** What a worker does in the world. Each returns at once, or when the spool's disk did it. */
public interface WorkerPort {
  /** Says it to the scheduler; may get lost. */
  void send(SchedulerMessage message);

  /** Has the order's slot train; does nothing, and says why, when nobody can obey the order. */
  Optional<String> train(WorkerMessage.Train order);

  /** Has a slot train that attempt on within these limits of time. */
  void limit(String slot, AttemptId attempt, Limits limits);

  /** Has a slot end that attempt; its reports still count. */
  void stop(String slot, AttemptId attempt, Outcome why);

  /** Has a slot end that attempt, and tell nothing more of it. */
  void fence(String slot, AttemptId attempt);

  /** Attempts of which something waits in the spool. */
  List<Backlog> backlog();

  /** Spools a report; says no when the disk refuses. */
  boolean spool(String holder, Report report);

  /** At most that many waiting reports, in order, after that one; fewer when the disk refuses. */
  List<SpooledReport> read(AttemptId attempt, long after, int limit);

  /** The spool may forget an attempt's reports up to that one. */
  void acknowledge(AttemptId attempt, long sequence);

  /** The spool may forget all of an attempt. */
  void drop(AttemptId attempt);

  /** The log counts that epoch of the attempt, and all before it. */
  void counted(AttemptId attempt, int epoch);

  /** Whether the scheduler takes it for its worker. */
  void registered(boolean is);

  /** Why no scheduler will ever take it. */
  void refused(String why);

  /** Calls back with it after a time. */
  void remind(Reminder of);

  /** It is over: it may be forgotten. */
  void ended();

  void note(Note note);
}
