package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/** What requests about what is there change on the board: pure. */
final class Asked {
  private final Rows rows;
  private final Translation translation;
  private final OfWorkers workers;
  private final long offset;
  private final Map<ExperimentId, ExperimentRow> experiments = new LinkedHashMap<>();

  Asked(Rows rows, Translation translation, OfWorkers workers, long offset) {
    this.workers = workers;
    this.rows = rows;
    this.translation = translation;
    this.offset = offset;
  }

  List<Change> of(Event.RequestAccepted event) {
    return switch (event.action()) {
      // why: each trial's own fact follows
      case Action.Cancel ignored -> List.of();
      case Action.Pause pause ->
          each(
              event.trials(),
              trial ->
                  isRunning(trial)
                      ? because(
                          trial,
                          pause.now()
                              ? "people paused it: it makes way now"
                              : "people paused it: it makes way once its epoch is over")
                      : List.of());
      case Action.Resume ignored ->
          each(
              event.trials(),
              trial ->
                  trial.row().standing().status() == TrialStatus.PAUSED
                      ? queued(trial, "people resumed it")
                      : because(trial, "people let it go on"));
      case Action.Retry retry ->
          each(
              event.trials(),
              trial ->
                  queued(
                      trial,
                      retry.fresh()
                          ? "people want it tried again from nothing"
                          : "people want it tried again"));
      // why: what is asked so is an experiment of its own, and has another fact
      case Action.Extend ignored -> List.of();
      case Action.Fork ignored -> List.of();
      case Action.Change change ->
          event.experiments().stream()
              .flatMap(id -> rows.experiment(id).stream())
              .<Change>map(row -> new Change.PutExperiment(row.with(change, offset)))
              .toList();
      // why: no row tells what owners may have
      case Action.ChangeOwner ignored -> List.of();
      case Action.Drain drain ->
          drained(drain.target(), slots -> slots.add(drain.slot().orElse("")));
      case Action.Undrain undrain ->
          drained(
              undrain.target(),
              slots -> undrain.slot().ifPresentOrElse(slots::remove, slots::clear));
      case Action.Release release ->
          workers.resting(
              release.target(),
              slots -> release.slot().ifPresentOrElse(slots::remove, slots::clear));
      case Action.Archive ignored -> archived(event.experiments(), true);
      case Action.Unarchive ignored -> archived(event.experiments(), false);
    };
  }

  private List<Change> archived(List<ExperimentId> ids, boolean on) {
    return ids.stream()
        .flatMap(id -> rows.experiment(id).stream())
        .<Change>map(row -> new Change.PutExperiment(row.archived(on, offset)))
        .toList();
  }

  private static boolean isRunning(Trial trial) {
    return trial.row().standing().status() == TrialStatus.RUNNING;
  }

  private List<Change> each(List<TrialId> trials, Function<Trial, List<Change>> does) {
    List<Change> changes = new ArrayList<>();
    trials.forEach(id -> rows.trial(id).map(does).ifPresent(changes::addAll));
    experiments.values().forEach(row -> changes.add(new Change.PutExperiment(row)));
    return changes;
  }

  private List<Change> because(Trial trial, String why) {
    return List.of(new Change.PutTrial(trial.with(trial.row().standing().because(why), offset)));
  }

  private List<Change> queued(Trial trial, String why) {
    Standing standing = trial.row().standing().requeued(offset, why);
    ExperimentId id = trial.row().identity().experiment();
    // why: each further trial is counted where those before it stand now
    Optional.ofNullable(experiments.get(id))
        .or(() -> rows.experiment(id))
        .ifPresent(row -> experiments.put(id, translation.counted(row, trial, standing)));
    return translation.alone(trial, standing);
  }

  private List<Change> drained(String worker, Consumer<Set<String>> change) {
    return rows.worker(worker).stream()
        .<Change>map(
            row -> {
              Set<String> slots = new TreeSet<>(row.drained());
              change.accept(slots);
              return new Change.PutWorker(row.with(List.copyOf(slots), offset));
            })
        .toList();
  }
}
