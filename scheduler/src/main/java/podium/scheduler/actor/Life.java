package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.LogBeginningGoneException;
import podium.engine.port.Outlet;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Snapshots;
import podium.engine.reign.Candidate;
import podium.engine.reign.Office;
import podium.engine.reign.ReignEnded;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/** One life of a candidate with the ports of its own. Confined to its actor. */
final class Life implements Outlet<ActorRef<WorkerMessage>> {
  static final Logger LOG = LoggerFactory.getLogger(SchedulerActor.class);

  /** What its ports tell, from their own threads, by way of the actor's mailbox. */
  sealed interface Told {}

  private record LogRead(EventLog.Batch batch) implements Told {}

  private record SnapshotFound(Shelf.Found found) implements Told {}

  private record SnapshotKept(Manifest manifest) implements Told {}

  private record SnapshotNotKept(String why) implements Told {}

  private record RequestsRead(Intake.Batch batch) implements Told {}

  private record TopicSeen(String topic) implements Told {}

  private record TopicReplaced(String by) implements Told {}

  private record PortFailed(Exception failure) implements Told {}

  private final String incarnation;
  private final Ports ports;
  private final ActorRef<SchedulerActor.Message> actor;
  private final EventLog log;
  private final Snapshots snapshots;
  private final Candidate<ActorRef<WorkerMessage>> candidate;
  private Optional<Intake> intake = Optional.empty();

  private Life(
      String incarnation, Ports ports, Office office, ActorRef<SchedulerActor.Message> actor) {
    this.incarnation = incarnation;
    this.ports = ports;
    this.actor = actor;
    this.log = ports.log().create();
    this.snapshots = ports.snapshots().create();
    this.candidate =
        new Candidate<>(
            incarnation,
            ports.settings(),
            ports.snapshotEvery(),
            ports.address(),
            office,
            ports.time(),
            this);
  }

  /** A life that begins to look for what there is to know. */
  static Life begin(
      String incarnation, Ports ports, Office office, ActorRef<SchedulerActor.Message> actor) {
    Life life = new Life(incarnation, ports, office, actor);
    life.candidate.begin();
    return life;
  }

  String incarnation() {
    return incarnation;
  }

  Candidate<ActorRef<WorkerMessage>> candidate() {
    return candidate;
  }

  void on(Told told) {
    switch (told) {
      case LogRead read -> candidate.read(read.batch());
      case SnapshotFound found -> candidate.found(found.found());
      case SnapshotKept kept -> candidate.kept(kept.manifest());
      case SnapshotNotKept not -> candidate.notKept(not.why());
      case RequestsRead read -> candidate.take(read.batch());
      case TopicSeen seen -> candidate.topic(seen.topic());
      case TopicReplaced replaced -> candidate.otherTopic(replaced.by());
      case PortFailed failed -> throw ended(failed.failure());
    }
  }

  private static RuntimeException ended(Exception failure) {
    return failure instanceof LogBeginningGoneException gone
        ? gone
        : new ReignEnded("Kafka failed: " + failure.getMessage(), failure);
  }

  void close() {
    intake.ifPresent(Intake::close);
    log.close();
    snapshots.close();
  }

  private void tell(Told told) {
    actor.tell(new SchedulerActor.OfLife(incarnation, told));
  }

  @Override
  public void append(byte[] record) {
    log.append(record);
  }

  @Override
  public void send(ActorRef<WorkerMessage> worker, WorkerMessage message) {
    worker.tell(message);
  }

  @Override
  public void call(NodeAddress worker, WorkerMessage message) {
    ports.calls().call(worker, message);
  }

  @Override
  public void alive(Alive alive, boolean standsBy) {
    ports.broadcast().alive(alive, standsBy);
  }

  @Override
  public void progress(Progress progress) {
    ports.broadcast().progress(progress);
  }

  @Override
  public void capacity(WorkerCapacity capacity) {
    ports.broadcast().capacity(capacity);
  }

  @Override
  public void status(SchedulerStatus status) {
    ports.status().accept(status);
  }

  @Override
  public void note(Level level, String text) {
    switch (level) {
      case INFO -> LOG.info("{}", text);
      case WARNING -> LOG.warn("{}", text);
      case ERROR -> LOG.error("{}", text);
    }
  }

  @Override
  public void askForSnapshot(Set<String> distrusted) {
    snapshots.read(
        // why: to decode a large one takes its time, and the actor has none to give away
        all -> tell(new SnapshotFound(Shelf.find(all, distrusted))),
        failure -> tell(new PortFailed(failure)));
  }

  @Override
  public void openLog(long from) {
    log.open(from, new OfLog());
  }

  @Override
  public void keep(Recorded recorded) {
    snapshots.write(
        () -> Shelf.write(recorded),
        manifest -> tell(new SnapshotKept(manifest)),
        failure -> tell(new SnapshotNotKept(String.valueOf(failure.getMessage()))));
  }

  @Override
  public void removeSnapshots(Set<String> keys) {
    snapshots.remove(keys);
  }

  @Override
  public void askForTopic() {
    ports
        .intake()
        .topic(topic -> tell(new TopicSeen(topic)), failure -> tell(new PortFailed(failure)));
  }

  @Override
  public void openRequests(Intake.Begin begin) {
    intake = Optional.of(ports.intake().open(begin, new OfRequests()));
  }

  private final class OfLog implements EventLog.Listener {
    @Override
    public void onRead(EventLog.Batch batch) {
      tell(new LogRead(batch));
    }

    @Override
    public void onFailure(Exception failure) {
      tell(new PortFailed(failure));
    }
  }

  private final class OfRequests implements Intake.Listener {
    @Override
    public void onRequests(Intake.Batch batch) {
      tell(new RequestsRead(batch));
    }

    @Override
    public void onOtherTopic(String id) {
      tell(new TopicReplaced(id));
    }

    @Override
    public void onFailure(Exception failure) {
      tell(new PortFailed(failure));
    }
  }
}
