package podium.engine.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.engine.placement.Turns;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Forecast;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * When trials and experiments are expected to begin and end, in the eyes of a state at a time: if
 * nothing fails, nobody steps in, no more workers come, and no trial is stopped early. Of one state
 * and time always the same. Immutable.
 */
public final class Forecasts {
  /** So many trials that wait are looked at; those behind them are not. */
  public static final int MOST = 1_000;

  /** Whoever submits waits for it, so that fewer are looked at then. */
  private static final int MOST_AT_SUBMISSION = 100;

  private final Map<TrialId, Outlook> trials;
  private final Map<ExperimentId, Window> experiments;
  private final int behind;

  private Forecasts(
      Map<TrialId, Outlook> trials, Map<ExperimentId, Window> experiments, int behind) {
    this.trials = Collections.unmodifiableMap(trials);
    this.experiments = Collections.unmodifiableMap(experiments);
    this.behind = behind;
  }

  /** Where nothing is known. */
  public static Forecasts none() {
    return new Forecasts(Map.of(), Map.of(), 0);
  }

  /** Of all that runs and waits. */
  public static Forecasts of(SchedulerState state, Instant now) {
    List<Trial> all = Turns.of(state, now).stream().filter(Forecasts::isWanted).toList();
    List<Trial> waiting = all.subList(0, Math.min(MOST, all.size()));
    Looks looks = new Looks(plan(state, now, waiting, Set.of()), now, state.time().toEpochMilli());
    Map<TrialId, Outlook> trials = new LinkedHashMap<>(looks.outlooks());
    all.subList(waiting.size(), all.size())
        .forEach(it -> trials.put(it.id(), Outlook.unknown(Outlook.Unknown.TOO_FAR)));
    held(state)
        .filter(trial -> trial.adriftSince().isPresent())
        .forEach(it -> trials.put(it.id(), Outlook.unknown(Outlook.Unknown.WORKER_LOST)));
    Map<ExperimentId, Window> experiments = new HashMap<>();
    looks
        .ends()
        .forEach(
            (id, ends) -> {
              if (isWhole(state, id, looks)) {
                Window.of(now, ends).ifPresent(window -> experiments.put(id, window));
              }
            });
    return new Forecasts(trials, experiments, all.size() - waiting.size());
  }

  /**
   * Of an experiment that is about to be accepted; nothing where that cannot be said, or where it
   * would take long to.
   */
  public static Optional<Forecast> of(
      SchedulerState state,
      Instant now,
      ExperimentId id,
      ExperimentSpec spec,
      List<TrialEntry> entries) {
    boolean searches = spec.search().learns();
    int trials = searches ? (int) Math.min(Integer.MAX_VALUE, spec.trialCount()) : entries.size();
    if (state.settings().rules() < DecisionSettings.WITH_FORECASTS
        || state.queue().size() + trials > MOST_AT_SUBMISSION
        || spec.stopping().rule() != Stopping.Rule.NONE
        || entries.stream()
            .anyMatch(
                it ->
                    Pace.of(state, spec.resources().slots(), spec.trial(it.assignment()))
                        .isEmpty())) {
      return Optional.empty();
    }
    List<Trial> waiting = state.queue().inOrder().stream().filter(Forecasts::isWanted).toList();
    Plan plan = plan(state, now, waiting, homes(entries));
    Plan.Whose whose = new Plan.Whose(id, spec.owner(), spec.priority(), spec.limits().slots(), 0);
    for (int i = 0; i < trials; i++) {
      TrialEntry entry = entries.get(Math.min(i, entries.size() - 1));
      plan.addVirtual(spec, entry.assignment(), entry.forkedFrom(), whose);
    }
    double[] ends =
        Optional.ofNullable(new Looks(plan, now, state.time().toEpochMilli()).ends().get(id))
            .orElseGet(() -> new double[Window.LOOKS]);
    return Window.of(now, ends).flatMap(Window::whole);
  }

  private static boolean isWanted(Trial trial) {
    return !trial.cancelled() && !trial.paused();
  }

