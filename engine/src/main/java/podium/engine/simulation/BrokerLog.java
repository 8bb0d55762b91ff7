package podium.engine.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import podium.engine.port.EventLog;
import podium.engine.simulation.Broker.Fault;

/** One scheduler's way to the log of a {@link Broker}. */
final class BrokerLog implements EventLog {
  private static final int BATCH = 50;

  private final Broker broker;
  private final Agenda agenda;
  private final Queue<byte[]> underway = new ArrayDeque<>();
  private Optional<Listener> listener = Optional.empty();
  private int end;
  private int read;
  private boolean caughtUp;
  private boolean busy;
  private long lastArrival;

  BrokerLog(Broker broker, Agenda agenda) {
    this.broker = broker;
    this.agenda = agenda;
  }

  @Override
  public void open(long from, Listener told) {
    listener = Optional.of(told);
    end = broker.log().size();
    read = (int) Math.min(from, end);
    broker.opened(this);
  }

  @Override
  public void append(byte[] record) {
    if (listener.isEmpty()) {
      return;
    }
    underway.add(record);
    // why: a writer's records arrive in the order in which they were sent
    lastArrival = Math.max(lastArrival, agenda.now() + broker.travels());
    agenda.in(lastArrival - agenda.now(), this::arrive);
  }

  private void arrive() {
    if (underway.isEmpty()) {
      return;
    }
    Fault fault = broker.arrives(underway.remove());
    if (fault == Fault.FAILED || fault == Fault.DOUBTED) {
      underway.clear();
      fails("a record could not be written");
    }
  }

  void poll() {
    if (busy || listener.isEmpty()) {
      return;
    }
    List<byte[]> log = broker.log();
    List<Stored> records = new ArrayList<>();
    for (; read < log.size() && records.size() < BATCH; read++) {
      records.add(new Stored(read, log.get(read)));
    }
    boolean first = !caughtUp && read >= end;
    if (records.isEmpty() && !first) {
      return;
    }
    caughtUp = caughtUp || first;
    busy = true;
    listener.get().onRead(new Batch(records, first, this::next));
  }

  private void next() {
    busy = false;
    agenda.in(1, this::poll);
  }

  /** The log has only so many records any more. */
  void truncated(int left) {
    end = Math.min(end, left);
    if (read > left) {
      fails("the log ends before offset " + read);
    }
  }

  void fails(String why) {
    listener.ifPresent(told -> told.onFailure(new IllegalStateException(why)));
  }

  @Override
  public void close() {
    listener = Optional.empty();
    broker.closed(this);
    if (broker.forgets()) {
      underway.clear();
    }
  }
}
