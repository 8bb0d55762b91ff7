package podium.engine.simulation;

import java.util.List;

/** Says which scheduler is to reign; may be wrong about who lives. */
final class Elector {
  private static final long LOOKS_EVERY = 500;
  private static final int SESSION = 6_000;

  private final Agenda agenda;
  private final Chance chance;
  private final List<SchedulerNode> schedulers;
  private final List<WorkerNode> workers;
  private SchedulerNode elected;
  private int elections;
  private long deadSince = -1;

  Elector(Agenda agenda, Chance chance, List<SchedulerNode> schedulers, List<WorkerNode> workers) {
    this.agenda = agenda;
    this.chance = chance;
    this.schedulers = schedulers;
    this.workers = workers;
    this.elected = schedulers.getFirst();
    elect(elected);
    look();
  }

  private void look() {
    agenda.in(LOOKS_EVERY, this::look);
    if (elected.lives()) {
      deadSince = -1;
      // why: whoever comes back in time has not lost it
      elected.appoint();
    } else if (deadSince < 0) {
      deadSince = agenda.now();
    } else if (agenda.now() - deadSince >= SESSION) {
      List<SchedulerNode> living = schedulers.stream().filter(SchedulerNode::lives).toList();
      if (!living.isEmpty()) {
        elect(chance.one(living));
      }
    }
  }

  /** Takes a living one for dead, and elects that one; the other hears of it late. */
  void errs(int which, long late) {
    SchedulerNode before = elected;
    elect(schedulers.get(which % schedulers.size()));
    if (before != elected) {
      agenda.in(
          late,
          () -> {
            if (before != elected) {
              before.dismiss();
            }
          });
    }
  }

  private void elect(SchedulerNode next) {
    elected = next;
    deadSince = -1;
    elections++;
    int election = elections;
    next.appoint();
    for (WorkerNode worker : workers) {
      agenda.in(chance.spread(5, 20_000), () -> hears(worker, election));
    }
  }

  /** A worker hears who was elected, unless somebody else was since. */
  private void hears(WorkerNode worker, int election) {
    if (election == elections) {
      worker.follow(elected);
    }
  }

  /** Whoever is not elected is told so, and every worker knows who is. */
  void heal() {
    schedulers.stream().filter(one -> one != elected).forEach(SchedulerNode::dismiss);
    workers.forEach(worker -> worker.follow(elected));
  }
}
