package podium.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.engine.port.EventLog;
import podium.engine.port.Snapshots;

/**
 * One event log, and one topic of requests, with all that a broker, its disk and the way to it can
 * do to them.
 */
final class Broker {
  private final Agenda agenda;
  private final Chance chance;
  private final List<byte[]> log = new ArrayList<>();
  private final List<BrokerLog> ways = new ArrayList<>();
  private final List<BrokerIntake> intakes = new ArrayList<>();
  private final SortedMap<String, byte[]> snapshots = new TreeMap<>();
  private List<byte[]> requests = new ArrayList<>();
  private int topics = 1;
  private long pausedUntil;
  private long slowUntil;
  private Fault next = Fault.NONE;
  private int faulty;
  private long cuts;
  private boolean healed;

  /** What becomes of an append. */
  enum Fault {
    NONE,
    /** It never arrives, and nobody says so. */
    LOST,
    /** It never arrives, and its writer is told. */
    FAILED,
    /** It arrives, and its writer is told that it did not. */
    DOUBTED,
    /** It arrives twice. */
    DOUBLED
  }

  Broker(Agenda agenda, Chance chance) {
    this.agenda = agenda;
    this.chance = chance;
  }

  /** A way of its own to the log. */
  EventLog way() {
    return new BrokerLog(this, agenda);
  }

  /** The records of the log as they lie there now. */
  List<byte[]> log() {
    return log;
  }

  /** A way of its own to the snapshots. */
  Snapshots snapshotsWay() {
    return new BrokerSnapshots(this, agenda);
  }

  /** What lies in the topic of snapshots. */
  SortedMap<String, byte[]> snapshots() {
    return snapshots;
  }

  /** Keeps the records of a snapshot, or only the first of them; says why not all. */
  Optional<String> keeps(SequencedMap<String, byte[]> records) {
    boolean torn = !healed && chance.oneIn(6);
    boolean lost = !healed && chance.oneIn(10);
    int kept = lost ? 0 : torn ? chance.between(0, records.size() - 1) : records.size();
    records.entrySet().stream()
        .limit(kept)
        .forEach(record -> snapshots.put(record.getKey(), record.getValue()));
    return kept == records.size() ? Optional.empty() : Optional.of("a record was not written");
  }

  /** A snapshot is damaged on its disk. */
  void damageSnapshots() {
    List<String> keys = List.copyOf(snapshots.keySet());
    if (!keys.isEmpty()) {
      String which = chance.one(keys);
      snapshots.computeIfPresent(
          which, (key, value) -> chance.oneIn(2) ? null : Arrays.copyOf(value, value.length / 2));
    }
  }

  /** How often the log lost its tail. */
  long cuts() {
    return cuts;
  }

  void opened(BrokerLog way) {
    ways.add(way);
    wake(way);
  }

  void closed(BrokerLog way) {
    ways.remove(way);
  }

  /** For how many milliseconds it still answers nobody. */
  long stillFor() {
    return Math.max(0, pausedUntil - agenda.now());
  }

  /** Within how many milliseconds something reaches the broker, or comes from it. */
  long travels() {
    long travels = agenda.now() < slowUntil ? chance.spread(10, 15_000) : chance.between(1, 15);
    return stillFor() + travels;
  }

  /** Whether what a closed way had sent does not arrive any more. */
  boolean forgets() {
    return chance.oneIn(2);
  }

  /** A record reaches the log; says what its writer is told. */
  Fault arrives(byte[] record) {
    Fault fault = faulty > 0 ? next : Fault.NONE;
    faulty = Math.max(0, faulty - 1);
    if (fault != Fault.LOST && fault != Fault.FAILED) {
      write(record);
    }
    if (fault == Fault.DOUBLED) {
      write(record);
    }
    return fault;
  }

  /** Somebody writes that into the log, whoever it is. */
  void write(byte[] record) {
    log.add(record);
    ways.forEach(this::wake);
  }

  private void wake(BrokerLog way) {
    agenda.in(travels(), way::poll);
  }

  /** So many of the next appends go wrong in that way. */
  void faults(Fault fault, int count) {
    next = fault;
    faulty = count;
  }

  /** It answers nobody for so long. */
  void pause(long millis) {
    pausedUntil = Math.max(pausedUntil, agenda.now() + millis);
  }

  /** Everything takes its time for so long. */
  void slow(long millis) {
    slowUntil = agenda.now() + millis;
  }

  /** Reading fails for everybody who has the log open. */
  void failReads() {
    List.copyOf(ways).forEach(way -> way.fails("reading failed"));
  }

  /**
   * Its last records are gone, as after a disk that lied; only those behind the last placement.
   * why: what places a trial again gives an attempt a number that a worker knows already
   */
  void loseTail(int count) {
    int left = log.size();
    while (left > Math.max(1, log.size() - count) && !isPlacement(log.get(left - 1))) {
      left--;
    }
    if (left < log.size()) {
      log.subList(left, log.size()).clear();
      cuts++;
      for (BrokerLog way : List.copyOf(ways)) {
        way.truncated(left);
      }
    }
  }

  private static boolean isPlacement(byte[] record) {
    return new String(record, StandardCharsets.UTF_8).contains("\"type\":\"TrialPlaced\"");
  }

  /** The id of the requests topic. */
  String topic() {
    return "requests-" + topics;
  }

  List<byte[]> requests() {
    return requests;
  }

  void request(byte[] request) {
    requests.add(request);
    intakes.forEach(intake -> agenda.in(travels(), intake::poll));
  }

  /** Another topic takes the place of the requests topic; what nobody has read is gone. */
  void remakeRequests() {
    topics++;
    requests = new ArrayList<>();
    intakes.forEach(intake -> agenda.in(travels(), intake::poll));
  }

  void opened(BrokerIntake intake) {
    intakes.add(intake);
    agenda.in(travels(), intake::poll);
  }

  void closed(BrokerIntake intake) {
    intakes.remove(intake);
  }

  /** Nothing goes wrong any more. */
  void heal() {
    pausedUntil = 0;
    slowUntil = 0;
    faulty = 0;
    healed = true;
  }
}
