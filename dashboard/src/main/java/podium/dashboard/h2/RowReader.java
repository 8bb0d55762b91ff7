package podium.dashboard.h2;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.domain.EventRow;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Extremes;
import podium.dashboard.domain.FirstData;
import podium.dashboard.domain.LastRecord;
import podium.dashboard.domain.Learning;
import podium.dashboard.domain.Mark;
import podium.dashboard.domain.NoEffectRow;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.RejectedRow;
import podium.dashboard.domain.RequestRow;
import podium.dashboard.domain.Standing;
import podium.dashboard.domain.Totals;
import podium.dashboard.domain.TrialData;
import podium.dashboard.domain.TrialIdentity;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;

/** Reads rows out of result sets, by column name. */
final class RowReader {
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> REASONS = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
  private static final TypeReference<List<Slot>> SLOTS = new TypeReference<>() {};
  private static final TypeReference<DataFacts> DATA = new TypeReference<>() {};

  private RowReader() {}

  static Position position(ResultSet row) throws SQLException {
    return new Position(
        row.getString("generation"),
        new Position.LogId(row.getString("cluster_id"), row.getString("topic_id")),
        row.getLong("log_offset"),
        last(row),
        new LogCursor.Place(
            new Fence(
                row.getInt("format"),
                row.getLong("term"),
                row.getString("incarnation"),
                row.getLong("next_index"),
                row.getString("head")),
            row.getLong("voided"),
            row.getLong("not_understood")),
        new Totals(
            row.getLong("experiments"),
            row.getLong("rejected"),
            row.getLong("duplicates"),
            row.getLong("lost_requests"),
            row.getLong("fenced_reports"),
            row.getLong("without_effect"),
            row.getLong("refused"),
            maybe(row, "last_event", Instant.class)));
  }

  private static Optional<LastRecord> last(ResultSet row) throws SQLException {
    Optional<String> sha256 = maybe(row, "last_sha256", String.class);
    return sha256.isEmpty()
        ? Optional.empty()
        : Optional.of(new LastRecord(row.getLong("last_offset"), sha256.get()));
  }

  static NoEffectRow withoutEffect(ResultSet row) throws SQLException {
    return new NoEffectRow(
        row.getLong("log_offset"), row.getString("type"), row.getString("reason"));
  }

  static ExperimentRow experiment(ResultSet row) throws SQLException {
    Optional<TrialId> trial = maybe(row, "fingerprint_of", String.class).map(TrialId::new);
    return new ExperimentRow(
        new ExperimentId(row.getString("experiment")),
        row.getString("name"),
        row.getString("dataset"),
        row.getString("owner"),
        row.getInt("priority"),
        Json.read(row.getString("tags"), TEXTS),
        time(row, "accepted_at"),
        row.getLong("accepted"),
        row.getInt("trials"),
        new Counts(
            row.getInt("queued"),
            row.getInt("running"),
            row.getInt("paused"),
            row.getInt("succeeded"),
            row.getInt("failed"),
            row.getInt("cancelled"),
            row.getInt("stopped")),
        row.getBoolean("archived"),
        maybe(row, "fingerprint", String.class)
            .flatMap(fingerprint -> trial.map(of -> new FirstData(fingerprint, of))),
        row.getLong("from_offset"));
  }

  static TrialRow trial(ResultSet row) throws SQLException {
    return new TrialRow(
        identity(row),
        standing(row),
        learning(row),
        new TrialData(
            maybe(row, "fingerprint", String.class),
            maybe(row, "other_data_than", String.class).map(TrialId::new)),
        row.getLong("from_offset"));
  }

  private static TrialIdentity identity(ResultSet row) throws SQLException {
    return new TrialIdentity(
        new TrialId(row.getString("trial")),
        new ExperimentId(row.getString("experiment")),
        row.getString("name"),
        row.getInt("number"),
        row.getString("model"),
        row.getString("dataset"),
        row.getLong("seed"),
        row.getInt("epochs"),
        Json.read(row.getString("assignment"), VALUES),
        lineage(row),
        time(row, "accepted_at"),
        row.getLong("accepted"));
  }

