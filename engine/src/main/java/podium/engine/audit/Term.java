package podium.engine.audit;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.OwnerShare;
import podium.protocol.request.Action;

/** What the auditor knows of the reign and of time. Confined to its auditor. */
final class Term {
  private String log = "";
  private boolean claimed;
  private boolean stoodDown;
  DecisionSettings settings = DecisionSettings.DEFAULT;

  /** Time of events so far. */
  Instant time = Instant.EPOCH;

  /** When the term began to decide: the time of its first fact after its claim. */
  Instant since = Instant.EPOCH;

  /** When it was claimed. */
  Instant claim = Instant.EPOCH;

  private long number;
  private String incarnation = "";
  private long nextIndex;

  /** As the last claim had the settings, before people changed what owners may have. */
  private DecisionSettings told = DecisionSettings.DEFAULT;

  private final Map<String, OwnerShare> given = new TreeMap<>();

  /**
   * A term begins with these settings; what people gave an owner stands while these say the same.
   */
  void follow(DecisionSettings claimed) {
    given.keySet().removeIf(owner -> !told.share(owner).equals(claimed.share(owner)));
    told = claimed;
    settings = shared();
  }

  /** People gave an owner another share. */
  void give(Action.ChangeOwner change) {
    OwnerShare before = settings.share(change.target());
    given.put(
        change.target(),
        new OwnerShare(
            change.slots().orElse(before.slots()), change.weight().orElse(before.weight())));
    settings = shared();
  }

  private DecisionSettings shared() {
    Map<String, OwnerShare> owners = new TreeMap<>(told.owners());
    owners.putAll(given);
    return told.withOwners(owners);
  }

  void take(Entry entry, Findings findings) {
    number(entry, findings);
    boolean claims = entry.event() instanceof Event.SchedulerStarted;
    findings.require(
        claims || !stoodDown,
        Invariant.STOOD_DOWN_LAST,
        "%d of term %d",
        entry.index(),
        entry.term());
    stoodDown = entry.event() instanceof Event.SchedulerStoodDown || (stoodDown && !claims);
    // why: the old reign may append while a claim, with the time of then, is on its way
    findings.require(
        claims || !entry.time().isBefore(time),
        Invariant.TIMES_NEVER_BACK,
        "%s after %s",
        entry.time(),
        time);
    time = entry.time().isAfter(time) ? entry.time() : time;
    if (claimed) {
      since = time;
      claimed = false;
    }
    if (claims) {
      claimed = true;
      since = time;
      claim = time;
      log = log.isEmpty() ? entry.incarnation() : log;
    }
  }

  private void number(Entry entry, Findings findings) {
    boolean claims = entry.event() instanceof Event.SchedulerStarted;
    boolean follows =
        claims
            ? entry.term() == number + 1 && entry.index() == 0
            : entry.term() == number
                && entry.index() == nextIndex
                && entry.incarnation().equals(incarnation);
    findings.require(
        follows || number == 0,
        Invariant.TERMS_GROW_BY_ONE,
        "%d of term %d by %s after %d of term %d by %s",
        entry.index(),
        entry.term(),
        entry.incarnation(),
        nextIndex - 1,
        number,
        incarnation);
    number = entry.term();
    nextIndex = entry.index() + 1;
    incarnation = entry.incarnation();
  }

  /** Whether it decides as terms of the first format did. */
  boolean firstRules() {
    return settings.rules() == 1;
  }

  void begun(Event.ReignBegun begun, Findings findings) {
    findings.require(
        begun.log().equals(log),
        Invariant.LOG_NAMED,
        "it names %s, the log is %s",
        begun.log(),
        log);
  }
}