  private static Set<String> homes(List<TrialEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.forkedFrom().stream())
        .map(ForkedFrom::home)
        .collect(Collectors.toSet());
  }

  private static Plan plan(
      SchedulerState state, Instant now, List<Trial> waiting, Set<String> more) {
    Set<String> homes = new HashSet<>(more);
    waiting.forEach(trial -> homes.add(trial.checkpoints().home()));
    homes.remove("");
    Plan plan = new Plan(state, now, homes);
    held(state).filter(trial -> trial.adriftSince().isEmpty()).forEach(plan::addRunning);
    waiting.forEach(plan::addWaiting);
    state.searching().forEach(it -> addSuggestions(state, plan, it));
    return plan;
  }

  /** Those with an attempt that a worker holds. */
  private static Stream<Trial> held(SchedulerState state) {
    return state.workers().stream().flatMap(worker -> state.heldBy(worker.name()).stream());
  }

  private static void addSuggestions(SchedulerState state, Plan plan, Experiment experiment) {
    Trial last = state.trial(experiment.id().trial(experiment.size())).orElseThrow();
    if (!isWanted(last)) {
      return;
    }
    for (int i = experiment.size(); i < Math.min(experiment.most(), MOST); i++) {
      plan.addVirtual(experiment.spec(), last.assignment(), Optional.empty(), plan.whose(last));
    }
  }

  /** Whether all of an experiment that is not over was looked at, and is wanted. */
  private static boolean isWhole(SchedulerState state, ExperimentId id, Looks looks) {
    Optional<Experiment> experiment = state.experiment(id);
    return experiment.isPresent()
        && experiment.get().spec().stopping().rule() == Stopping.Rule.NONE
        && experiment.get().trials().stream()
            .flatMap(trial -> state.trial(trial).stream())
            .filter(trial -> !trial.status().ended())
            .allMatch(trial -> looks.isEstimated(trial.id()));
  }

  /** What is expected of a trial; nothing of one that is over or paused. */
  public Optional<Outlook> of(TrialId trial) {
    return Optional.ofNullable(trials.get(trial));
  }

  /** What is expected of each trial that runs or waits. */
  public Map<TrialId, Outlook> trials() {
    return trials;
  }

  /** When an experiment will be over; nothing where that is not known. */
  public Optional<Window> of(ExperimentId experiment) {
    return Optional.ofNullable(experiments.get(experiment));
  }

  /** How many that wait were not looked at, since too many are before them. */
  public int behind() {
    return behind;
  }

  /** So many looks ahead, and what each came to. */
  private static final class Looks {
    private final Instant now;
    private final List<Plan.Course> running;
    private final List<Plan.Course> coming;
    private final List<double[]> starts = new ArrayList<>();
    private final List<double[]> ends = new ArrayList<>();
    private final Map<ExperimentId, double[]> lastEnds = new LinkedHashMap<>();
    private final Set<TrialId> estimated = new HashSet<>();

    Looks(Plan plan, Instant now, long seed) {
      this.now = now;
      this.running = plan.running();
      this.coming = plan.coming();
      List<Plan.Course> all = new ArrayList<>(running);
      all.addAll(coming);
      all.forEach(
          course -> {
            starts.add(new double[Window.LOOKS]);
            ends.add(new double[Window.LOOKS]);
            if (!course.stops()) {
              course.trial().ifPresent(estimated::add);
            }
          });
      for (int look = 0; look < Window.LOOKS; look++) {
        plan.look(seed * Window.LOOKS + look);
        for (int i = 0; i < all.size(); i++) {
          Plan.Course course = all.get(i);
          starts.get(i)[look] = course.job().start();
          ends.get(i)[look] = course.job().end();
          double[] last =
              lastEnds.computeIfAbsent(course.experiment(), id -> new double[Window.LOOKS]);
          last[look] = Math.max(last[look], course.job().end());
        }
      }
    }

    boolean isEstimated(TrialId trial) {
      return estimated.contains(trial);
    }

    Map<ExperimentId, double[]> ends() {
      return lastEnds;
    }

    Map<TrialId, Outlook> outlooks() {
      Map<TrialId, Outlook> all = new LinkedHashMap<>();
      for (int i = 0; i < running.size() + coming.size(); i++) {
        boolean runs = i < running.size();
        Plan.Course course = runs ? running.get(i) : coming.get(i - running.size());
        Optional<Window> start = runs ? Optional.empty() : Window.of(now, starts.get(i));
        Optional<Window> end =
            course.pace().isEmpty() || course.stops()
                ? Optional.empty()
                : Window.of(now, ends.get(i));
        Outlook outlook = new Outlook(start, end, unknown(course, runs, starts.get(i), end));
        course.trial().ifPresent(trial -> all.put(trial, outlook));
      }
      return all;
    }

    private static Optional<Outlook.Unknown> unknown(
        Plan.Course course, boolean runs, double[] starts, Optional<Window> end) {
      if (course.stops()) {
        return Optional.of(Outlook.Unknown.STOPS);
      }
      if (!runs && course.job().line().pools().length == 0) {
        return Optional.of(Outlook.Unknown.NO_SLOT);
      }
      if (course.pace().isEmpty()) {
        return Optional.of(Outlook.Unknown.NEVER_SEEN);
      }
      boolean known = end.flatMap(Window::latest).isPresent();
      return known
          ? Optional.empty()
          : Optional.of(
              Arrays.stream(starts).allMatch(it -> it == Job.NEVER)
                  ? Outlook.Unknown.NO_SLOT
                  : Outlook.Unknown.BEHIND);
    }
  }
}
