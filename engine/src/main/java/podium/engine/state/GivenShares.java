package podium.engine.state;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.OwnerShare;
import podium.protocol.request.Action;

/**
 * What people gave owners of experiments in the place of what the settings say. It stands until
 * they change it again, or a term begins whose settings say otherwise of the owner than those
 * before. Confined to its state's owner.
 */
final class GivenShares {
  private final SortedMap<String, Given> all = new TreeMap<>();

  /**
   * A share that was given.
   *
   * @param instead of which one of the settings
   */
  record Given(OwnerShare instead, OwnerShare share) {}

  /** What counts as a term begins with these settings. */
  DecisionSettings follow(DecisionSettings settings) {
    all.entrySet().removeIf(one -> !settings.share(one.getKey()).equals(one.getValue().instead()));
    return over(settings);
  }

  /** What counts from now on. */
  DecisionSettings give(Action.ChangeOwner change, DecisionSettings now) {
    String owner = change.target();
    OwnerShare before = now.share(owner);
    OwnerShare instead = Optional.ofNullable(all.get(owner)).map(Given::instead).orElse(before);
    all.put(owner, new Given(instead, before.with(change.slots(), change.weight())));
    return over(now);
  }

  private DecisionSettings over(DecisionSettings settings) {
    if (all.isEmpty()) {
      return settings;
    }
    Map<String, OwnerShare> owners = new TreeMap<>(settings.owners());
    all.forEach((owner, given) -> owners.put(owner, given.share()));
    return settings.withOwners(owners);
  }

  SortedMap<String, Given> all() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(all));
  }

  /** As they were remembered. */
  void restore(Map<String, Given> given) {
    all.putAll(given);
  }
}
