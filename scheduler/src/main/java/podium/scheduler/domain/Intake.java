package podium.scheduler.domain;

import java.util.List;

/** Port: the requests topic, from a given offset on. */
public interface Intake extends AutoCloseable {
  @Override
  void close();

  /** Commands in offset order; no further batch comes before {@code next} was run. */
  record Batch(List<Command> commands, Runnable next) {
    public Batch {
      commands = List.copyOf(commands);
    }
  }

  /** Who is told, from the intake's own thread. */
  interface Listener {
    /** Requests were read. */
    void onRequests(Batch batch);

    /** Reading failed for good. */
    void onFailure(Exception failure);
  }

  /** Begins to read. */
  interface Factory {
    Intake open(long fromOffset, Listener listener);
  }
}
