package podium.engine.placement;

/** What becomes of work that has slots when others come or go, in a study of a job trace. */
public enum Turnover {
  /** It keeps them to its end. */
  NONE,
  /**
   * All slots of all nodes are given anew, in the rule's order; whoever gets none is interrupted.
   */
  ANEW,
  /**
   * All slots are given anew, by their number and whatever node they are on; in its class whoever
   * then has some goes before who waits, and else everybody keeps the place in line.
   */
  COUNTED
}
