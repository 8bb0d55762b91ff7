package podium.workers.machine;

import java.util.Map;
import java.util.SortedMap;

/** Divides the processor threads of a machine among the slots of its workers. Pure. */
final class Division {
  private Division() {}

  /**
   * How many threads a slot has: a thread at least, and otherwise equal parts of what is there. Who
   * was given threads by a person has those; the others divide what is left by their slots, and
   * what that leaves over goes to the first ones.
   *
   * @param processors threads that the machine has
   * @param claims of its workers by name, {@code own} among them
   * @param slot counted from 0
   */
  static int threads(int processors, SortedMap<String, Claim> claims, String own, int slot) {
    Claim mine = claims.getOrDefault(own, new Claim(slot + 1, 0));
    if (mine.threads() > 0) {
      return part(mine.threads(), mine.slots(), slot);
    }
    int given = claims.values().stream().mapToInt(Claim::threads).sum();
    int all = 0;
    int before = 0;
    for (Map.Entry<String, Claim> claim : claims.entrySet()) {
      if (claim.getValue().threads() == 0) {
        all += claim.getValue().slots();
        before += claim.getKey().compareTo(own) < 0 ? claim.getValue().slots() : 0;
      }
    }
    return part(Math.max(0, processors - given), all, before + slot);
  }

  private static int part(int threads, int slots, int slot) {
    return Math.max(1, threads / slots + (slot < threads % slots ? 1 : 0));
  }
}
