package podium.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.kafka.LogRecords;
import podium.engine.audit.Auditor;
import podium.engine.log.LogCursor;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/** What the event log says, read as any reader reads it. */
final class LogFacts {
  private LogFacts() {}

  static List<Event> all(int kafkaPort) {
    try (LogReader log = LogReader.open(KafkaSettings.at("127.0.0.1:" + kafkaPort))) {
      return log.toEnd().stream().map(Entry::event).toList();
    }
  }

  /** What the auditor finds in the log, in words; nothing in a sound one. */
  static List<String> violations(int kafkaPort) {
    return violations("127.0.0.1:" + kafkaPort);
  }

  static List<String> violations(String kafka) {
    LogCursor cursor = new LogCursor();
    Auditor auditor = new Auditor();
    List<String> found = new ArrayList<>();
    LogRecords.each(
        KafkaSettings.at(kafka),
        (offset, record) ->
            auditor.take(cursor.read(offset, record)).forEach(it -> found.add(it.told())));
    return found;
  }

  /**
   * The epochs of each trial that count, in order: a later attempt supersedes from its first epoch
   * on.
   */
  static Map<String, List<Integer>> epochs(int kafkaPort) {
    return counted(all(kafkaPort));
  }

  /** The same of a log that was read already. */
  static Map<String, List<Integer>> counted(List<Event> events) {
    Map<String, List<Integer>> counted = new TreeMap<>();
    Map<String, Integer> attempts = new HashMap<>();
    for (Event event : events) {
      if (event instanceof Event.EpochCompleted epoch) {
        List<Integer> epochs =
            counted.computeIfAbsent(epoch.trial().value(), id -> new ArrayList<>());
        Integer before = attempts.put(epoch.trial().value(), epoch.attempt());
        if (before != null && before != epoch.attempt()) {
          epochs.removeIf(earlier -> earlier >= epoch.result().epoch());
        }
        epochs.add(epoch.result().epoch());
      }
    }
    return counted;
  }

  static <T extends Event> List<T> of(int kafkaPort, Class<T> type) {
    return all(kafkaPort).stream().filter(type::isInstance).map(type::cast).toList();
  }

  static final Duration LONG = Duration.ofMinutes(4);
}
