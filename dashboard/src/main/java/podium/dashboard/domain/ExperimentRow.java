package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.protocol.id.ExperimentId;
import podium.protocol.request.Action;

/**
 * An experiment as the board shows it. Immutable.
 *
 * @param accepted offset of its ExperimentAccepted; the order in which experiments were submitted
 * @param counts trials by status
 * @param archived whether people put it aside; lists leave it out then
 * @param firstData the data it began to train on; empty before, and when not told
 * @param offset of the last event that changed this row
 */
public record ExperimentRow(
    ExperimentId experiment,
    String name,
    String dataset,
    String owner,
    int priority,
    List<String> tags,
    Instant acceptedAt,
    long accepted,
    int trials,
    Counts counts,
    boolean archived,
    Optional<FirstData> firstData,
    long offset) {
  public ExperimentRow {
    tags = List.copyOf(tags);
  }

  /** With one more trial, which waits. */
  ExperimentRow grown(long at) {
    return new ExperimentRow(
        experiment,
        name,
        dataset,
        owner,
        priority,
        tags,
        acceptedAt,
        accepted,
        trials + 1,
        counts.grown(),
        archived,
        firstData,
        at);
  }

  ExperimentRow with(Counts changed, long at) {
    return new ExperimentRow(
        experiment,
        name,
        dataset,
        owner,
        priority,
        tags,
        acceptedAt,
        accepted,
        trials,
        changed,
        archived,
        firstData,
        at);
  }

  ExperimentRow with(Action.Change change, long at) {
    return new ExperimentRow(
        experiment,
        name,
        dataset,
        owner,
        change.priority().orElse(priority),
        change.tags().orElse(tags),
        acceptedAt,
        accepted,
        trials,
        counts,
        archived,
        firstData,
        at);
  }

  ExperimentRow with(FirstData began, long at) {
    return new ExperimentRow(
        experiment,
        name,
        dataset,
        owner,
        priority,
        tags,
        acceptedAt,
        accepted,
        trials,
        counts,
        archived,
        Optional.of(began),
        at);
  }

  ExperimentRow archived(boolean now, long at) {
    return new ExperimentRow(
        experiment,
        name,
        dataset,
        owner,
        priority,
        tags,
        acceptedAt,
        accepted,
        trials,
        counts,
        now,
        firstData,
        at);
  }
}
