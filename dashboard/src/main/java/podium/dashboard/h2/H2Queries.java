package podium.dashboard.h2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.RejectedRow;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;

/** The board's answers out of H2. Thread-safe. */
final class H2Queries implements Board {
  private static final String OF_EXPERIMENT = "(experiment IN (:value) OR name IN (:value))";

  private static final SelectList<ExperimentRow> EXPERIMENTS =
      new SelectList<>(
          "experiment",
          "experiment",
          Map.ofEntries(
              Map.entry("experiment", "experiment"),
              Map.entry("name", "name"),
              Map.entry("dataset", "dataset"),
              Map.entry("owner", "owner"),
              Map.entry("priority", "priority"),
              Map.entry("acceptedAt", "accepted_at"),
              Map.entry("accepted", "accepted"),
              Map.entry("trials", "trials"),
              Map.entry("queued", "queued"),
              Map.entry("running", "running"),
              Map.entry("succeeded", "succeeded"),
              Map.entry("failed", "failed"),
              Map.entry("cancelled", "cancelled")),
          Map.of(
              "experiment", OF_EXPERIMENT,
              "dataset", "dataset IN (:value)",
              "owner", "owner IN (:value)"),
          "accepted",
          (row, context) -> RowReader.experiment(row));

  private static final SelectList<TrialRow> TRIALS =
      new SelectList<>(
          "trial",
          "trial",
          Map.ofEntries(
              Map.entry("trial", "trial"),
              Map.entry("experiment", "experiment"),
              Map.entry("name", "name"),
              Map.entry("number", "number"),
              Map.entry("model", "model"),
              Map.entry("dataset", "dataset"),
              Map.entry("seed", "seed"),
              Map.entry("status", "status"),
              Map.entry("attempts", "attempts"),
              Map.entry("epoch", "epoch"),
              Map.entry("epochs", "epochs"),
              Map.entry("bestTestAccuracy", "best_test_accuracy"),
              Map.entry("bestValidationAccuracy", "best_validation_accuracy"),
              Map.entry("bestEpoch", "best_epoch"),
              Map.entry("trainLoss", "train_loss"),
              Map.entry("trainAccuracy", "train_accuracy"),
              Map.entry("testLoss", "test_loss"),
              Map.entry("testAccuracy", "test_accuracy"),
              // why: a trial that has not begun has no seconds, and stands last
              Map.entry("seconds", "NULLIF(seconds, 0)"),
              Map.entry("parameters", "parameters"),
              Map.entry("multiplyAdds", "multiply_adds"),
              Map.entry("imageSize", "image_size"),
              Map.entry("worker", "worker"),
              Map.entry("slot", "slot"),
              Map.entry("accepted", "accepted"),
              Map.entry("acceptedAt", "accepted_at"),
              Map.entry("startedAt", "started_at"),
              Map.entry("endedAt", "ended_at")),
          Map.of(
              "experiment", "experiment IN (:value)",
              "name", "name IN (:value)",
              "status", "status IN (:value)",
              "model", "model IN (:value)",
              "dataset", "dataset IN (:value)",
              "worker", "worker IN (:value)"),
          "accepted, number",
          (row, context) -> RowReader.trial(row));

  private static final SelectList<WorkerRow> WORKERS =
      new SelectList<>(
          "worker",
          "worker",
          Map.of(
              "worker", "worker",
              "host", "host",
              "status", "status",
              "registeredAt", "registered_at",
              "time", "last_event"),
          Map.of("status", "status IN (:value)"),
          "worker",
          (row, context) -> RowReader.worker(row));

  private static final SelectList<RejectedRow> REJECTED =
      new SelectList<>(
          "rejected",
          "from_offset",
          Map.of("offset", "from_offset", "time", "event_time", "bytes", "bytes"),
          Map.of(),
          "from_offset DESC",
          (row, context) -> RowReader.rejected(row));

  private static final int MOST_EVENTS = 5_000;

  private final H2Board h2;

  H2Queries(H2Board h2) {
    this.h2 = h2;
  }

  @Override
  public Page<ExperimentRow> experiments(ListQuery query) {
    return h2.read(handle -> EXPERIMENTS.page(handle, query));
  }

  @Override
  public Page<TrialRow> trials(ListQuery query) {
    return h2.read(handle -> TRIALS.page(handle, resolved(handle, query)));
  }

  /** The question with experiments by id or by name; why: H2 uses no index for an OR. */
  private static ListQuery resolved(Handle handle, ListQuery query) {
    Optional<String> given = Optional.ofNullable(query.filters().get("experiment"));
    if (given.isEmpty()) {
      return query;
    }
    List<String> words = SelectList.words("experiment", given.get());
    List<String> ids = experiments(handle, "experiment IN (<given>)", words);
    List<String> named = experiments(handle, "name IN (<given>)", words);
    if (named.isEmpty()) {
      return words.size() == 1 ? query.sortedFirst("experiment") : query;
    }
    if (ids.isEmpty() && words.size() == 1) {
      return query.without("experiment").with("name", words.getFirst()).sortedFirst("name");
    }
    return query.with(
        "experiment",
        Stream.concat(ids.stream(), named.stream()).distinct().collect(Collectors.joining(",")));
  }

