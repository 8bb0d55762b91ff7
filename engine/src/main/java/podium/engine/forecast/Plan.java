package podium.engine.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.placement.Turns;
import podium.engine.placement.Work;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.ForkedFrom;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** Who runs and who waits in a state, as looks ahead see it. Not thread-safe. */
final class Plan {
  /** Numbers behind all those that trials of the log have. */
  private static final long LAST = Long.MAX_VALUE >> 1;

  private final SchedulerState state;
  private final Instant now;
  private final Comparator<Work> order;
  private final Pools pools;
  private final Owners owners;
  private final Map<String, Optional<Pace>> paces = new LinkedHashMap<>();
  private final Map<Alike, Line> lines = new LinkedHashMap<>();
  private final Map<String, Bound> ofOwners = new HashMap<>();
  private final Map<ExperimentId, Bound> ofExperiments = new HashMap<>();
  private final List<Course> running = new ArrayList<>();
  private final List<Course> coming = new ArrayList<>();
  private long virtual = LAST;

  private record Alike(String owner, String experiment, List<Integer> pools, int slots) {}

  /** To whom slots are given, and how many they may have. */
  record Whose(ExperimentId experiment, String owner, int priority, int most, int held) {}

  /**
   * A trial on its way.
   *
   * @param trial nothing of one that a search has yet to suggest
   * @param done milliseconds of its setting up, or of its epoch, that are over
   * @param fresh whether it has to be set up yet, and is not through its first epoch
   */
  record Course(
      ExperimentId experiment,
      Optional<TrialId> trial,
      Job job,
      Optional<Pace> pace,
      int epochs,
      boolean fresh,
      double done,
      String device,
      boolean stops) {}

  Plan(SchedulerState state, Instant now, Set<String> homes) {
    this.state = state;
    this.now = now;
    this.order = Turns.order(state);
    this.pools = new Pools(state, homes);
    this.owners = new Owners(state.usage(), now, owner -> state.settings().share(owner).weight());
  }

  List<Course> running() {
    return running;
  }

  List<Course> coming() {
    return coming;
  }

  /** A trial that has a slot. */
  void addRunning(Trial trial) {
    boolean stops = trial.stopping().isPresent();
    boolean fresh = !trial.fruitful();
    Instant since = fresh ? trial.placedAt() : trial.epochSince();
    TrialSpec spec = trial.spec();
    // why: after which epoch it goes on it says only once it has begun
    int done = trial.lastEpoch() > 0 ? trial.lastEpoch() : trial.checkpoints().newestEpoch();
    // why: one that is told to stop does so when its epoch is over, at the latest
    int epochs = stops ? 1 : spec.recipe().epochs() - done;
    Job job = job(whose(trial), Shape.of(trial), trial.accepted(), trial.priority(), 0, 0);
    trial.holder().flatMap(pools::of).ifPresent(pool -> job.pool = pool);
    running.add(
        new Course(
            trial.experiment().id(),
            Optional.of(trial.id()),
            job,
            pace(job.slots(), spec),
            epochs,
            fresh,
            Math.max(0, Duration.between(since, now).toMillis()),
            trial.device(),
            stops));
  }

  /** A trial that waits. */
  void addWaiting(Trial trial) {
    double arrival = Math.max(0, Duration.between(now, trial.notBefore()).toMillis());
    TrialSpec spec = trial.spec();
    Job job =
        job(
            whose(trial),
            Shape.of(trial),
            trial.accepted(),
            trial.priority(),
            arrival,
            state.secondsLeft(trial));
    add(
        trial.experiment().id(),
        Optional.of(trial.id()),
        job,
        spec,
        trial.checkpoints().newestEpoch());
  }

  /** One that is about to be accepted, or that a search has yet to suggest. */
  void addVirtual(
      ExperimentSpec of, Map<String, Object> assignment, Optional<ForkedFrom> from, Whose whose) {
    TrialSpec spec = of.trial(assignment);
    int done = from.map(ForkedFrom::epoch).orElse(0);
    Shape shape =
        new Shape(
            of.resources().device(),
            of.resources().slots(),
            spec.model(),
            of.dataset(),
            of.pretrained(),
            from.map(ForkedFrom::home).orElse(""));
    Job job =
        job(
            whose,
            shape,
            virtual++,
            whose.priority(),
            0,
            state.secondsLeft(shape.slots(), spec, done));
    add(whose.experiment(), Optional.empty(), job, spec, done);
  }

  private void add(
      ExperimentId experiment, Optional<TrialId> trial, Job job, TrialSpec spec, int done) {
    coming.add(
        new Course(
            experiment,
            trial,
            job,
            pace(job.slots(), spec),
            spec.recipe().epochs() - done,
            true,
            0,
            "",
            false));
  }

  Whose whose(Trial trial) {
    return new Whose(
        trial.experiment().id(),
        trial.experiment().owner(),
        trial.experiment().priority(),
        trial.experiment().slots(),
        state.slotsOf(trial.experiment().id()));
  }

  private Job job(
      Whose whose, Shape shape, long accepted, int priority, double arrival, double remaining) {
    int slots = shape.slots();
    return new Job(
        whose.owner(),
        priority,
        accepted,
        slots,
        arrival,
        remaining,
        line(whose, pools.of(shape), slots),
        owners);
  }

  private Line line(Whose whose, int[] at, int slots) {
    Bound ofOwner =
        ofOwners.computeIfAbsent(
            whose.owner(),
            owner ->
                new Bound(
                    state.settings().share(owner).slots(),
                    state.slotsOf(owner),
                    state.settings().rules() >= DecisionSettings.WITH_FORECASTS_OF_FORKS));
    Bound ofExperiment =
        ofExperiments.computeIfAbsent(
            whose.experiment(), id -> new Bound(whose.most(), whose.held()));
    Alike alike =
        new Alike(
            whose.owner(),
            ofExperiment.isOpen() ? "" : whose.experiment().value(),
            Arrays.stream(at).boxed().toList(),
            slots);
    return lines.computeIfAbsent(alike, it -> new Line(ofOwner, ofExperiment, at, slots, order));
  }

  private Optional<Pace> pace(int slots, TrialSpec spec) {
    String kind =
        String.join(
            "|",
            String.valueOf(slots),
            spec.model(),
            spec.dataset(),
            String.valueOf(spec.recipe().batchSize()),
            String.valueOf(spec.recipe().imageSize()));
    return paces.computeIfAbsent(kind, it -> Pace.of(state, slots, spec));
  }

  /** Looks ahead once, with durations that follow from the seed. */
  void look(long seed) {
    Draws draws = new Draws(seed);
    paces.values().forEach(pace -> pace.ifPresent(it -> it.drawAnew(draws)));
    running.forEach(course -> course.job().lasts(duration(course, draws)));
    coming.forEach(course -> course.job().lasts(duration(course, draws)));
    new Ahead(order, owners, lines.values(), pools.free())
        .run(
            running.stream().map(Course::job).toList(),
            coming.stream()
                .map(Course::job)
                .sorted(Comparator.comparingDouble(Job::arrival))
                .toList());
  }

  private static double duration(Course course, Draws draws) {
    if (course.pace().isEmpty()) {
      // why: what was never seen may be over at once, or never
      return draws.below(4) == 0 ? 0 : Job.NEVER;
    }
    Pace pace = course.pace().get();
    int begun = Math.min(1, course.epochs());
    double first =
        (course.fresh() ? pace.setUp(draws) : 0) + pace.epochs(begun, course.device(), draws);
    return Math.max(0, first - course.done())
        + pace.epochs(course.epochs() - begun, course.device(), draws);
  }
}
