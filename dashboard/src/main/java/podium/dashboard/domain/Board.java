package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** What can be asked of the board. Thread-safe; each answer is read at one offset. */
public interface Board {
  Page<ExperimentRow> experiments(ListQuery query);

  Page<TrialRow> trials(ListQuery query);

  /** All trials that a query means, in its order, whatever part of the list it names. */
  Page<TrialRow> allTrials(ListQuery query);

  /** The tags of experiments that have any. */
  Map<ExperimentId, List<String>> tags();

  /** The fewest images that any of these trials was tested on; nothing before one was. */
  OptionalInt testImages(List<TrialId> trials);

  /**
   * Test accuracies, from 0 to 1, in an epoch that counts, of those of these trials that have it.
   */
  Map<TrialId, Double> accuracies(List<TrialId> trials, int epoch);

  /** The same with every column and every row, whatever the limit. */
  Sheet sheet(ListQuery query);

  Page<WorkerView> workers(ListQuery query);

  Page<RejectedRow> rejected(ListQuery query);

  /** What became of the request at a place, once the log says so. */
  Optional<RequestRow> request(int partition, long offset);

  /** What became last of a request under a key. */
  Optional<RequestRow> request(String key);

  Optional<ExperimentView> experiment(ExperimentId experiment);

  Optional<TrialView> trial(TrialId trial);

  /**
   * The epochs of a part of the trials that the query means, in its order.
   *
   * @param superseded with those, too, that no longer count
   */
  Curves curves(ListQuery query, boolean superseded);

  /** How far the board is; known while its files are out of reach, too. */
  Position position();

  /**
   * The board as it was when it had read the log up to an offset; it does not change.
   *
   * @param offset of the first record that it has not read
   * @throws BadQueryException when the board has not come so far, or no longer knows what was there
   */
  Board asOf(long offset);

  /** The offset behind the last record that is not later than a time; nothing before the first. */
  Optional<Long> offset(Instant time);

  /** Attempts that had a slot in a time; the latest where they are more than {@code most}. */
  Timeline timeline(Timeline.Span span, int most);

  /** Some moments of the log, spread over all of it: the first, the last, and between them. */
  List<Timeline.Moment> moments(int most);

  /** What all its rows come to. */
  BoardHash hash();

  /** The latest facts of the log that changed nothing, newest first. */
  List<NoEffectRow> withoutEffect(int most);

  /** How many trials of the whole board are in each status. */
  Counts counts();

  /** How many workers are heard. */
  long workersAlive();

  /**
   * A part of a list.
   *
   * @param offset the rows were read at
   * @param total rows in all parts
   */
  record Page<T>(long offset, String generation, long total, List<T> rows) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /** A worker and the trials it trains. */
  record WorkerView(WorkerRow worker, List<Current> trials) {
    /** What a slot trains. */
    public record Current(String slot, TrialId trial, int attempt, int epoch, int epochs) {}
  }

  /** A trial and its epochs, in the order of the log. */
  record Curve(TrialRow trial, List<EpochRow> epochs) {}

  /**
   * Curves of a part of the trials.
   *
   * @param total trials in all parts
   */
  record Curves(long total, List<Curve> rows) {
    public Curves {
      rows = List.copyOf(rows);
    }
  }

  /**
   * All about an experiment.
   *
   * @param spec JSON, word for word as accepted
   */
  record ExperimentView(long offset, String generation, ExperimentRow row, String spec) {}

  /**
   * All about a trial.
   *
   * @param spec JSON of its experiment's spec
   */
  record TrialView(
      long offset,
      String generation,
      TrialRow row,
      String spec,
      List<AttemptRow> attempts,
      List<EpochRow> epochs,
      List<EventRow> events) {}
}
