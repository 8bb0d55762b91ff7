package podium.dashboard.h2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Checkpoint;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Rows;
import podium.dashboard.domain.Trial;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** The rows as they were at a checkpoint. Not thread-safe. */
final class PastRows implements Rows {
  private final Handle handle;
  private final Map<ExperimentId, ExperimentRow> experiments = new LinkedHashMap<>();
  private final Map<TrialId, TrialRow> trials = new LinkedHashMap<>();
  private final Map<String, WorkerRow> workers = new LinkedHashMap<>();

  private PastRows(Handle handle) {
    this.handle = handle;
  }

  /**
   * Finds them in a session that sees the tables at the checkpoint: what did not change since, and
   * of the rest the former rows.
   *
   * @param now all trials, read before the transaction began
   */
  static PastRows at(Handle handle, Checkpoint checkpoint, List<TrialRow> now) {
    PastRows rows = new PastRows(handle);
    rows.trials(checkpoint.offset(), now);
    rows.experiments(checkpoint.offset());
    rows.workers(checkpoint.offset());
    return rows;
  }

  private void trials(long offset, List<TrialRow> now) {
    Map<String, FormerRow> formers = PastReader.formers(handle, FormerRow.Kind.TRIAL, offset);
    for (TrialRow row : now) {
      TrialId id = row.identity().trial();
      if (row.offset() < offset) {
        trials.put(id, row);
      } else {
        Optional.ofNullable(formers.get(id.value()))
            .ifPresent(former -> trials.put(id, former.trial(row.identity())));
      }
    }
  }

  private void experiments(long offset) {
    Map<String, FormerRow> formers = PastReader.formers(handle, FormerRow.Kind.EXPERIMENT, offset);
    handle
        .createQuery("SELECT * FROM public.experiment WHERE from_offset < :offset")
        .bind("offset", offset)
        .map((row, context) -> RowReader.experiment(row))
        .forEach(row -> experiments.put(row.experiment(), row));
    formers.values().stream()
        .map(FormerRow::experiment)
        .forEach(row -> experiments.putIfAbsent(row.experiment(), row));
  }

  private void workers(long offset) {
    Map<String, FormerRow> formers = PastReader.formers(handle, FormerRow.Kind.WORKER, offset);
    handle
        .createQuery("SELECT * FROM public.worker WHERE from_offset < :offset")
        .bind("offset", offset)
        .map((row, context) -> RowReader.worker(row))
        .forEach(row -> workers.put(row.worker(), row));
    formers.values().stream()
        .map(FormerRow::worker)
        .forEach(row -> workers.putIfAbsent(row.worker(), row));
  }

  /** Goes on to where a batch ends. */
  void apply(Batch batch) {
    batch.experiments().forEach(row -> experiments.put(row.experiment(), row));
    batch.trials().forEach(trial -> trials.put(trial.row().identity().trial(), trial.row()));
    batch.workers().forEach(row -> workers.put(row.worker(), row));
  }

  List<ExperimentRow> experiments() {
    return List.copyOf(experiments.values());
  }

  List<TrialRow> trials() {
    return List.copyOf(trials.values());
  }

  List<WorkerRow> workers() {
    return List.copyOf(workers.values());
  }

  @Override
  public Optional<ExperimentRow> experiment(ExperimentId experiment) {
    return Optional.ofNullable(experiments.get(experiment));
  }

  @Override
  public Optional<Trial> trial(TrialId trial) {
    return Optional.ofNullable(trials.get(trial))
        .map(
            row ->
                row.standing().attempts() == 0
                    ? new Trial(row, List.of(), Optional.empty())
                    : CachedRows.withHistory(handle, trial, row));
  }

  @Override
  public Optional<WorkerRow> worker(String worker) {
    return Optional.ofNullable(workers.get(worker));
  }
}
