package podium.engine.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.forecast.Forecasts;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.Text;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Forecast;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.ForkFields;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.SpecCheck;
import podium.protocol.id.ExperimentId;
import podium.protocol.request.Action;

/**
 * What becomes of requests to go on from what trials keep: an experiment of its own, whose trials
 * begin with those checkpoints. Pure; changes nothing.
 */
final class Forking {
  /** Most epochs a recipe can ask for. */
  private static final int MOST_EPOCHS = 10_000;

  private final SchedulerState state;
  private final Command.TakeRequest command;
  private final Optional<String> key;
  private final Action action;
  private final Instant now;

  private record Base(Map<String, Object> assignment, ForkedFrom from) {}

  private Forking(
      SchedulerState state,
      Command.TakeRequest command,
      Optional<String> key,
      Action action,
      Instant now) {
    this.state = state;
    this.command = command;
    this.key = key;
    this.action = action;
    this.now = now;
  }

  /** The fact that such a request leaves. */
  static Event on(
      SchedulerState state,
      Command.TakeRequest command,
      Optional<String> key,
      Action action,
      Instant now) {
    return new Forking(state, command, key, action, now).fact();
  }

  private Event fact() {
    List<Trial> meant = Targets.of(state, action.target());
    List<Experiment> of = meant.stream().map(Trial::experiment).distinct().toList();
    if (of.isEmpty()) {
      return rejected(Targets.nothingCalled(action.target()));
    }
    if (of.size() > 1) {
      List<String> ids = of.stream().map(it -> it.id().value()).toList();
      return rejected(
          Text.of(
              "several experiments are called %s: %s; give the id of one",
              action.target(), String.join(", ", ids)));
    }
    Experiment experiment = of.getFirst();
    if (experiment.archived()) {
      return rejected(Text.of("%s is archived; unarchive it first", experiment.id()));
    }
    List<Base> bases = bases(experiment, meant);
    if (bases.isEmpty()) {
      return rejected(nothingFits(meant));
    }
    return Admission.tooMany(state, bases.size())
        .or(() -> fault(experiment.spec(), bases))
        .map(this::rejected)
        .orElseGet(() -> accepted(experiment, bases));
  }

  private List<Base> bases(Experiment experiment, List<Trial> meant) {
    // why: what a spec stands for is made once, however many of its trials are meant
    List<Map<String, Object>> assignments =
        experiment.spec().search().draws() ? List.of() : experiment.spec().assignments();
    List<Base> bases = new ArrayList<>();
    for (Trial trial : meant) {
      Map<String, Object> its =
          assignments.isEmpty() ? trial.assignment() : assignments.get(trial.id().number() - 1);
      base(trial).ifPresent(from -> bases.add(new Base(its, from)));
    }
    return bases;
  }

  /** With what the one that goes on from the trial begins, if the trial is one of those meant. */
  private Optional<ForkedFrom> base(Trial trial) {
    List<ForkedFrom> kept = state.forks(trial.id());
    boolean well = trial.status() == TrialStatus.SUCCEEDED || trial.status() == TrialStatus.STOPPED;
    return action instanceof Action.Fork fork
        ? kept.stream()
            .filter(from -> fork.epoch().filter(wanted -> wanted != from.epoch()).isEmpty())
            .findFirst()
        : kept.stream().filter(from -> well).findFirst();
  }

  private String nothingFits(List<Trial> meant) {
    if (!(action instanceof Action.Fork)) {
      return Text.of(
          "%s has nothing to extend: none of its trials succeeded or was stopped, with a"
              + " checkpoint",
          action.target());
    }
    List<String> kept = meant.stream().flatMap(trial -> keptOf(trial).stream()).limit(4).toList();
    return kept.isEmpty()
        ? Text.of(
            "%s has nothing to fork: none of its trials has ended and keeps a checkpoint",
            action.target())
        : Text.of(
            "%s has no such epoch to fork; an ended trial keeps its last and its best one, and"
                + " every n-th where its worker has podium.checkpoints.keep-every = n: there are"
                + " %s",
            action.target(), String.join("; ", kept));
  }

  /** Of which epochs there are checkpoints of a trial. */
  private Optional<String> keptOf(Trial trial) {
    List<String> epochs =
        state.forks(trial.id()).stream()
            .map(ForkedFrom::epoch)
            .distinct()
            .sorted()
            .map(String::valueOf)
            .toList();
    return epochs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "epoch%s %s of %s",
                epochs.size() == 1 ? "" : "s", String.join(", ", epochs), trial.id()));
  }

  /** What is wrong with the first of them that cannot be trained so. */
  private Optional<String> fault(ExperimentSpec spec, List<Base> bases) {
    return bases.stream().flatMap(base -> fault(spec, base).stream()).findFirst();
  }

  private Optional<String> fault(ExperimentSpec spec, Base base) {
    ForkedFrom from = base.from();
    long epochs =
        action instanceof Action.Extend extend ? (long) from.epoch() + extend.epochs() : 0;
    if (epochs > MOST_EPOCHS) {
      return Optional.of(
          Text.of(
              "%s would have %d epochs; allowed: at most %d", from.trial(), epochs, MOST_EPOCHS));
    }
    Recipe before = spec.trial(base.assignment()).recipe();
    Recipe after = spec.trial(changed(base)).recipe();
    return after.epochs() <= from.epoch()
        ? Optional.of(
            Text.of(
                "recipe.epochs is %d, and it would begin with %s; give more epochs than that",
                after.epochs(), from.told()))
        : ForkFields.against(before, after)
            .or(() -> SpecCheck.contradictions(after).stream().findFirst());
  }

  private Map<String, Object> changed(Base base) {
    Map<String, Object> changed = new LinkedHashMap<>(base.assignment());
    if (action instanceof Action.Fork fork) {
      changed.putAll(fork.recipe());
    }
    if (action instanceof Action.Extend extend) {
      changed.put("epochs", (long) base.from().epoch() + extend.epochs());
    }
    return changed;
  }

  private Event accepted(Experiment of, List<Base> bases) {
    List<Map<String, Object>> rows = bases.stream().map(this::changed).toList();
    ExperimentSpec spec = of.spec().forked(key, rows, of.priority(), of.limits());
    ExperimentId id =
        ExperimentId.of(spec.experiment(), state.experimentsNamed(spec.experiment()) + 1);
    List<TrialEntry> trials = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      trials.add(new TrialEntry(id.trial(i + 1), rows.get(i), Optional.of(bases.get(i).from())));
    }
    Optional<Forecast> forecast =
        state.settings().rules() < DecisionSettings.WITH_FORECASTS_OF_FORKS
            ? Optional.empty()
            : Forecasts.of(state, now, id, spec, trials);
    return new Event.ExperimentAccepted(
        command.source(), id, spec, trials, forecast, Optional.of(action));
  }

  private Event rejected(String reason) {
    return Decider.rejected(command, List.of(reason));
  }
}
