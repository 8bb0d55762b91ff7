package podium.dashboard.h2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Mark;
import podium.dashboard.domain.Rows;
import podium.dashboard.domain.Trial;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.TrialTable;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** The rows as committed, the ones in use kept in memory. Confined to the projector's thread. */
final class CachedRows implements Rows {
  private static final int MOST_TRIALS = 20_000;
  private static final int MOST_OTHERS = 5_000;

  private final H2Board h2;
  private final TrialTable table;
  private final Map<ExperimentId, ExperimentRow> experiments = recent(MOST_OTHERS);
  private final Map<TrialId, Trial> trials = recent(MOST_TRIALS);
  private final Map<String, WorkerRow> workers = recent(MOST_OTHERS);

  CachedRows(H2Board h2, TrialTable table) {
    this.h2 = h2;
    this.table = table;
  }

  @Override
  public Optional<ExperimentRow> experiment(ExperimentId experiment) {
    return cached(experiments, experiment, handle -> experiment(handle, experiment));
  }

  @Override
  public Optional<Trial> trial(TrialId trial) {
    return Optional.ofNullable(trials.get(trial))
        .or(() -> table.row(trial).map(row -> withHistory(trial, row)));
  }

  @Override
  public Optional<WorkerRow> worker(String worker) {
    return cached(workers, worker, handle -> worker(handle, worker));
  }

  void committed(Batch batch) {
    batch.experiments().forEach(row -> experiments.put(row.experiment(), row));
    batch.workers().forEach(row -> workers.put(row.worker(), row));
    for (Trial trial : batch.trials()) {
      TrialId id = trial.row().identity().trial();
      if (trial.row().standing().status().ended()) {
        trials.remove(id);
      } else {
        trials.put(id, trial);
      }
    }
  }

  private <K, T> Optional<T> cached(Map<K, T> kept, K id, Function<Handle, Optional<T>> load) {
    return Optional.ofNullable(kept.get(id)).or(() -> h2.read(load));
  }

  private static Optional<ExperimentRow> experiment(Handle handle, ExperimentId experiment) {
    return handle
        .createQuery("SELECT * FROM experiment WHERE experiment = :id")
        .bind("id", experiment.value())
        .map((row, context) -> RowReader.experiment(row))
        .findOne();
  }

  private static Optional<WorkerRow> worker(Handle handle, String worker) {
    return handle
        .createQuery("SELECT * FROM worker WHERE worker = :id")
        .bind("id", worker)
        .map((row, context) -> RowReader.worker(row))
        .findOne();
  }

  private Trial withHistory(TrialId id, TrialRow row) {
    return row.standing().attempts() == 0
        ? new Trial(row, List.of(), Optional.empty())
        : h2.read(handle -> withHistory(handle, id, row));
  }

  /**
   * The trial with its epochs that count and its last attempt, by the tables that a session sees.
   */
  static Trial withHistory(Handle handle, TrialId trial, TrialRow row) {
    List<Mark> marks =
        handle
            .createQuery(
                "SELECT * FROM epoch WHERE trial = :id AND to_offset IS NULL ORDER BY epoch")
            .bind("id", trial.value())
            .map((found, context) -> RowReader.mark(found))
            .list();
    Optional<AttemptRow> attempt =
        handle
            .createQuery("SELECT * FROM attempt WHERE trial = :id ORDER BY attempt DESC LIMIT 1")
            .bind("id", trial.value())
            .map((found, context) -> RowReader.attempt(found))
            .findOne();
    return new Trial(row, marks, attempt);
  }

  private static <K, T> Map<K, T> recent(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, T> eldest) {
        return size() > most;
      }
    };
  }
}
