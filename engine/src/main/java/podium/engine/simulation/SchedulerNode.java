package podium.engine.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.Outlet;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Snapshots;
import podium.engine.port.Time;
import podium.engine.reign.Candidate;
import podium.engine.reign.Office;
import podium.engine.reign.ReignEnded;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/**
 * A scheduler's machine: process after process, and in each one life of a candidate after another.
 */
final class SchedulerNode implements Time {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final long SHORTEST_PAUSE = 200;
  private static final long LONGEST_PAUSE = 10_000;

  /** How long it leaves the office to others after reigns in vain. */
  private static final long AWAY = 60_000;

  private final String name;
  private final World world;
  private final DecisionSettings settings;
  private final long snapshotEvery;
  private Mailbox process;
  private Office office = new Office();
  private boolean wasElected;
  private Optional<Life> life = Optional.empty();
  private int lives;
  private long pause = SHORTEST_PAUSE;
  private boolean stopping;
  private boolean startsAgain;
  private long awayUntil;
  private Duration clockAhead = Duration.ZERO;
  private long slept;
  private long awakeAt;

  /** A machine without a process. */
  SchedulerNode(String name, World world, DecisionSettings settings, long snapshotEvery) {
    this.name = name;
    this.world = world;
    this.settings = settings;
    this.snapshotEvery = snapshotEvery;
    this.process = new Mailbox(world.agenda());
    process.kill();
  }

  String name() {
    return name;
  }

  /** Where workers reach it. */
  NodeAddress address() {
    return new NodeAddress(name + ":1");
  }

  /** The election says whether it is to reign. */
  void electionSays(boolean elected) {
    process.tell(
        () -> {
          if (elected != wasElected) {
            wasElected = elected;
            if (elected) {
              office.elected();
            } else {
              office.dismissed();
            }
            life.ifPresent(now -> now.turn(now.candidate::officeChanged));
          }
        });
  }

  /** Its process is killed. */
  void crash() {
    endLife();
    process.kill();
  }

  /** A person stops it: it says so in the log, and leaves the election. */
  void stop() {
    process.tell(
        () -> {
          stopping = true;
          life.ifPresentOrElse(
              now -> now.turn(() -> now.candidate.leave("it was stopped")), this::stopped);
        });
  }

  private void stopped() {
    world.elector().leaves(this);
    crash();
    if (startsAgain) {
      start();
    }
  }

  /** Its process is started, if there is none. */
  void start() {
    if (isAsleep()) {
      world.agenda().in(awakeAt - world.agenda().now(), this::start);
    } else if (stopping && lives()) {
      startsAgain = true;
    } else if (process.isDead()) {
      process = new Mailbox(world.agenda());
      office = new Office();
      wasElected = false;
      stopping = false;
      startsAgain = false;
      awayUntil = 0;
      pause = SHORTEST_PAUSE;
      begin();
      process.every(Elector.BEAT, this::beat);
    }
  }

  boolean lives() {
    return !process.isDead();
  }

  private void beat() {
    if (world.agenda().now() >= awayUntil) {
      world.elector().hear(this);
    }
  }

  /** Its process stands still for so long. */
  void still(long millis) {
    process.still(millis);
  }

  /** Its machine sleeps: its monotonic clock does not count that. */
  void sleep(long millis) {
    if (!isAsleep()) {
      awakeAt = world.agenda().now() + millis;
      slept += millis;
      process.still(millis);
    }
  }

  private boolean isAsleep() {
    return world.agenda().now() < awakeAt;
  }

  /** Its wall clock is set. */
  void setClock(Duration further) {
    clockAhead = clockAhead.plus(further);
  }

  private void hearAlive(Alive alive, boolean standsBy) {
    process.in(
        world.broker().travels(),
        () -> life.ifPresent(now -> now.turn(() -> now.candidate.hear(alive, standsBy))));
  }

  /** What a worker says reaches the machine. */
  void hear(SchedulerMessage message, WorkerNode.Address from) {
    process.tell(() -> life.ifPresent(now -> now.turn(() -> now.candidate.hear(message, from))));
  }

  private void begin() {
    if (life.isEmpty()) {
      Life begun = new Life(name + "." + ++lives);
      life = Optional.of(begun);
      begun.open();
    }
  }

  private void endLife() {
    life.ifPresent(Life::close);
    life = Optional.empty();
  }

  /** As its shell does: another life after a pause that doubles. */
  private void beginAgain() {
    endLife();
    if (stopping) {
      stopped();
      return;
    }
    office.withdrawal().ifPresent(this::withdraw);
    process.in(pause, this::begin);
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
  }

