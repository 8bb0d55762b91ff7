package podium.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.engine.decide.Command;
import podium.engine.port.Intake;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** One scheduler's reading of the requests of a {@link Broker}. */
final class BrokerIntake implements Intake {
  private static final int BATCH = 3;

  private final Broker broker;
  private final Agenda agenda;
  private final Begin begin;
  private Optional<Listener> listener;
  private int read;
  private boolean busy;

  private BrokerIntake(Broker broker, Agenda agenda, Begin begin, Listener listener) {
    this.broker = broker;
    this.agenda = agenda;
    this.begin = begin;
    this.listener = Optional.of(listener);
    this.read = (int) Math.min(begin.of(0), broker.requests().size());
  }

  /** Begins to read. */
  static Intake open(Broker broker, Agenda agenda, Begin begin, Listener listener) {
    BrokerIntake intake = new BrokerIntake(broker, agenda, begin, listener);
    broker.opened(intake);
    return intake;
  }

  void poll() {
    if (busy || listener.isEmpty()) {
      return;
    }
    Listener told = listener.get();
    if (!broker.topic().equals(begin.topic())) {
      close();
      told.onOtherTopic(broker.topic());
      return;
    }
    List<Command.OfRequests> commands = new ArrayList<>();
    for (; read < broker.requests().size() && commands.size() < BATCH; read++) {
      commands.add(command(read, broker.requests().get(read)));
    }
    if (!commands.isEmpty()) {
      busy = true;
      told.onRequests(new Batch(commands, this::next));
    }
  }

  private void next() {
    busy = false;
    agenda.in(1, this::poll);
  }

  private static Command.OfRequests command(long offset, byte[] request) {
    return new Command.TakeRequest(
        new Source(Topics.REQUESTS, 0, offset),
        RequestCodec.read(request, Optional.empty()),
        new Command.Raw(new String(request, StandardCharsets.UTF_8), request.length, ""));
  }

  @Override
  public void close() {
    listener = Optional.empty();
    broker.closed(this);
  }
}
