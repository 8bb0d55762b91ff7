package podium.benchmarks.actor;

import java.time.Duration;
import podium.protocol.id.TrialId;

/** What those who hold slots ask and tell. Called by several threads at once. */
public interface Holding {
  /** For how long the trial has its slots. */
  Duration runtime(TrialId trial);

  /** A worker is registered. */
  void registered();

  /** The order to train it is there. */
  void ordered(TrialId trial);

  /** Its end is in the log. */
  void ended(TrialId trial);

  /** Something went otherwise than it has to. */
  void failed(String why);
}
