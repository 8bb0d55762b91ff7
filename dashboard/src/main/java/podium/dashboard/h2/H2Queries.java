package podium.dashboard.h2;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.NoEffectRow;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.RejectedRow;
import podium.dashboard.domain.RequestRow;
import podium.dashboard.domain.Sheet;
import podium.dashboard.domain.Timeline;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

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
              Map.entry("paused", "paused"),
              Map.entry("succeeded", "succeeded"),
              Map.entry("failed", "failed"),
              Map.entry("cancelled", "cancelled"),
              Map.entry("stopped", "stopped")),
          Map.of(
              "experiment", OF_EXPERIMENT,
              "dataset", "dataset IN (:value)",
              "owner", "owner IN (:value)",
              "archived", "archived IN (:value)"),
          "accepted",
          (row, context) -> RowReader.experiment(row));

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
          // why: a filter's values stand between commas, and a text may have some
          Map.of(
              "contains",
              "LOCATE(LOWER(CONCAT_WS(',', :value, NULL)), LOWER(reasons || ' ' || quote)) > 0"),
          "from_offset DESC",
          (row, context) -> RowReader.rejected(row));

  private static final int MOST_EVENTS = 5_000;

  private final H2Board h2;
  private final Source source;

  H2Queries(H2Board h2, Source source) {
    this.h2 = h2;
    this.source = source;
  }

  @Override
  public Board asOf(long offset) {
    // why: whoever may not ask hears of it before anything is answered
    h2.past(offset, Optional::of);
    return new H2Queries(h2, new Source.Past(h2, offset));
  }

  @Override
  public Optional<Long> offset(Instant time) {
    return h2.read(handle -> PastReader.offset(handle, time));
  }

  @Override
  public Page<ExperimentRow> experiments(ListQuery query) {
    return source.read(handle -> EXPERIMENTS.page(handle, query));
  }

  @Override
  public Page<TrialRow> trials(ListQuery query) {
    return source.table().page(query);
  }

  @Override
  public Page<TrialRow> allTrials(ListQuery query) {
    return source.table().all(query);
  }

  @Override
  public Map<ExperimentId, List<String>> tags() {
    return source.table().tags();
  }

  @Override
  public OptionalInt testImages(List<TrialId> trials) {
    if (trials.isEmpty()) {
      return OptionalInt.empty();
    }
    return source.read(
        handle ->
            handle
                .createQuery(
                    "SELECT test_images FROM epoch WHERE trial = ANY(:trials) AND test_images > 0"
                        + " ORDER BY test_images LIMIT 1")
                .bind("trials", trials.stream().map(TrialId::value).toArray(String[]::new))
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()));
  }

  @Override
  public Map<TrialId, Double> accuracies(List<TrialId> trials, int epoch) {
    return source.read(
        handle ->
            handle
                .createQuery(
                    "SELECT trial, test_correct, test_images FROM epoch WHERE trial = ANY(:trials)"
                        + " AND epoch = :epoch AND to_offset IS NULL AND test_images > 0")
                .bind("trials", trials.stream().map(TrialId::value).toArray(String[]::new))
                .bind("epoch", epoch)
                .reduceRows(
                    new HashMap<>(),
                    (all, row) -> {
                      all.put(
                          new TrialId(row.getColumn("trial", String.class)),
                          row.getColumn("test_correct", Long.class)
                              / (double) row.getColumn("test_images", Long.class));
                      return all;
                    }));
  }

  @Override
  public Sheet sheet(ListQuery query) {
    return source.table().sheet(query);
  }

  @Override
  public Page<RejectedRow> rejected(ListQuery query) {
    return source.read(handle -> REJECTED.page(handle, query));
  }

  @Override
  public Page<WorkerView> workers(ListQuery query) {
    return source.read(
        handle -> {
          Page<WorkerRow> page = WORKERS.page(handle, query);
          Map<String, List<TrialRow>> running =
              source.table().running().stream()
                  .filter(row -> row.standing().worker().isPresent())
                  .sorted(Comparator.comparing(row -> row.standing().slot().orElse("")))
                  .collect(Collectors.groupingBy(row -> row.standing().worker().orElseThrow()));
          return new Page<>(
              page.offset(),
              page.generation(),
              page.total(),
              page.rows().stream().map(row -> view(row, running)).toList());
        });
  }

  private static WorkerView view(WorkerRow row, Map<String, List<TrialRow>> running) {
    return new WorkerView(
        row,
        running.getOrDefault(row.worker(), List.of()).stream().map(H2Queries::current).toList());
  }

  private static WorkerView.Current current(TrialRow row) {
    return new WorkerView.Current(
        row.standing().slot().orElse(""),
        row.identity().trial(),
        row.standing().attempts(),
        row.learning().epoch(),
        row.identity().epochs());
  }

  @Override
  public Optional<RequestRow> request(int partition, long offset) {
    // why: where the topic was made anew, another request has the place now
    return source.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM request WHERE partition_id = :partition AND request_offset ="
                        + " :offset ORDER BY log_offset DESC LIMIT 1")
                .bind("partition", partition)
                .bind("offset", offset)
                .map((row, context) -> RowReader.request(row))
                .findOne());
  }

  @Override
  public Optional<RequestRow> request(String key) {
    return source.read(
        handle ->
            one(
                handle,
                "SELECT * FROM request WHERE request_key = :id ORDER BY log_offset DESC LIMIT 1",
                key,
                (row, context) -> RowReader.request(row)));
  }

  @Override
  public Optional<ExperimentView> experiment(ExperimentId experiment) {
    return source.read(
        handle -> {
          Position position = Positions.read(handle);
          return one(
                  handle,
                  "SELECT * FROM experiment WHERE experiment = :id",
                  experiment.value(),
                  (row, context) -> RowReader.experiment(row))
              .map(
                  row ->
                      new ExperimentView(
                          position.offset(), position.generation(), row, spec(handle, experiment)));
        });
  }

  @Override
  public Optional<TrialView> trial(TrialId trial) {
    return source.read(
        handle -> {
          Position position = Positions.read(handle);
          return source.trial(handle, trial).map(row -> view(handle, position, row));
        });
  }

  @Override
  public Curves curves(ListQuery query, boolean superseded) {
    Page<TrialRow> page = source.table().page(query);
    List<TrialId> trials = page.rows().stream().map(row -> row.identity().trial()).toList();
    List<Curve> curves =
        source.read(
            handle ->
                trials.stream()
                    .flatMap(trial -> curve(handle, trial, superseded).stream())
                    .toList());
    return new Curves(page.total(), curves);
  }

  private Optional<Curve> curve(Handle handle, TrialId trial, boolean superseded) {
    return source
        .trial(handle, trial)
        .map(row -> new Curve(row, superseded ? epochs(handle, trial) : counting(handle, trial)));
  }

  private static List<EpochRow> epochs(Handle handle, TrialId trial) {
    return all(
        handle,
        "SELECT * FROM epoch WHERE trial = :id ORDER BY from_offset",
        trial.value(),
        (row, context) -> RowReader.epoch(row));
  }

  private static List<EpochRow> counting(Handle handle, TrialId trial) {
    return all(
        handle,
        "SELECT * FROM epoch WHERE trial = :id AND to_offset IS NULL ORDER BY epoch",
        trial.value(),
        (row, context) -> RowReader.epoch(row));
  }

  private static TrialView view(Handle handle, Position position, TrialRow row) {
    String trial = row.identity().trial().value();
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
        epochs(handle, row.identity().trial()),
        all(
            handle,
            "SELECT * FROM event WHERE trial = :id ORDER BY log_offset DESC LIMIT " + MOST_EVENTS,
            trial,
            (found, context) -> RowReader.event(found)));
  }

  private static String spec(Handle handle, ExperimentId experiment) {
    return one(
            handle,
            "SELECT spec FROM experiment_spec WHERE experiment = :id",
            experiment.value(),
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
  public Timeline timeline(Timeline.Span span, int most) {
    return source.read(handle -> Timelines.timeline(handle, span, most));
  }

  @Override
  public List<Timeline.Moment> moments(int most) {
    Position end = position();
    return source.read(handle -> Timelines.moments(handle, end, most));
  }

  @Override
  public Position position() {
    return source.table().position();
  }

  @Override
  public BoardHash hash() {
    return source.hash();
  }

  @Override
  public List<NoEffectRow> withoutEffect(int most) {
    return source.read(
        handle ->
            handle
                .createQuery("SELECT * FROM without_effect ORDER BY log_offset DESC LIMIT :most")
                .bind("most", most)
                .map((row, context) -> RowReader.withoutEffect(row))
                .list());
  }

  @Override
  public Counts counts() {
    return source.read(
        handle ->
            handle
                .createQuery(
                    "SELECT SUM(queued), SUM(running), SUM(paused), SUM(succeeded), SUM(failed),"
                        + " SUM(cancelled), SUM(stopped) FROM experiment")
                .map(
                    (row, context) ->
                        new Counts(
                            row.getInt(1),
                            row.getInt(2),
                            row.getInt(3),
                            row.getInt(4),
                            row.getInt(5),
                            row.getInt(6),
                            row.getInt(7)))
                .one());
  }

  @Override
  public long workersAlive() {
    return source.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM worker WHERE status = 'ALIVE'")
                .mapTo(Long.class)
                .one());
  }
}
