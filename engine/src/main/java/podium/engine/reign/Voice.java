package podium.engine.reign;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import podium.engine.decide.Answer;
import podium.engine.port.Outlet;
import podium.engine.port.Outlet.Level;
import podium.engine.port.Time;
import podium.engine.state.GpuClaims;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Report;

/**
 * What a reign says to workers, orders aside. It says so at once: whoever has it speak waits for
 * the read-back of what it rests on. Not thread-safe.
 *
 * @param <A> where a worker can be reached
 */
final class Voice<A> {
  private final long term;
  private final SchedulerState state;
  private final NodeAddress address;
  private final Standbys standbys;
  private final Peers<A> peers;
  private final Time clock;
  private final Outlet<A> outlet;
  private final long begunNanos;

  /** Incarnations that still spoke after another process took their name. */
  private final Set<String> replaced = new HashSet<>();

  Voice(
      long term,
      SchedulerState state,
      NodeAddress address,
      Standbys standbys,
      Peers<A> peers,
      Time clock,
      Outlet<A> outlet) {
    this.term = term;
    this.state = state;
    this.address = address;
    this.standbys = standbys;
    this.peers = peers;
    this.clock = clock;
    this.outlet = outlet;
    this.begunNanos = clock.nanos();
  }

  /** Workers that do not speak to it yet are told where it is, as long as they are waited for. */
  void callWorkers() {
    if (clock.nanos() - begunNanos > Peers.FIRST_LEASE.toNanos()) {
      return;
    }
    for (Map.Entry<String, String> worker : state.liveWorkers().entrySet()) {
      if (!peers.isHeard(worker.getValue())) {
        state
            .worker(worker.getKey())
            .map(known -> known.registration().address())
            .filter(NodeAddress::isKnown)
            .ifPresent(
                there ->
                    outlet.call(
                        there, new WorkerMessage.Reigning(term, worker.getValue(), address)));
      }
    }
  }

  void welcome(String incarnation, A worker) {
    outlet.send(
        worker,
        new WorkerMessage.Welcome(
            term,
            incarnation,
            state.log(),
            address.isKnown()
                ? Stream.concat(Stream.of(address), standbys.all().stream()).distinct().toList()
                : List.of()));
  }

  void helloAgain(String incarnation, A worker) {
    outlet.send(worker, new WorkerMessage.HelloAgain(term, incarnation, state.log()));
  }

  void heard(String name, String incarnation, A worker) {
    outlet.send(
        worker,
        new WorkerMessage.Heard(
            term,
            incarnation,
            state
                .worker(name)
                .map(known -> GpuClaims.takenFrom(state, known))
                .orElseGet(Collections::emptySortedMap),
            address));
  }

  void replaced(SchedulerMessage sender, A worker, String by) {
    if (replaced.add(sender.incarnation())) {
      outlet.note(
          Level.WARNING,
          Text.of(
              "two workers are called %s: the one that came later, on %s, has the name, and the"
                  + " other, %s, is told to end; give each worker its own with --name",
              sender.worker(), by, sender.incarnation()));
    }
    outlet.send(worker, new WorkerMessage.Replaced(term, sender.incarnation(), by));
  }

  void answer(Report report, Answer.ToReport told, A worker) {
    switch (told) {
      case Answer.Counted counted -> answer(report, Verdict.ACCEPTED, counted.next(), worker);
      case Answer.Repeat repeat -> answer(report, Verdict.REPEAT, repeat.next(), worker);
      case Answer.Gap gap -> answer(report, Verdict.GAP, gap.next(), worker);
      case Answer.Fenced ignored -> answer(report, Verdict.FENCED, 0, worker);
      case Answer.HeldBack ignored -> {}
    }
  }

  private void answer(Report report, Verdict verdict, long next, A worker) {
    outlet.send(
        worker,
        new WorkerMessage.Answer(
            term, report.trial(), report.attempt(), report.sequence(), verdict, next));
  }
}
