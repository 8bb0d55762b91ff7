package podium.engine.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

/**
 * Which attempts a worker has been given, which its slots hold, which were fenced. Not thread-safe.
 */
final class Orders {
  private static final int PATIENCE = 60;

  private final Map<TrialId, Integer> newest = new HashMap<>();
  private final Map<AttemptId, Place> placed = new HashMap<>();
  private final Set<AttemptId> fenced = new HashSet<>();

  /** What is still on a slot though another log ordered it than the one that counts now. */
  private final Set<AttemptId> left = new HashSet<>();

  private long term;

  /** Ticks since something of that term was heard. */
  private int quiet;

  private String log = "";

  /**
   * Notes which log a scheduler follows; says whether it is another one than before. Then terms and
   * attempts begin anew.
   *
   * @param said empty when the scheduler does not tell
   */
  boolean isOfAnotherLog(String said) {
    boolean another = !said.isEmpty() && !log.isEmpty() && !said.equals(log);
    if (!said.isEmpty()) {
      log = said;
    }
    if (another) {
      term = 0;
      newest.clear();
      left.addAll(placed.keySet());
    }
    return another;
  }

  /** Whether a slot is not done yet with what another log ordered. */
  boolean hasLeftovers() {
    return !left.isEmpty();
  }

  /**
   * Notes the term; says whether a higher one was seen before. One of which nothing was heard for
   * long is none any more: the log lost it, and terms go on from an earlier one.
   */
  boolean isOfOldTerm(long said) {
    if (said < term && quiet < PATIENCE) {
      return true;
    }
    term = said;
    quiet = 0;
    return false;
  }

  /** Time passes: a tick is a second. */
  void tick() {
    quiet++;
  }

  /** Whether neither it nor a later attempt of its trial was given to this process. */
  boolean isNew(AttemptId attempt) {
    return attempt.attempt() > newest.getOrDefault(attempt.trial(), 0);
  }

  void place(AttemptId attempt, Place place) {
    newest.put(attempt.trial(), attempt.attempt());
    placed.put(attempt, place);
  }

  /** It will never be placed. */
  void refuse(AttemptId attempt) {
    newest.put(attempt.trial(), attempt.attempt());
  }

  /** Its slot is done with it. */
  void release(AttemptId attempt) {
    placed.remove(attempt);
    fenced.remove(attempt);
    left.remove(attempt);
  }

  /** It does not count any more; the slot that holds it. */
  Optional<String> fence(AttemptId attempt) {
    if (placed.containsKey(attempt)) {
      fenced.add(attempt);
    }
    return slotOf(attempt);
  }

  boolean isFenced(AttemptId attempt) {
    return fenced.contains(attempt);
  }

  /** What still has slots that are to be lent to another attempt, or lends its own. */
  List<AttemptId> inTheWayOf(Place place) {
    return placed.entrySet().stream()
        .filter(other -> place.clashesWith(other.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The slot whose trainer trains it. */
  Optional<String> slotOf(AttemptId attempt) {
    return Optional.ofNullable(placed.get(attempt)).map(Place::slot);
  }

  /** Slots by the attempt they hold. */
  Map<AttemptId, Place> placed() {
    return Map.copyOf(placed);
  }
}
