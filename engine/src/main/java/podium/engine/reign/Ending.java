package podium.engine.reign;

/**
 * That a life of a candidate is over.
 *
 * @param forGood whether no other life of this program can do better
 */
public record Ending(boolean forGood, String why) {}
