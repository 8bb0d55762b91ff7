package podium.engine.placement;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import podium.engine.state.Experiment;
import podium.engine.state.Reservation;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.id.TrialId;

/** Why each trial that does not run waits. Pure; changes nothing. */
public final class Waits {
  private final SchedulerState state;
  private final Instant now;

  /** What is asked of all workers is asked once for all trials that are alike. */
  private final Map<Shape, Optional<Wait>> notOffered = new HashMap<>();

  private final Map<Shape, Optional<Wait>> closed = new HashMap<>();

  private Waits(SchedulerState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** What each trial in the queue waits for at that time, whose turn it is first coming first. */
  public static Map<TrialId, Wait> of(SchedulerState state, Instant now) {
    return new Waits(state, now).all();
  }

  private Map<TrialId, Wait> all() {
    Map<TrialId, Wait> all = new LinkedHashMap<>();
    int before = 0;
    for (Trial trial : Turns.of(state, now)) {
      Wait wait = wait(trial).orElse(new Wait.NoFreeSlot(before));
      before += wait instanceof Wait.NoFreeSlot ? 1 : 0;
      all.put(trial.id(), wait);
    }
    return all;
  }

  /** What one that is paused waits for; nothing of one that is not. */
  public static Optional<Wait> ofPaused(Trial trial) {
    return switch (trial.state()) {
      case HELD -> trial.heldAt().map(rung -> new Wait.AtRung(rung.epoch()));
      case PAUSED -> Optional.of(new Wait.OfPeople());
      case QUEUED, PLACED, RUNNING, STOPPING, ADRIFT, SETTLING -> Optional.empty();
      case SUCCEEDED, FAILED, CANCELLED, STOPPED -> Optional.empty();
    };
  }

  /** What stands in its way beside others that come before it. */
  private Optional<Wait> wait(Trial trial) {
    Shape shape = Shape.of(trial);
    return Optional.of(trial.notBefore())
        .filter(until -> until.isAfter(now))
        .<Wait>map(Wait.BackOff::new)
        .or(() -> away(trial))
        .or(() -> notOffered.computeIfAbsent(shape, this::notOffered))
        .or(() -> limit(trial))
        .or(() -> closed.computeIfAbsent(shape, this::closed))
        .or(
            () ->
                state.makingWayFor(trial).stream()
                    .findFirst()
                    .map(it -> new Wait.MakingWay(it.id())))
        .or(() -> kept(trial, shape));
  }

  private Optional<Wait> away(Trial trial) {
    Homes homes = new Homes(state);
    return homes
        .away(trial)
        .map(it -> new Wait.CheckpointAway(it.epoch(), it.worker(), homes.waitsUntil(trial)));
  }

  private Optional<Wait> notOffered(Shape shape) {
    return state.isServed(shape) ? Optional.empty() : Optional.of(new Wait.NotOffered(lack(shape)));
  }

  /** The first need that nobody who has those before it meets. */
  private String lack(Shape shape) {
    List<WorkerState> there =
        state.workers().stream()
            .filter(worker -> worker.liveness() != WorkerState.Liveness.LOST)
            .toList();
    List<Catalog> catalogs = there.stream().map(it -> it.registration().catalog()).toList();
    if (there.isEmpty()) {
      return "a slot";
    }
    if (there.stream()
        .flatMap(worker -> worker.slots().keySet().stream())
        .noneMatch(shape.device()::suits)) {
      return "a slot of " + shape.device().name().toLowerCase(Locale.ROOT);
    }
    if (catalogs.stream().noneMatch(it -> it.offers(shape.model()))) {
      return "the model " + shape.model();
    }
    if (catalogs.stream().noneMatch(it -> it.dataset(shape.dataset()).isPresent())) {
      return "the data set " + shape.dataset();
    }
    if (shape.slots() > 1
        && there.stream().mapToLong(Waits::processorSlots).max().orElse(0) < shape.slots()) {
      return Text.of("%d slots of its processor together", shape.slots());
    }
    String model = ModelChoice.of(shape.model()).name();
    return catalogs.stream().noneMatch(it -> it.hasWeights(shape.pretrained(), model))
        ? "the weights " + shape.pretrained()
        : "all that it needs: model " + shape.model() + ", data set " + shape.dataset();
  }

  private static long processorSlots(WorkerState worker) {
    return worker.slots().keySet().stream().filter(Device.CPU::suits).count();
  }

  private Optional<Wait> limit(Trial trial) {
    Experiment experiment = trial.experiment();
    int ofOwner = state.settings().share(experiment.owner()).slots();
    if (!state.isFull(trial)) {
      return state
          .queue()
          .before(trial)
          .map(wide -> new Wait.RoomKept(wide.id(), experiment.owner(), ofOwner));
    }
    return Optional.of(
        state.isOwnerFull(trial)
            ? new Wait.Limit("owner " + experiment.owner(), ofOwner, experiment.slotsEach())
            : new Wait.Limit(
                "experiment " + experiment.id(), experiment.slots(), experiment.slotsEach()));
  }

  /** Slots that are kept for it, or that it could have were they not kept for another trial. */
  private Optional<Wait> kept(Trial trial, Shape shape) {
    Optional<Reservation> all = state.reservation();
    return all.filter(kept -> kept.trial() == trial)
        .<Wait>map(
            kept ->
                new Wait.Gathering(
                    kept.slots().slots().toList(), kept.slots().worker(), kept.until()))
        .or(
            () ->
                all.filter(
                        kept ->
                            state
                                .worker(kept.slots().worker())
                                .filter(worker -> !worker.freeOrKeptSlots(shape).isEmpty())
                                .isPresent())
                    .map(kept -> new Wait.ReservedFor(kept.trial().id(), kept.until())));
  }

  private Optional<Wait> closed(Shape shape) {
    boolean open =
        state.workers().stream()
            .anyMatch(worker -> worker.openSlots(shape).size() >= shape.slots());
    return open ? Optional.empty() : Optional.of(new Wait.Closed());
  }
}
