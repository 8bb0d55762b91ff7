package podium.engine.reign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.Outlet;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Time;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.request.Request;

/** One log and its candidates in one thread: time passes and appends arrive when a test says so. */
final class Realm {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  final List<byte[]> log = new ArrayList<>();

  /** What lies in the topic of snapshots. */
  final Map<String, byte[]> shelf = new TreeMap<>();

  long snapshotEvery = Long.MAX_VALUE;
  private final DecisionSettings settings;
  private Duration passed = Duration.ZERO;

  Realm() {
    this(DecisionSettings.DEFAULT);
  }

  Realm(DecisionSettings settings) {
    this.settings = settings;
  }

  /** What was said to a worker, and where. */
  record Said(String to, WorkerMessage message) {}

  /** A candidate with its own clock, its own way to the log, and its own requests. */
  final class Node implements Time, Outlet<String> {
    final String incarnation;
    final Office office;
    final Candidate<String> candidate;
    final NodeAddress address;
    final List<Alive> lives = new ArrayList<>();
    final Queue<byte[]> underway = new ArrayDeque<>();
    final List<Said> said = new ArrayList<>();
    final List<WorkerCapacity> capacities = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    SchedulerStatus status = SchedulerStatus.STARTING;
    Optional<Intake.Begin> begin = Optional.empty();
    Duration ahead;
    String topic = "topic-a";
    int batchesDone;
    final Queue<Recorded> kept = new ArrayDeque<>();
    int begunAt;
    private Set<String> distrusted = Set.of();
    private boolean asked;
    private int read;

    private Node(String incarnation, Duration ahead, Office office) {
      this.incarnation = incarnation;
      this.office = office;
      this.ahead = ahead;
      this.address = new NodeAddress(incarnation + ":1");
      this.candidate =
          new Candidate<>(incarnation, settings, snapshotEvery, address, office, this, this);
      candidate.begin();
      candidate.found(Shelf.find(shelf, distrusted));
    }

    /** Kafka gives it the office. */
    Node elected() {
      office.elected();
      candidate.officeChanged();
      return this;
    }

    /** Kafka takes the office from it. */
    Node dismissed() {
      office.dismissed();
      candidate.officeChanged();
      return this;
    }

    /** So many of its appends reach the log. */
    Node arrive(int count) {
      for (int i = 0; i < count; i++) {
        log.add(underway.remove());
      }
      return this;
    }

    /** So many of its appends never reach the log. */
    void lose(int count) {
      for (int i = 0; i < count; i++) {
        underway.remove();
      }
    }

    /** Reads all that is in the log. */
    Node reads() {
      List<EventLog.Stored> records = new ArrayList<>();
      for (; read < log.size(); read++) {
        records.add(new EventLog.Stored(read, log.get(read)));
      }
      candidate.read(new EventLog.Batch(records, true, () -> {}));
      if (asked) {
        asked = false;
        candidate.topic(topic);
      }
      return this;
    }

    /** Its appends arrive and are read back until there are none. */
    Node settles() {
      reads();
      while (!underway.isEmpty()) {
        arrive(underway.size());
        reads();
      }
      return this;
    }

    void take(long offset, Request request) {
      candidate.take(
          new Intake.Batch(
              List.of(
                  new Command.TakeRequest(
                      new Source("podium.requests", 0, offset),
                      new Request.Reading.Understood(request),
                      new Command.Raw("", 0, ""))),
              () -> batchesDone++));
    }

    void submit(long offset, String name) {
      take(offset, new Request.Submit(Given.spec(name, 0, "resnet18")));
    }

    /** All that was said to that place since the last time. */
    List<WorkerMessage> heardAt(String place) {
      List<WorkerMessage> heard =
          said.stream().filter(it -> it.to().equals(place)).map(Said::message).toList();
      said.removeIf(it -> it.to().equals(place));
      return heard;
    }

    @Override
    public Instant wall() {
      return NOON.plus(passed).plus(ahead);
    }

    @Override
    public long nanos() {
      return passed.toNanos() - 5;
    }

    @Override
    public void append(byte[] record) {
      underway.add(record);
    }

