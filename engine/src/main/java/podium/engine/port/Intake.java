package podium.engine.port;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import podium.engine.decide.Command;

/** Port: the requests topic, every partition of it from a given offset on. */
public interface Intake extends AutoCloseable {
  @Override
  void close();

  /**
   * Where reading begins.
   *
   * @param topic id of the topic that the offsets belong to; empty when there was none
   * @param next offset by partition; 0 of those that are not in it
   */
  record Begin(String topic, Map<Integer, Long> next) {
    public Begin {
      next = Map.copyOf(next);
    }

    /** The offset at which reading of a partition begins. */
    public long of(int partition) {
      return next.getOrDefault(partition, 0L);
    }
  }

  /**
   * Commands in each partition's order of offsets; no further batch comes before {@code next} was
   * run.
   */
  record Batch(List<Command.OfRequests> commands, Runnable next) {
    public Batch {
      commands = List.copyOf(commands);
    }
  }

  /** Who is told, from the intake's own thread. */
  interface Listener {
    /** Requests were read. */
    void onRequests(Batch batch);

    /** Another topic than the one to be read bears its name now; nothing more is read. */
    void onOtherTopic(String id);

    /** Reading failed for good. */
    void onFailure(Exception failure);
  }

  /** Begins to read. */
  interface Factory {
    /**
     * Asks for Kafka's id of the topic as it is now; empty when there is none, or Kafka gives none.
     * Answers from another thread.
     */
    void topic(Consumer<String> found, Consumer<Exception> failed);

    Intake open(Begin begin, Listener listener);
  }
}
