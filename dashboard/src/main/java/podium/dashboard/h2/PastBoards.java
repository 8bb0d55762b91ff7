package podium.dashboard.h2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongFunction;

/**
 * The boards of the past that were asked for last; whoever moves a slider asks for many.
 * Thread-safe.
 */
final class PastBoards {
  private static final int MOST = 6;

  private final SequencedMap<Long, PastBoard> opened = new LinkedHashMap<>(16, 0.75f, true);

  /** The one at an offset, folded where it is not there. */
  PastBoard at(long offset, LongFunction<PastBoard> fold) {
    List<PastBoard> old = new ArrayList<>();
    try {
      synchronized (this) {
        PastBoard known = opened.get(offset);
        if (known == null) {
          known = fold.apply(offset);
          opened.put(offset, known);
        }
        while (opened.size() > MOST) {
          old.add(opened.pollFirstEntry().getValue());
        }
        return known;
      }
    } finally {
      // why: one that is being asked is closed after that, and others do not wait for it
      old.forEach(PastBoard::close);
    }
  }

  /** Closes all of them. */
  synchronized void clear() {
    opened.values().forEach(PastBoard::close);
    opened.clear();
  }
}
