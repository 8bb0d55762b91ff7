package podium.dashboard.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Change;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.domain.EventRow;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Extremes;
import podium.dashboard.domain.FirstData;
import podium.dashboard.domain.Learning;
import podium.dashboard.domain.NoEffectRow;
import podium.dashboard.domain.RejectedRow;
import podium.dashboard.domain.RequestRow;
import podium.dashboard.domain.Standing;
import podium.dashboard.domain.StatusRow;
import podium.dashboard.domain.TrialIdentity;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/** Writes a batch's rows over one connection, in its transaction. Not thread-safe. */
final class RowWriter {
  private static final int EXPERIMENT = 20;
  private static final int TRIAL = 44;
  private static final int WORKER = 11;

  private final Connection connection;

  RowWriter(Connection connection) {
    this.connection = connection;
  }

  interface Bind<T> {
    void to(Binder binder, T row) throws SQLException;
  }

  /** Adds rows to tables of those names that have none yet. */
  void begin(Collection<ExperimentRow> experiments, Collection<WorkerRow> workers)
      throws SQLException {
    add("experiment", EXPERIMENT, experiments, RowWriter::experiment);
    add("worker", WORKER, workers, RowWriter::worker);
  }

  /** Adds rows of trials to a table of that name that has none yet. */
  void begin(Collection<TrialRow> trials) throws SQLException {
    add("trial", TRIAL, trials, RowWriter::trial);
  }

  void write(Batch batch) throws SQLException {
    put("experiment", "experiment", EXPERIMENT, batch.experiments(), RowWriter::experiment);
    put("experiment_spec", "experiment", 2, batch.specs().entrySet(), RowWriter::spec);
    put("trial", "trial", TRIAL, batch.trials(), (to, trial) -> trial(to, trial.row()));
    put("trial_status", "trial, from_offset", 4, batch.statuses(), RowWriter::status);
    put("attempt", "trial, attempt", 16, batch.attempts(), RowWriter::attempt);
    add("epoch", 23, batch.epochs(), RowWriter::epoch);
    each(
        "UPDATE epoch SET to_offset = ? WHERE trial = ? AND attempt < ? AND epoch >= ?"
            + " AND to_offset IS NULL",
        batch.superseded(),
        RowWriter::superseded);
    put("worker", "worker", WORKER, batch.workers(), RowWriter::worker);
    add("rejected", 9, batch.rejected(), RowWriter::rejected);
    add("request", 11, batch.requests(), RowWriter::request);
    add("event", 5, batch.events(), RowWriter::event);
    add("without_effect", 3, batch.withoutEffect(), RowWriter::noEffect);
  }

  private static void noEffect(Binder to, NoEffectRow row) throws SQLException {
    to.whole(row.offset()).text(row.type()).text(row.reason());
  }

  private <T> void put(String table, String key, int columns, Collection<T> rows, Bind<T> bind)
      throws SQLException {
    each("MERGE INTO %s KEY (%s) VALUES (%s)".formatted(table, key, marks(columns)), rows, bind);
  }

  <T> void add(String table, int columns, Collection<T> rows, Bind<T> bind) throws SQLException {
    each("INSERT INTO %s VALUES (%s)".formatted(table, marks(columns)), rows, bind);
  }

  private static String marks(int columns) {
    return String.join(", ", Collections.nCopies(columns, "?"));
  }

