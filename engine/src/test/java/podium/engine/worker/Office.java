package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import podium.engine.audit.Auditor;
import podium.engine.decide.Command;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.Outlet;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Time;
import podium.engine.reign.Candidate;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Progress;
import podium.protocol.request.Request;

/**
 * The scheduler's own candidate over a log that always takes what it is given; whatever it writes
 * is audited at once.
 */
final class Office implements Time, Outlet<Consumer<WorkerMessage>> {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  final List<Event> events = new ArrayList<>();

  /** What folding the log gives. */
  final SchedulerState state = new SchedulerState();

  private final List<byte[]> log = new ArrayList<>();
  private final Queue<byte[]> underway = new ArrayDeque<>();
  private final LogCursor cursor = new LogCursor();
  private final Auditor auditor = new Auditor();
  private Candidate<Consumer<WorkerMessage>> candidate;
  private Duration passed = Duration.ZERO;
  private boolean asked;
  private long requests;
  private int read;
  private int audited;
  private int lives;

  Office() {
    candidate = next();
    reign();
  }

  private Candidate<Consumer<WorkerMessage>> next() {
    return new Candidate<>("office-" + ++lives, DecisionSettings.DEFAULT, this, this);
  }

  /** The one before is gone at once, and another reign begins: it has heard of nobody yet. */
  void reign() {
    underway.clear();
    read = 0;
    candidate = next();
    readBack();
  }

  void submit(ExperimentSpec spec) {
    take(new Request.Submit(spec));
  }

  void cancel(String trial) {
    take(new Request.Cancel(Optional.empty(), trial));
  }

  private void take(Request request) {
    candidate.take(
        new Intake.Batch(
            List.of(
                new Command.TakeRequest(
                    new Source("podium.requests", 0, requests++),
                    new Request.Reading.Understood(request),
                    new Command.Raw("", 0, ""))),
            () -> {}));
    readBack();
  }

  void hear(SchedulerMessage message, Consumer<WorkerMessage> reply) {
    candidate.hear(message, reply);
    readBack();
  }

  /** Half a second went by. */
  void tick() {
    passed = passed.plus(Candidate.TICK);
    candidate.tick();
    readBack();
  }

  <T extends Event> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void readBack() {
    boolean first = true;
    while (first || !underway.isEmpty()) {
      first = false;
      log.addAll(underway);
      underway.clear();
      List<EventLog.Stored> records = new ArrayList<>();
      for (; read < log.size(); read++) {
        records.add(new EventLog.Stored(read, log.get(read)));
      }
      candidate.read(new EventLog.Batch(records, true, () -> {}));
      if (asked) {
        asked = false;
        candidate.topic("requests");
      }
      audit();
    }
  }

  private void audit() {
    for (; audited < log.size(); audited++) {
      Reading reading = cursor.read(audited, log.get(audited));
      assertThat(auditor.take(reading)).isEmpty();
      if (reading instanceof Reading.Counted counted) {
        events.add(counted.entry().event());
        Fold.apply(state, counted.entry());
      }
    }
    assertThat(state.refused()).isZero();
  }

  @Override
  public Instant wall() {
    return NOON.plus(passed);
  }

  @Override
  public long nanos() {
    return passed.toNanos();
  }

  @Override
  public void append(byte[] record) {
    underway.add(record);
  }

  @Override
  public void send(Consumer<WorkerMessage> worker, WorkerMessage message) {
    worker.accept(message);
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void status(SchedulerStatus status) {}

  @Override
  public void note(Level level, String text) {}

  @Override
  public void askForTopic() {
    asked = true;
  }

  @Override
  public void openRequests(Intake.Begin begin) {
    requests = begin.of(0);
  }
}
