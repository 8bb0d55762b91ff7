package podium.engine.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** How far requests were read. Confined to its state's owner. */
final class RequestsRead {
  /** Kafka's id of the requests topic that was last known; empty before there was one. */
  String topic = "";

  /** Offset of the next request by partition of that topic; 0 where nothing is said. */
  final Map<Integer, Long> next = new TreeMap<>();

  /** What the change to another requests topic lost, as long as the log does not say it. */
  final Deque<Event.RequestsLost> untold = new ArrayDeque<>();

  void read(Source source) {
    next.merge(source.partition(), source.offset() + 1, Math::max);
  }

  /** The offsets of one requests topic say nothing about another one. */
  void follow(String another) {
    if (another.isEmpty() || another.equals(topic)) {
      return;
    }
    if (!topic.isEmpty()) {
      next.putIfAbsent(0, 0L);
      next.forEach(
          (partition, offset) ->
              untold.add(new Event.RequestsLost(Topics.REQUESTS, partition, offset, 0, topic)));
      next.clear();
    }
    topic = another;
  }

  void lose(Event.RequestsLost lost) {
    if (lost.replaced().isEmpty()) {
      next.put(lost.partition(), lost.to());
    } else {
      untold.remove(lost);
    }
  }
}