  private static Optional<TrialIdentity.Lineage> lineage(ResultSet row) throws SQLException {
    Optional<Integer> epoch = maybe(row, "forked_epoch", Integer.class);
    return maybe(row, "forked_from", String.class)
        .flatMap(of -> epoch.map(it -> new TrialIdentity.Lineage(new TrialId(of), it)));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        TrialStatus.valueOf(row.getString("status")),
        row.getLong("status_from"),
        row.getInt("attempts"),
        maybe(row, "worker", String.class),
        maybe(row, "slot", String.class),
        maybe(row, "started_at", Instant.class),
        maybe(row, "ended_at", Instant.class),
        maybe(row, "reason", String.class));
  }

  private static Learning learning(ResultSet row) throws SQLException {
    return new Learning(
        row.getInt("epoch"),
        maybe(row, "best_test_accuracy", Double.class),
        maybe(row, "best_validation_accuracy", Double.class),
        maybe(row, "best_epoch", Integer.class),
        maybe(row, "train_loss", Double.class),
        maybe(row, "train_accuracy", Double.class),
        maybe(row, "test_loss", Double.class),
        maybe(row, "test_accuracy", Double.class),
        extremes(row),
        row.getDouble("seconds"),
        maybe(row, "parameters", Long.class),
        maybe(row, "multiply_adds", Long.class),
        maybe(row, "image_size", Integer.class));
  }

  private static Extremes extremes(ResultSet row) throws SQLException {
    return new Extremes(
        maybe(row, "min_train_loss", Double.class),
        maybe(row, "max_train_loss", Double.class),
        maybe(row, "min_train_accuracy", Double.class),
        maybe(row, "max_train_accuracy", Double.class),
        maybe(row, "min_test_loss", Double.class),
        maybe(row, "max_test_loss", Double.class),
        maybe(row, "min_test_accuracy", Double.class),
        maybe(row, "max_test_accuracy", Double.class));
  }

  static AttemptRow attempt(ResultSet row) throws SQLException {
    return new AttemptRow(
        new TrialId(row.getString("trial")),
        row.getInt("attempt"),
        row.getString("worker"),
        row.getString("incarnation"),
        row.getString("slot"),
        maybe(row, "micro_batch", Integer.class),
        time(row, "placed_at"),
        maybe(row, "started_at", Instant.class),
        maybe(row, "ended_at", Instant.class),
        maybe(row, "outcome", String.class).map(Outcome::valueOf),
        maybe(row, "message", String.class),
        maybe(row, "resumed_from", Integer.class),
        maybe(row, "data", String.class).map(json -> Json.read(json, DATA)),
        row.getLong("from_offset"),
        maybe(row, "begun_offset", Long.class),
        maybe(row, "to_offset", Long.class));
  }

  static Mark mark(ResultSet row) throws SQLException {
    return new Mark(
        row.getInt("attempt"),
        row.getInt("epoch"),
        train(row),
        score(row, "test"),
        score(row, "validation"),
        row.getDouble("seconds"));
  }

  static EpochRow epoch(ResultSet row) throws SQLException {
    int epoch = row.getInt("epoch");
    return new EpochRow(
        new TrialId(row.getString("trial")),
        row.getInt("attempt"),
        time(row, "event_time"),
        new EpochResult(
            epoch,
            train(row),
            score(row, "test"),
            score(row, "validation"),
            row.getDouble("learning_rate"),
            row.getDouble("seconds"),
            row.getDouble("images_per_second"),
            row.getLong("peak_memory_bytes"),
            new CheckpointRef(
                epoch,
                row.getString("checkpoint_path"),
                row.getString("checkpoint_sha256"),
                row.getLong("checkpoint_bytes")),
            row.getString("state_hash")),
        row.getLong("from_offset"),
        maybe(row, "to_offset", Long.class));
  }

  private static Score train(ResultSet row) throws SQLException {
    return new Score(
        row.getDouble("train_loss"), row.getInt("train_correct"), row.getInt("train_images"));
  }

  private static Optional<Score> score(ResultSet row, String part) throws SQLException {
    Optional<Double> loss = maybe(row, part + "_loss", Double.class);
    return loss.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Score(loss.get(), row.getInt(part + "_correct"), row.getInt(part + "_images")));
  }

  static WorkerRow worker(ResultSet row) throws SQLException {
    return new WorkerRow(
        row.getString("worker"),
        row.getString("incarnation"),
        row.getString("host"),
        Json.read(row.getString("slots"), SLOTS),
        Json.read(row.getString("drained"), TEXTS),
        Json.read(row.getString("resting"), REASONS),
        WorkerRow.Status.valueOf(row.getString("status")),
        time(row, "registered_at"),
        time(row, "last_event"),
        row.getString("note"),
        row.getLong("from_offset"));
  }

  static RequestRow request(ResultSet row) throws SQLException {
    return new RequestRow(
        row.getLong("log_offset"),
        time(row, "event_time"),
        new Source(
            row.getString("topic"), row.getInt("partition_id"), row.getLong("request_offset")),
        maybe(row, "request_key", String.class),
        RequestRow.Outcome.valueOf(row.getString("outcome")),
        row.getString("verb"),
        row.getString("target"),
        row.getInt("trials"),
        Json.read(row.getString("reasons"), TEXTS));
  }

  static RejectedRow rejected(ResultSet row) throws SQLException {
    return new RejectedRow(
        row.getLong("from_offset"),
        time(row, "event_time"),
        new Source(
            row.getString("topic"), row.getInt("topic_partition"), row.getLong("topic_offset")),
        Json.read(row.getString("reasons"), TEXTS),
        row.getString("quote"),
        row.getLong("bytes"),
        row.getString("sha256"));
  }

  static EventRow event(ResultSet row) throws SQLException {
    return new EventRow(
        row.getLong("log_offset"),
        new TrialId(row.getString("trial")),
        row.getString("type"),
        time(row, "event_time"),
        row.getString("json"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Instant.class);
  }

  private static <T> Optional<T> maybe(ResultSet row, String column, Class<T> type)
      throws SQLException {
    return Optional.ofNullable(row.getObject(column, type));
  }
}