    @Override
    public void send(String worker, WorkerMessage message) {
      said.add(new Said(worker, message));
    }

    @Override
    public void call(NodeAddress worker, WorkerMessage message) {
      said.add(new Said(worker.value(), message));
    }

    @Override
    public void alive(Alive alive, boolean standsBy) {
      lives.add(alive);
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void capacity(WorkerCapacity capacity) {
      capacities.add(capacity);
    }

    @Override
    public void status(SchedulerStatus latest) {
      status = latest;
    }

    @Override
    public void note(Level level, String text) {
      notes.add(level + " " + text);
    }

    /** What it wanted to keep is kept, or only so many records of it are. */
    Node keeps(int records) {
      Shelf.Written written = Shelf.write(kept.remove());
      written.records().entrySet().stream()
          .limit(records)
          .forEach(record -> shelf.put(record.getKey(), record.getValue()));
      if (records < written.records().size()) {
        candidate.notKept("the disk is full");
      } else {
        candidate.kept(written.manifest());
      }
      return this;
    }

    @Override
    public void askForSnapshot(Set<String> of) {
      distrusted = of;
    }

    @Override
    public void openLog(long from) {
      read = (int) Math.min(from, log.size());
      begunAt = read;
    }

    @Override
    public void keep(Recorded recorded) {
      kept.add(recorded);
    }

    @Override
    public void removeSnapshots(Set<String> keys) {
      shelf.keySet().removeAll(keys);
    }

    @Override
    public void askForTopic() {
      asked = true;
    }

    @Override
    public void openRequests(Intake.Begin from) {
      begin = Optional.of(from);
    }
  }

  /** A candidate that is elected and has read nothing. */
  Node candidate(String incarnation) {
    return candidate(incarnation, Duration.ZERO);
  }

  /** The same, whose wall clock is that much ahead. */
  Node candidate(String incarnation, Duration ahead) {
    return new Node(incarnation, ahead, new Office()).elected();
  }

  /** A candidate that nobody elected. */
  Node standby(String incarnation) {
    return new Node(incarnation, Duration.ZERO, new Office());
  }

  /** Another life of a node's process. */
  Node heir(Node before, String incarnation) {
    return new Node(incarnation, Duration.ZERO, before.office);
  }

  /** A candidate that reigns. */
  Node reigning(String incarnation) {
    return candidate(incarnation).settles();
  }

  /** One that reigns, and begins at the log's first record whatever snapshots there are. */
  Node withoutSnapshots(String incarnation) {
    Map<String, byte[]> all = new TreeMap<>(shelf);
    shelf.clear();
    Node node = reigning(incarnation);
    shelf.putAll(all);
    return node;
  }

  /** Time passes, and nobody does anything. */
  void passes(Duration time) {
    passed = passed.plus(time);
  }

  /** Time passes for a node that ticks so often. */
  void passes(Node node, Duration time, Duration tick) {
    for (Duration end = passed.plus(time); passed.compareTo(end) < 0; ) {
      passes(tick);
      if (node.candidate.ending().isEmpty()) {
        node.candidate.tick();
      }
      node.settles();
    }
  }

  /** The entry that the reigning scheduler would write next. */
  Entry next(Event event) {
    LogCursor cursor = new LogCursor();
    Instant time = read(cursor).getLast().time();
    Fence fence = cursor.place().fence();
    return Entry.of(
        fence.term(), fence.incarnation(), fence.nextIndex(), fence.head(), time, event);
  }

  /** The entries that count. */
  List<Entry> entries() {
    return read(new LogCursor());
  }

  private List<Entry> read(LogCursor cursor) {
    List<Entry> entries = new ArrayList<>();
    for (int offset = 0; offset < log.size(); offset++) {
      if (cursor.read(offset, log.get(offset)) instanceof Reading.Counted counted) {
        entries.add(counted.entry());
      }
    }
    return entries;
  }

  /** The events of a kind that count. */
  <T extends Event> List<T> valid(Class<T> type) {
    return entries().stream().map(Entry::event).filter(type::isInstance).map(type::cast).toList();
  }
}
