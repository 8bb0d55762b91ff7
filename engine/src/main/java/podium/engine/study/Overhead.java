package podium.engine.study;

/** When a job's start-up, in which it gets nowhere, is taken off its time. */
public enum Overhead {
  /**
   * Each time it gets slots after it had none: the start-up must be over before its work goes on.
   * Slots of other nodes, in a study that gives all of them anew, are no new start.
   */
  START,
  /**
   * At every event of the cluster, from each job that had slots until then, interrupted or not; and
   * no end is foreseen with it. As Muri's simulator does (SIGCOMM 2022).
   */
  EVERY_EVENT
}
