package podium.dashboard.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Trial;
import podium.protocol.id.TrialId;

/** What one batch changed, as messages made when first asked for. Thread-safe. */
final class Update {
  private final String generation;
  private final Batch batch;
  private final LiveProgress progress;
  private Optional<byte[]> messages = Optional.empty();

  Update(Position after, Batch batch, LiveProgress progress) {
    this.generation = after.generation();
    this.batch = batch;
    this.progress = progress;
  }

  long from() {
    return batch.expected();
  }

  long to() {
    return batch.next();
  }

  int rows() {
    return batch.experiments().size()
        + batch.trials().size()
        + batch.workers().size()
        + batch.rejected().size()
        + 1;
  }

  /**
   * The messages as they travel, the same for everybody. The last one carries the id: whoever
   * breaks off before it gets all of them again.
   */
  synchronized byte[] messages() {
    byte[] made = messages.orElseGet(() -> Message.bytes(make()));
    messages = Optional.of(made);
    return made;
  }

  private List<Message> make() {
    List<Message> all = new ArrayList<>();
    batch.experiments().forEach(row -> all.add(message("experiment", row)));
    for (Trial trial : batch.trials()) {
      TrialId id = trial.row().identity().trial();
      all.add(message("trial", RowJson.trial(trial.row(), progress.of(id))));
    }
    batch.workers().forEach(row -> all.add(message("worker", row)));
    batch.rejected().forEach(row -> all.add(message("rejected", RowJson.rejected(row))));
    all.add(
        message("position", RowJson.position(generation, batch.next(), batch.totals()))
            .withId(generation + ":" + batch.next()));
    return List.copyOf(all);
  }

  private static Message message(String event, Object row) {
    return new Message(event, RowJson.text(row), "");
  }
}
