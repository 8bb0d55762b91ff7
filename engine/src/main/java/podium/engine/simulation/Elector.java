package podium.engine.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.reign.Office;

/**
 * Says which scheduler is to reign, as Kafka's group coordinator does: whoever was elected stays so
 * until it leaves or is silent for a session, also over a restart. May be wrong about who lives.
 */
final class Elector {
  /** How often a member says that it lives, and hears whether it is the elected one. */
  static final long BEAT = 1_000;

  private static final long LOOKS_EVERY = 500;

  private final Agenda agenda;
  private final Chance chance;
  private final Broker broker;

  /** When each member was heard last. */
  private final Map<SchedulerNode, Long> members = new HashMap<>();

  /** Until when somebody hears that it is the elected one, though it is not. */
  private final Map<SchedulerNode, Long> misled = new HashMap<>();

  private Optional<SchedulerNode> elected = Optional.empty();

  Elector(Agenda agenda, Chance chance, Broker broker) {
    this.agenda = agenda;
    this.chance = chance;
    this.broker = broker;
    look();
  }

  private void look() {
    agenda.in(LOOKS_EVERY, this::look);
    // why: it lives in the broker, and stands still with it
    if (broker.stillFor() == 0) {
      members.values().removeIf(heard -> agenda.now() - heard >= Office.SESSION.toMillis());
      if (elected.filter(members::containsKey).isEmpty()) {
        elect();
      }
    } else {
      members.replaceAll((member, heard) -> agenda.now());
    }
  }

  private void elect() {
    List<SchedulerNode> living =
        members.keySet().stream()
            .sorted(java.util.Comparator.comparing(SchedulerNode::name))
            .toList();
    elected = living.isEmpty() ? Optional.empty() : Optional.of(chance.one(living));
  }

  /** A member says that it lives; it is told whether it is the elected one. */
  void hear(SchedulerNode member) {
    agenda.in(
        broker.travels(),
        () -> {
          members.put(member, agenda.now());
          if (elected.isEmpty()) {
            elected = Optional.of(member);
          }
          tell(member);
        });
  }

  private void tell(SchedulerNode member) {
    boolean is =
        elected.filter(member::equals).isPresent()
            || misled.getOrDefault(member, 0L) > agenda.now();
    agenda.in(broker.travels(), () -> member.electionSays(is));
  }

  /** A member leaves in order, and another one is elected at once. */
  void leaves(SchedulerNode member) {
    agenda.in(
        broker.travels(),
        () -> {
          members.remove(member);
          if (elected.filter(member::equals).isPresent()) {
            elect();
            elected.ifPresent(this::tell);
          }
        });
  }

  /** Takes a living one for dead, and elects that one; the other hears of it late. */
  void errs(SchedulerNode which, long late) {
    elected
        .filter(before -> before != which)
        .ifPresent(before -> misled.put(before, agenda.now() + late));
    elected = Optional.of(which);
    members.put(which, agenda.now());
  }

  /** Nobody hears anything wrong any more. */
  void heal() {
    misled.clear();
  }
}
