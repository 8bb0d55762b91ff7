package podium.dashboard.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.log.LogCursor;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;

/**
 * What a stretch of the log makes of the board: rows as they are after it, each row once.
 * Immutable.
 *
 * @param expected offset the board must be at
 * @param next offset it is at afterwards
 * @param last record of the stretch; empty when it has none
 * @param withoutEffect facts that changed nothing
 * @param facts records that are in no trial's list of events
 * @param former rows that it changes, as they were
 */
public record Batch(
    long expected,
    long next,
    Optional<LastRecord> last,
    LogCursor.Place place,
    Totals totals,
    List<ExperimentRow> experiments,
    Map<ExperimentId, ExperimentSpec> specs,
    List<Trial> trials,
    List<StatusRow> statuses,
    List<AttemptRow> attempts,
    List<EpochRow> epochs,
    List<Change.Supersede> superseded,
    List<WorkerRow> workers,
    List<RejectedRow> rejected,
    List<RequestRow> requests,
    List<EventRow> events,
    List<NoEffectRow> withoutEffect,
    List<FactRow> facts,
    Former former) {}
