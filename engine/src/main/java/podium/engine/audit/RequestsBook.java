package podium.engine.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** Which requests have their fact, and whom keys belong to. Confined to its auditor. */
final class RequestsBook {
  private String topic = "";
  private final Map<Integer, Long> next = new TreeMap<>();
  private final Map<String, String> owners = new HashMap<>();

  /** What the change to another topic lost, as long as no fact says it. */
  private final List<Event.RequestsLost> owed = new ArrayList<>();

  /** A term begins; the offsets of one topic say nothing about another one. */
  void follow(String found) {
    if (found.isEmpty() || found.equals(topic)) {
      return;
    }
    if (!topic.isEmpty()) {
      next.putIfAbsent(0, 0L);
      next.forEach(
          (partition, offset) ->
              owed.add(new Event.RequestsLost(Topics.REQUESTS, partition, offset, 0, topic)));
      next.clear();
    }
    topic = found;
  }

  /** Whether no fact says yet what the change of topics lost. */
  boolean owes() {
    return !owed.isEmpty();
  }

  /** Whether it is the first fact of a request. */
  boolean first(Source source, Findings findings) {
    long expected = next.getOrDefault(source.partition(), 0L);
    boolean first =
        findings.fits(
            source.offset() >= expected,
            Invariant.ONE_FACT_A_REQUEST,
            "the request at offset %d of partition %d has its fact; the next one is %d",
            source.offset(),
            source.partition(),
            expected);
    if (first) {
      next.put(source.partition(), source.offset() + 1);
    }
    return first;
  }

  void lost(Event.RequestsLost lost, Findings findings) {
    if (!lost.replaced().isEmpty()) {
      findings.fits(
          owed.remove(lost),
          Invariant.LOSSES_TOLD,
          "no such loss is to be told of partition %d of topic %s",
          lost.partition(),
          lost.replaced());
      return;
    }
    long expected = next.getOrDefault(lost.partition(), 0L);
    findings.require(
        lost.from() >= expected,
        Invariant.LOSSES_TOLD,
        "offsets %d to %d of partition %d are told lost, and those before %d have their facts",
        lost.from(),
        lost.to(),
        lost.partition(),
        expected);
    next.put(lost.partition(), lost.to());
  }

  /** A request under a key was followed. */
  void owned(Optional<String> key, String by, Findings findings) {
    key.ifPresent(
        it -> {
          String before = owners.putIfAbsent(it, by);
          findings.require(
              before == null,
              Invariant.KEYS_HAVE_ONE_OWNER,
              "key %s belongs to %s, and %s was followed under it",
              it,
              String.valueOf(before),
              by);
        });
  }

  void duplicate(Event.RequestDuplicate duplicate, Findings findings) {
    String owner = owners.getOrDefault(duplicate.key(), "nobody");
    findings.require(
        duplicate.of().equals(owner),
        Invariant.KEYS_HAVE_ONE_OWNER,
        "it is called a duplicate of %s, and key %s belongs to %s",
        duplicate.of(),
        duplicate.key(),
        owner);
  }
}
