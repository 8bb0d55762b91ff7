package podium.dashboard.h2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** The boards of the past that were asked for last; whoever moves a slider asks for many. Thread-safe. */
final class PastBoards {
  private static final int MOST = 6;

  private final Map<Long, PastBoard> opened =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, PastBoard> eldest) {
          if (size() > MOST) {
            eldest.getValue().close();
            return true;
          }
          return false;
        }
      };

  /** The one at an offset, folded where it is not there. */
  synchronized PastBoard at(long offset, LongFunction<PastBoard> fold) {
    PastBoard known = opened.get(offset);
    if (known == null || !known.open()) {
      known = fold.apply(offset);
      opened.put(offset, known);
    }
    return known;
  }

  /** Closes all of them. */
  synchronized void clear() {
    opened.values().forEach(PastBoard::close);
    opened.clear();
  }
}
