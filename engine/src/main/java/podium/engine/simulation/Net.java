package podium.engine.simulation;

import java.util.HashMap;
import java.util.Map;

/** Lines between schedulers and workers: they delay, lose, double, and can be cut one way. */
final class Net {
  private final Agenda agenda;
  private final Chance chance;
  private final Map<Way, Long> cutUntil = new HashMap<>();
  private long badUntil;

  /** From one to the other; the way back is another one. */
  record Way(String from, String to) {}

  Net(Agenda agenda, Chance chance) {
    this.agenda = agenda;
    this.chance = chance;
  }

  /** A message goes that way: it arrives once, later, twice or never. */
  void carry(String from, String to, Runnable arrives) {
    boolean bad = agenda.now() < badUntil;
    if (isCut(new Way(from, to)) || (bad && chance.percent(15))) {
      return;
    }
    agenda.in(delay(bad), arrives);
    if (bad && chance.percent(10)) {
      agenda.in(delay(true), arrives);
    }
  }

  private long delay(boolean bad) {
    return bad ? chance.spread(2, 8_000) : 2;
  }

  private boolean isCut(Way way) {
    return cutUntil.getOrDefault(way, 0L) > agenda.now();
  }

  void cut(Way way, long millis) {
    cutUntil.put(way, agenda.now() + millis);
  }

  /** It loses, doubles, delays and reorders for so long. */
  void bad(long millis) {
    badUntil = agenda.now() + millis;
  }

  /** Nothing goes wrong any more. */
  void heal() {
    cutUntil.clear();
    badUntil = 0;
  }
}