  private <T> void each(String sql, Collection<T> rows, Bind<T> bind) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Binder binder = new Binder(statement);
      for (T row : rows) {
        bind.to(binder, row);
        binder.add();
      }
      statement.executeBatch();
    }
  }

  private static void experiment(Binder to, ExperimentRow row) throws SQLException {
    Counts counts = row.counts();
    to.text(row.experiment().value())
        .text(row.name())
        .text(row.dataset())
        .text(row.owner())
        .whole(row.priority())
        .text(Json.write(row.tags()))
        .any(row.acceptedAt())
        .whole(row.accepted())
        .whole(row.trials())
        .whole(counts.queued())
        .whole(counts.running())
        .whole(counts.paused())
        .whole(counts.succeeded())
        .whole(counts.failed())
        .whole(counts.cancelled())
        .whole(counts.stopped())
        .any(row.archived())
        .maybe(row.firstData().map(FirstData::fingerprint))
        .maybe(row.firstData().map(FirstData::trial).map(TrialId::value))
        .whole(row.offset());
  }

  private static void spec(Binder to, Map.Entry<ExperimentId, ExperimentSpec> spec)
      throws SQLException {
    to.text(spec.getKey().value()).text(Json.write(spec.getValue()));
  }

  private static void trial(Binder to, TrialRow row) throws SQLException {
    TrialIdentity identity = row.identity();
    Standing standing = row.standing();
    Learning learning = row.learning();
    Extremes extremes = learning.extremes();
    to.text(identity.trial().value())
        .text(identity.experiment().value())
        .text(identity.name())
        .whole(identity.number())
        .text(identity.model())
        .text(identity.dataset())
        .whole(identity.seed())
        .whole(identity.epochs())
        .text(Json.write(identity.assignment()))
        .maybe(identity.forkedFrom().map(it -> it.trial().value()))
        .maybe(identity.forkedFrom().map(TrialIdentity.Lineage::epoch))
        .any(identity.acceptedAt())
        .whole(identity.accepted())
        .text(standing.status().name())
        .whole(standing.since())
        .whole(standing.attempts())
        .maybe(standing.worker())
        .maybe(standing.slot())
        .maybe(standing.startedAt())
        .maybe(standing.endedAt())
        .maybe(standing.reason())
        .whole(learning.epoch())
        .maybe(learning.bestTestAccuracy())
        .maybe(learning.bestValidationAccuracy())
        .maybe(learning.bestEpoch())
        .maybe(learning.trainLoss())
        .maybe(learning.trainAccuracy())
        .maybe(learning.testLoss())
        .maybe(learning.testAccuracy())
        .maybe(extremes.minTrainLoss())
        .maybe(extremes.maxTrainLoss())
        .maybe(extremes.minTrainAccuracy())
        .maybe(extremes.maxTrainAccuracy())
        .maybe(extremes.minTestLoss())
        .maybe(extremes.maxTestLoss())
        .maybe(extremes.minTestAccuracy())
        .maybe(extremes.maxTestAccuracy())
        .real(learning.seconds())
        .maybe(learning.parameters())
        .maybe(learning.multiplyAdds())
        .maybe(learning.imageSize())
        .maybe(row.data().fingerprint())
        .maybe(row.data().otherDataThan().map(TrialId::value))
        .whole(row.offset());
  }

  private static void status(Binder to, StatusRow row) throws SQLException {
    to.text(row.trial().value()).text(row.status().name()).whole(row.from()).maybe(row.to());
  }

  private static void attempt(Binder to, AttemptRow row) throws SQLException {
    to.text(row.trial().value())
        .whole(row.attempt())
        .text(row.worker())
        .text(row.incarnation())
        .text(row.slot())
        .maybe(row.microBatch())
        .any(row.placedAt())
        .maybe(row.startedAt())
        .maybe(row.endedAt())
        .maybe(row.outcome().map(Enum::name))
        .maybe(row.message())
        .maybe(row.resumedFrom())
        .maybe(row.data().map(Json::write))
        .whole(row.from())
        .maybe(row.begun())
        .maybe(row.to());
  }

  private static void epoch(Binder to, EpochRow row) throws SQLException {
    EpochResult result = row.result();
    to.text(row.trial().value())
        .whole(row.attempt())
        .whole(result.epoch())
        .any(row.time())
        .real(result.train().loss())
        .whole(result.train().correct())
        .whole(result.train().images())
        .maybe(result.test().map(Score::loss))
        .maybe(result.test().map(Score::correct))
        .maybe(result.test().map(Score::images))
        .maybe(result.validation().map(Score::loss))
        .maybe(result.validation().map(Score::correct))
        .maybe(result.validation().map(Score::images))
        .real(result.learningRate())
        .real(result.seconds())
        .real(result.imagesPerSecond())
        .whole(result.peakMemoryBytes())
        .text(result.checkpoint().path())
        .text(result.checkpoint().sha256())
        .whole(result.checkpoint().bytes())
        .text(result.stateHash())
        .whole(row.from())
        .maybe(row.supersededAt());
  }

  private static void superseded(Binder to, Change.Supersede row) throws SQLException {
    to.whole(row.offset()).text(row.trial().value()).whole(row.attempt()).whole(row.epoch());
  }

  private static void worker(Binder to, WorkerRow row) throws SQLException {
    to.text(row.worker())
        .text(row.incarnation())
        .text(row.host())
        .text(Json.write(row.slots()))
        .text(Json.write(row.drained()))
        .text(Json.write(row.resting()))
        .text(row.status().name())
        .any(row.registeredAt())
        .any(row.time())
        .text(row.note())
        .whole(row.offset());
  }

  private static void request(Binder to, RequestRow row) throws SQLException {
    to.whole(row.offset())
        .any(row.time())
        .text(row.source().topic())
        .whole(row.source().partition())
        .whole(row.source().offset())
        .maybe(row.key())
        .text(row.outcome().name())
        .text(row.verb())
        .text(row.target())
        .whole(row.trials())
        .text(Json.write(row.reasons()));
  }

  private static void rejected(Binder to, RejectedRow row) throws SQLException {
    to.whole(row.offset())
        .any(row.time())
        .text(row.source().topic())
        .whole(row.source().partition())
        .whole(row.source().offset())
        .text(Json.write(row.reasons()))
        .text(row.quote())
        .whole(row.bytes())
        .text(row.sha256());
  }

  private static void event(Binder to, EventRow row) throws SQLException {
    to.whole(row.offset())
        .text(row.trial().value())
        .text(row.type())
        .any(row.time())
        .text(row.json());
  }
}