  private void withdraw(String why) {
    world.story("%s: leaves the election: %s", name, why);
    awayUntil = world.agenda().now() + AWAY;
    world.elector().leaves(this);
    electionSays(false);
  }

  @Override
  public Instant wall() {
    return NOON.plusMillis(world.agenda().now()).plus(clockAhead);
  }

  @Override
  public long nanos() {
    return Duration.ofMillis(Math.max(world.agenda().now(), awakeAt) - slept).toNanos();
  }

  /** One candidate with its ports. */
  private final class Life implements Outlet<WorkerNode.Address> {
    final Candidate<WorkerNode.Address> candidate;
    final EventLog log = world.broker().way();
    final Snapshots snapshots = world.broker().snapshotsWay();
    final long cutsBefore = world.broker().cuts();
    Optional<Intake> intake = Optional.empty();

    Life(String incarnation) {
      this.candidate =
          new Candidate<>(
              incarnation, settings, snapshotEvery, address(), office, SchedulerNode.this, this);
    }

    void open() {
      candidate.begin();
      tick();
    }

    @Override
    public void askForSnapshot(Set<String> distrusted) {
      snapshots.read(
          all -> told(() -> candidate.found(Shelf.find(all, distrusted))),
          failure -> told(() -> fail(failure)));
    }

    @Override
    public void openLog(long from) {
      log.open(
          from,
          new EventLog.Listener() {
            @Override
            public void onRead(EventLog.Batch batch) {
              told(() -> candidate.read(batch));
            }

            @Override
            public void onFailure(Exception failure) {
              told(() -> fail(failure));
            }
          });
    }

    @Override
    public void keep(Recorded recorded) {
      snapshots.write(
          () -> Shelf.write(recorded),
          manifest -> told(() -> candidate.kept(manifest)),
          failure -> told(() -> candidate.notKept(String.valueOf(failure.getMessage()))));
    }

    @Override
    public void removeSnapshots(Set<String> keys) {
      snapshots.remove(keys);
    }

    private void tick() {
      process.in(
          Candidate.TICK.toMillis(),
          () -> {
            if (isNow()) {
              turn(candidate::tick);
              tick();
            }
          });
    }

    private boolean isNow() {
      return life.filter(now -> now == this).isPresent();
    }

    private void told(Runnable what) {
      process.tell(() -> turn(what));
    }

    /** Does what its process has to do next, as the actor in which a candidate lives. */
    void turn(Runnable what) {
      if (!isNow()) {
        return;
      }
      try {
        what.run();
      } catch (ReignEnded e) {
        candidate.failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        world.witness().defect(name, e);
        candidate.failed(e.toString());
      }
      candidate
          .ending()
          .filter(ending -> isNow())
          .ifPresent(
              ending -> {
                world.story("%s: a life ends: %s", name, ending.why());
                beginAgain();
              });
    }

    private void fail(Exception failure) {
      throw new ReignEnded("the broker failed: " + failure.getMessage());
    }

    void close() {
      log.close();
      snapshots.close();
      intake.ifPresent(Intake::close);
    }

    @Override
    public void append(byte[] record) {
      log.append(record);
    }

    @Override
    public void send(WorkerNode.Address worker, WorkerMessage message) {
      // why: what it had read before the log lost its tail it could not doubt
      if (world.broker().cuts() == cutsBefore) {
        world.witness().sent(message);
      }
      world.net().carry(name, worker.machine(), () -> worker.hear(message));
    }

    @Override
    public void call(NodeAddress worker, WorkerMessage message) {
      world.call(name, worker, message);
    }

    @Override
    public void alive(Alive alive, boolean standsBy) {
      world.schedulers().forEach(other -> other.hearAlive(alive, standsBy));
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void capacity(WorkerCapacity capacity) {}

    @Override
    public void status(SchedulerStatus status) {}

    @Override
    public void note(Level level, String text) {
      world.story("%s: %s", name, text);
    }

    @Override
    public void askForTopic() {
      String topic = world.broker().topic();
      process.in(world.broker().travels(), () -> turn(() -> candidate.topic(topic)));
    }

    @Override
    public void openRequests(Intake.Begin begin) {
      intake =
          Optional.of(
              BrokerIntake.open(
                  world.broker(),
                  world.agenda(),
                  begin,
                  new Intake.Listener() {
                    @Override
                    public void onRequests(Intake.Batch batch) {
                      told(() -> candidate.take(batch));
                    }

                    @Override
                    public void onOtherTopic(String id) {
                      told(() -> candidate.otherTopic(id));
                    }

                    @Override
                    public void onFailure(Exception failure) {
                      told(() -> fail(failure));
                    }
                  }));
    }
  }
}
