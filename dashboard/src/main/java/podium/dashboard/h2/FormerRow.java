package podium.dashboard.h2;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Optional;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Learning;
import podium.dashboard.domain.Standing;
import podium.dashboard.domain.TrialData;
import podium.dashboard.domain.TrialIdentity;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;

/**
 * A row as it was from the offset of its last change up to a checkpoint, at least. Immutable.
 *
 * @param until offset of the checkpoint
 * @param value what can change of it, as JSON; empty of a trial that nothing had happened to
 */
record FormerRow(Kind kind, long from, String id, long until, Optional<String> value) {
  private static final TypeReference<ExperimentRow> EXPERIMENT = new TypeReference<>() {};
  private static final TypeReference<WorkerRow> WORKER = new TypeReference<>() {};
  private static final TypeReference<OfTrial> TRIAL = new TypeReference<>() {};

  /** The table it is of. */
  enum Kind {
    EXPERIMENT,
    TRIAL,
    WORKER
  }

  /** What is not its identity. */
  private record OfTrial(Standing standing, Learning learning, TrialData data) {}

  static FormerRow of(ExperimentRow row, long until) {
    return new FormerRow(
        Kind.EXPERIMENT,
        row.offset(),
        row.experiment().value(),
        until,
        Optional.of(Json.write(row)));
  }

  static FormerRow of(TrialRow row, long until) {
    boolean fresh = row.equals(TrialRow.fresh(row.identity(), row.offset()));
    return new FormerRow(
        Kind.TRIAL,
        row.offset(),
        row.identity().trial().value(),
        until,
        fresh
            ? Optional.empty()
            : Optional.of(Json.write(new OfTrial(row.standing(), row.learning(), row.data()))));
  }

  static FormerRow of(WorkerRow row, long until) {
    return new FormerRow(
        Kind.WORKER, row.offset(), row.worker(), until, Optional.of(Json.write(row)));
  }

  /**
   * The level at which rows of such a length are kept: their length is 2 to its power, or up to
   * twice that.
   */
  static int level(long length) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(length);
  }

  ExperimentRow experiment() {
    return Json.read(value.orElseThrow(), EXPERIMENT);
  }

  WorkerRow worker() {
    return Json.read(value.orElseThrow(), WORKER);
  }

  TrialRow trial(TrialIdentity identity) {
    return value
        .map(json -> Json.read(json, TRIAL))
        .map(it -> new TrialRow(identity, it.standing(), it.learning(), it.data(), from))
        .orElseGet(() -> TrialRow.fresh(identity, from));
  }
}
