package podium.workers.actor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Report;

/** A link that notes what a worker says and brings what the test says. */
final class ScriptedScheduler implements SchedulerLink {
  private final List<SchedulerMessage> heard = new CopyOnWriteArrayList<>();
  volatile boolean connected;
  private volatile Consumer<WorkerMessage> inbox = message -> {};
  private volatile Consumer<TooLarge> returned = message -> {};

  @Override
  public void connect(Consumer<WorkerMessage> worker, Consumer<TooLarge> back) {
    inbox = worker;
    returned = back;
    connected = true;
  }

  @Override
  public void send(SchedulerMessage message) {
    heard.add(message);
  }

  @Override
  public void close() {}

  void returns(SchedulerMessage message) {
    returned.accept(new TooLarge(message, 300_000, 258_048));
  }

  void say(WorkerMessage message) {
    inbox.accept(message);
  }

  <T extends SchedulerMessage> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<SchedulerMessage> all() {
    return List.copyOf(heard);
  }

  /** Sequences of the reports delivered of a trial, in order of arrival. */
  List<Long> delivered(String trial) {
    return heard(SchedulerMessage.Deliver.class).stream()
        .map(SchedulerMessage.Deliver::report)
        .filter(report -> report.trial().equals(new TrialId(trial)))
        .map(Report::sequence)
        .toList();
  }

  void forget() {
    heard.clear();
  }
}
