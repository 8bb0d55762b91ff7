package podium.dashboard.domain;

import java.util.List;
import java.util.Map;
import podium.engine.log.Fence;
import podium.protocol.experiment.ExperimentSpec;

/**
 * What a stretch of the log makes of the board: rows as they are after it, each row once.
 * Immutable.
 *
 * @param expected offset the board must be at
 * @param next offset it is at afterwards
 */
public record Batch(
    long expected,
    long next,
    Fence fence,
    Totals totals,
    List<ExperimentRow> experiments,
    Map<String, ExperimentSpec> specs,
    List<Trial> trials,
    List<StatusRow> statuses,
    List<AttemptRow> attempts,
    List<EpochRow> epochs,
    List<Change.Supersede> superseded,
    List<WorkerRow> workers,
    List<RejectedRow> rejected,
    List<EventRow> events) {}