  private static List<String> experiments(Handle handle, String condition, List<String> words) {
    return handle
        .createQuery(
            "SELECT experiment FROM experiment WHERE %s ORDER BY accepted LIMIT %d"
                .formatted(condition, SelectList.MOST_WORDS / 2))
        .bindList("given", words)
        .mapTo(String.class)
        .list();
  }

  @Override
  public Page<RejectedRow> rejected(ListQuery query) {
    return h2.read(handle -> REJECTED.page(handle, query));
  }

  @Override
  public Page<WorkerView> workers(ListQuery query) {
    return h2.read(
        handle -> {
          Page<WorkerRow> page = WORKERS.page(handle, query);
          Map<String, List<Running>> running =
              handle
                  .createQuery(
                      "SELECT worker, slot, trial, attempts, epoch, epochs FROM trial"
                          + " WHERE status = 'RUNNING' ORDER BY slot")
                  .map(RUNNING)
                  .list()
                  .stream()
                  .collect(Collectors.groupingBy(Running::worker));
          return new Page<>(
              page.offset(),
              page.generation(),
              page.total(),
              page.rows().stream().map(row -> view(row, running)).toList());
        });
  }

  private record Running(String worker, WorkerView.Current trial) {}

  private static final RowMapper<Running> RUNNING =
      (row, context) ->
          new Running(
              row.getString("worker"),
              new WorkerView.Current(
                  row.getString("slot"),
                  row.getString("trial"),
                  row.getInt("attempts"),
                  row.getInt("epoch"),
                  row.getInt("epochs")));

  private static WorkerView view(WorkerRow row, Map<String, List<Running>> running) {
    return new WorkerView(
        row, running.getOrDefault(row.worker(), List.of()).stream().map(Running::trial).toList());
  }

  @Override
  public Optional<ExperimentView> experiment(String experiment) {
    return h2.read(
        handle -> {
          Position position = H2Board.position(handle);
          return one(
                  handle,
                  "SELECT * FROM experiment WHERE experiment = :id",
                  experiment,
                  (row, context) -> RowReader.experiment(row))
              .map(
                  row ->
                      new ExperimentView(
                          position.offset(), position.generation(), row, spec(handle, experiment)));
        });
  }

  @Override
  public Optional<TrialView> trial(String trial) {
    return h2.read(
        handle -> {
          Position position = H2Board.position(handle);
          return one(
                  handle,
                  "SELECT * FROM trial WHERE trial = :id",
                  trial,
                  (row, context) -> RowReader.trial(row))
              .map(row -> view(handle, position, row));
        });
  }

  @Override
  public List<Curve> curves(String experiment, int most) {
    ListQuery best =
        new ListQuery(
            Map.of("experiment", experiment),
            List.of(new ListQuery.Order("bestTestAccuracy", true)),
            most,
            0);
    return h2.read(
        handle ->
            TRIALS.page(handle, resolved(handle, best)).rows().stream()
                .map(row -> new Curve(row, counting(handle, row.identity().trial())))
                .toList());
  }

  private static List<EpochRow> counting(Handle handle, String trial) {
    return all(
        handle,
        "SELECT * FROM epoch WHERE trial = :id AND to_offset IS NULL ORDER BY epoch",
        trial,
        (row, context) -> RowReader.epoch(row));
  }

  private static TrialView view(Handle handle, Position position, TrialRow row) {
    String trial = row.identity().trial();
    return new TrialView(
        position.offset(),
        position.generation(),
        row,
        spec(handle, row.identity().experiment()),
        all(
            handle,
            "SELECT * FROM attempt WHERE trial = :id ORDER BY attempt",
            trial,
            (found, context) -> RowReader.attempt(found)),
        all(
            handle,
            "SELECT * FROM epoch WHERE trial = :id ORDER BY from_offset",
            trial,
            (found, context) -> RowReader.epoch(found)),
        all(
            handle,
            "SELECT * FROM event WHERE trial = :id ORDER BY log_offset DESC LIMIT " + MOST_EVENTS,
            trial,
            (found, context) -> RowReader.event(found)));
  }

  private static String spec(Handle handle, String experiment) {
    return one(
            handle,
            "SELECT spec FROM experiment_spec WHERE experiment = :id",
            experiment,
            (row, context) -> row.getString("spec"))
        .orElse("null");
  }

  private static <T> Optional<T> one(Handle handle, String sql, String id, RowMapper<T> mapper) {
    return handle.createQuery(sql).bind("id", id).map(mapper).findOne();
  }

  private static <T> List<T> all(Handle handle, String sql, String id, RowMapper<T> mapper) {
    return handle.createQuery(sql).bind("id", id).map(mapper).list();
  }

  @Override
  public Position position() {
    return h2.position();
  }

  @Override
  public Counts counts() {
    return h2.read(
        handle ->
            handle
                .createQuery(
                    "SELECT SUM(queued), SUM(running), SUM(succeeded), SUM(failed), SUM(cancelled)"
                        + " FROM experiment")
                .map(
                    (row, context) ->
                        new Counts(
                            row.getInt(1),
                            row.getInt(2),
                            row.getInt(3),
                            row.getInt(4),
                            row.getInt(5)))
                .one());
  }

  @Override
  public long workersAlive() {
    return h2.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM worker WHERE status = 'ALIVE'")
                .mapTo(Long.class)
                .one());
  }
}
