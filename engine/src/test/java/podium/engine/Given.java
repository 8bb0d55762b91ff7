package podium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.decide.Answer;
import podium.engine.decide.Command;
import podium.engine.decide.Decided;
import podium.engine.decide.Decider;
import podium.engine.decide.Dues;
import podium.engine.state.Fold;
import podium.engine.state.Legality;
import podium.engine.state.SchedulerState;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Space;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.protocol.request.Action;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** A log under test: commands go in, events and state come out, as the actor would do it. */
public final class Given {
  public final SchedulerState state = new SchedulerState();
  public final List<Event> events = new ArrayList<>();

  /** When each event was folded. */
  public final List<Instant> times = new ArrayList<>();

  private long offset;
  private Instant now = Instant.parse("2026-11-24T00:00:00Z");

  /** Decides, folds, and then folds all that is due. */
  public Optional<Event> when(Command command) {
    return switch (command) {
      case Command.TakeRequest request -> done(Decider.decide(state, request, now));
      case Command.MissRequests missed -> done(Optional.of(Decider.decide(missed)));
      case Command.Register register -> done(Decider.decide(state, register)).fact();
      case Command.Hear hear -> done(Decider.decide(state, hear)).fact();
      case Command.Silence silence -> done(Decider.decide(state, silence));
      case Command.Leaving leaving -> done(Decider.decide(state, leaving));
      case Command.Quiet quiet -> done(Decider.decide(state, quiet));
      case Command.Free free ->
          Decider.decide(state, free).stream()
              .flatMap(fact -> done(Optional.of(fact)).stream())
              .reduce((first, next) -> first);
      case Command.Leave leave -> done(Decider.decide(state, leave));
      case Command.TakeReport report -> done(Decider.decide(state, report)).fact();
    };
  }

  private Optional<Event> done(Optional<Event> fact) {
    fact.ifPresent(this::decided);
    settle();
    return fact;
  }

  private <A extends Answer> Decided<A> done(Decided<A> decided) {
    done(decided.fact());
    return decided;
  }

  /** Folds all that is due now. */
  public void settle() {
    for (Optional<Event> due = Dues.due(state, now); due.isPresent(); due = Dues.due(state, now)) {
      decided(due.get());
    }
  }

  /** What is decided is never against what is known. */
  private void decided(Event event) {
    assertThat(Legality.against(state, event)).as("%s", event).isEmpty();
    fold(event);
  }

  /** It is that time now. */
  public void at(Instant time) {
    now = time;
  }

  /** What time it is. */
  public Instant now() {
    return now;
  }

  /** Time goes on, and with it what was due by then. */
  public void after(Duration duration) {
    now = now.plus(duration);
    settle();
  }

  /** What is due now, without folding it. */
  public Optional<Event> due() {
    return Dues.due(state, now);
  }

  /** Folds an event of an earlier log. */
  public void fold(Event event) {
    Fold.apply(state, Entry.of(1, "log", events.size(), "", now, event));
    events.add(event);
    times.add(now);
  }

  public Command.TakeRequest request(Reading reading) {
    return new Command.TakeRequest(
        new Source("podium.requests", 0, offset++), reading, new Command.Raw("quote", 5, "hash"));
  }

  public Optional<Event> submit(ExperimentSpec spec) {
    return when(request(new Reading.Understood(new Request.Submit(spec))));
  }

  public Optional<Event> cancel(String target) {
    return cancel(Optional.empty(), target);
  }

  public Optional<Event> cancel(Optional<String> key, String target) {
    return act(key, new Action.Cancel(target));
  }

  public Optional<Event> act(Action action) {
    return act(Optional.empty(), action);
  }

  public Optional<Event> act(Optional<String> key, Action action) {
    return when(request(new Reading.Understood(new Request.Act(key, action))));
  }

  /** A scheduler begins to reign that decides so. */
  public void reign(DecisionSettings settings) {
    fold(new Event.SchedulerStarted(settings, "", NodeAddress.UNKNOWN));
    settle();
  }

  /** A scheduler begins to reign that finds this requests topic, and what is due then is done. */
  public void reign(String topic) {
    boolean another = !topic.isEmpty() && !topic.equals(state.requestsTopic());
    if (another && !state.requestsTopic().isEmpty()) {
      offset = 0;
    }
    fold(new Event.SchedulerStarted(DecisionSettings.DEFAULT, topic, NodeAddress.UNKNOWN));
    settle();
  }

  /** The fact that what the log comes to at that offset was kept. */
  public static Event.SnapshotTaken snapshot(long offset) {
    return new Event.SnapshotTaken(offset, "hash" + offset, 1, 1, 100);
  }

  public Answer.ToRegister worker(String worker, String incarnation, String... slots) {
    return done(Decider.decide(state, register(worker, incarnation, slots))).answer();
  }

  /** A worker with a folder of checkpoints of its own. */
  public Answer.ToRegister workerAt(
      String home, String worker, String incarnation, String... slots) {
    return done(Decider.decide(state, registerAt(home, worker, incarnation, slots))).answer();
  }

  public static Command.Register register(String worker, String incarnation, String... slots) {
    return registerAt("shared", worker, incarnation, slots);
  }

  public static Command.Register registerAt(
      String home, String worker, String incarnation, String... slots) {
    return register(home, worker, incarnation, Catalog.BUILT_IN, slots);
  }

  public static Command.Register register(
      String worker, String incarnation, Catalog catalog, String... slots) {
    return register("shared", worker, incarnation, catalog, slots);
  }

  private static Command.Register register(
      String home, String worker, String incarnation, Catalog catalog, String... slots) {
    return new Command.Register(
        worker,
        incarnation,
        "host",
        java.util.Arrays.stream(slots).map(Given::slot).toList(),
        catalog,
        home,
        List.of(),
        NodeAddress.UNKNOWN,
        0);
  }

  /** A worker that keeps the checkpoints of every n-th epoch. */
  public Answer.ToRegister workerKeeping(
      int keepEvery, String home, String worker, String incarnation, String... slots) {
    Command.Register plain = registerAt(home, worker, incarnation, slots);
    return done(Decider.decide(
            state,
            new Command.Register(
                worker,
                incarnation,
                "host",
                plain.slots(),
                plain.catalog(),
                home,
                List.of(),
                NodeAddress.UNKNOWN,
                keepEvery)))
        .answer();
  }

  /** Such as {@code cpu:0}, or, on a GPU, {@code cuda:0@GPU-a}. */
  private static Slot slot(String words) {
    int at = words.indexOf('@');
    return at < 0
        ? new Slot(words, "")
        : new Slot(words.substring(0, at), "", words.substring(at + 1));
  }

  /** A worker of the shared home that says what it still has. */
  public Answer.ToRegister workerWith(
      List<Holding> holds, String worker, String incarnation, String... slots) {
    return done(Decider.decide(state, registerWith(holds, "shared", worker, incarnation, slots)))
        .answer();
  }

  public static Command.Register registerWith(
      List<Holding> holds, String home, String worker, String incarnation, String... slots) {
    Command.Register plain = registerAt(home, worker, incarnation, slots);
    return new Command.Register(
        worker,
        incarnation,
        "host",
        plain.slots(),
        plain.catalog(),
        home,
        holds,
        NodeAddress.UNKNOWN,
        0);
  }

  public static ExperimentSpec pretrained(String name, String weights, Object... models) {
    ExperimentSpec spec = spec(name, 0, models);
    return new ExperimentSpec(
        name,
        spec.key(),
        spec.dataset(),
        spec.matrix(),
        spec.recipe(),
        weights,
        spec.resources(),
        0,
        "",
        spec.limits(),
        List.of());
  }

  public static ExperimentSpec spec(String name, int priority, Object... models) {
    return spec(name, Optional.empty(), priority, Device.ANY, models);
  }

  /** An experiment of so many trials of so many epochs, with a rule of stopping. */
  public static ExperimentSpec contest(String name, int trials, int epochs, Stopping rule) {
    ExperimentSpec spec = seeds(name, trials);
    return new ExperimentSpec(
            name,
            spec.key(),
            spec.dataset(),
            spec.matrix(),
            Recipe.of(Map.of("epochs", (long) epochs)),
            spec.pretrained(),
            spec.resources(),
            0,
            "",
            spec.limits(),
            List.of())
        .with(rule);
  }

  /** The same with other limits. */
  public static ExperimentSpec limited(ExperimentSpec spec, Limits limits) {
    return like(spec, spec.matrix(), spec.resources(), spec.preempt(), spec.owner(), limits);
  }

  /** The same, for which trials of lower priority make way. */
  public static ExperimentSpec preempting(ExperimentSpec spec) {
    return like(spec, spec.matrix(), spec.resources(), true, spec.owner(), spec.limits());
  }

  /** The same of another owner. */
  public static ExperimentSpec owned(ExperimentSpec spec, String owner) {
    return like(spec, spec.matrix(), spec.resources(), spec.preempt(), owner, spec.limits());
  }

  /** The same with so many epochs. */
  public static ExperimentSpec epochs(ExperimentSpec spec, int... epochs) {
    Map<String, List<Object>> matrix = new java.util.LinkedHashMap<>(spec.matrix());
    matrix.put("epochs", java.util.Arrays.stream(epochs).<Object>mapToObj(Long::valueOf).toList());
    return like(spec, matrix, spec.resources(), spec.preempt(), spec.owner(), spec.limits());
  }

  /** The same of trials that need so many slots together. */
  public static ExperimentSpec together(ExperimentSpec spec, int slots) {
    return like(
        spec,
        spec.matrix(),
        new Resources(Device.ANY, slots),
        spec.preempt(),
        spec.owner(),
        spec.limits());
  }

  /** The same with batches of that size. */
  public static ExperimentSpec batch(ExperimentSpec spec, int size) {
    Map<String, List<Object>> matrix = new java.util.LinkedHashMap<>(spec.matrix());
    matrix.put("batchSize", List.of((long) size));
    return like(spec, matrix, spec.resources(), spec.preempt(), spec.owner(), spec.limits());
  }

  /** The same with so many images at a time. */
  public static ExperimentSpec inParts(ExperimentSpec spec, int images) {
    Map<String, List<Object>> matrix = new java.util.LinkedHashMap<>(spec.matrix());
    matrix.put("microBatch", List.of((long) images));
    return like(spec, matrix, spec.resources(), spec.preempt(), spec.owner(), spec.limits());
  }

  private static ExperimentSpec like(
      ExperimentSpec spec,
      Map<String, List<Object>> matrix,
      Resources resources,
      boolean preempt,
      String owner,
      Limits limits) {
    return new ExperimentSpec(
        spec.experiment(),
        spec.key(),
        spec.dataset(),
        matrix,
        spec.zip(),
        spec.exclude(),
        spec.include(),
        spec.search(),
        spec.recipe(),
        spec.pretrained(),
        resources,
        spec.priority(),
        preempt,
        owner,
        limits,
        List.of(),
        spec.stopping(),
        spec.onMemory());
  }

  /** One model with so many seeds. */
  public static ExperimentSpec seeds(String name, int seeds) {
    ExperimentSpec one = spec(name, 0, "resnet18");
    List<Object> values =
        java.util.stream.LongStream.range(0, seeds).boxed().map(Object.class::cast).toList();
    return new ExperimentSpec(
        name,
        one.key(),
        one.dataset(),
        Map.of("model", List.of("resnet18"), "seed", values),
        one.recipe(),
        one.pretrained(),
        one.resources(),
        0,
        "",
        one.limits(),
        List.of());
  }

  /** One model, and so many learning rates drawn at random. */
  public static ExperimentSpec searching(String name, int trials) {
    return searching(name, Search.Method.RANDOM, Optional.empty(), trials);
  }

  /** One model, and so many learning rates found by that method; three epochs each. */
  public static ExperimentSpec searching(
      String name, Search.Method method, Optional<String> key, int trials) {
    ExperimentSpec one = spec(name, 0, "resnet18");
    return new ExperimentSpec(
        name,
        key,
        one.dataset(),
        one.matrix(),
        List.of(),
        List.of(),
        List.of(),
        new Search(
            method, trials, 0, Map.of("learningRate", new Space(Space.Scale.LOG, 1e-4, 0.1))),
        Recipe.of(Map.of("epochs", 3L)),
        one.pretrained(),
        one.resources(),
        0,
        false,
        "",
        one.limits(),
        List.of(),
        Stopping.NONE);
  }

  public static ExperimentSpec spec(
      String name, Optional<String> key, int priority, Device device, Object... models) {
    return new ExperimentSpec(
        name,
        key,
        "digits",
        Map.of("model", List.of(models)),
        Recipe.defaults(),
        "none",
        new Resources(device),
        priority,
        "",
        Limits.NONE,
        List.of());
  }

  public static Report started(String trial, int attempt) {
    return resumed(trial, attempt, 0);
  }

  /** An attempt that begins to train after a checkpoint. */
  public static Report resumed(String trial, int attempt, int fromEpoch) {
    return new Report.Started(
        new TrialId(trial),
        attempt,
        1,
        new Start("cpu:0", 1000, 2000, 32, 10, 1437, 360, fromEpoch, DataFacts.UNKNOWN));
  }

  /** An epoch that took so many seconds. */
  public static Report lasting(
      String trial, int attempt, long sequence, int epoch, double seconds) {
    EpochResult its = ((Report.Epoch) epoch(trial, attempt, sequence, epoch)).result();
    return new Report.Epoch(
        new TrialId(trial),
        attempt,
        sequence,
        new EpochResult(
            its.epoch(),
            its.train(),
            its.test(),
            its.validation(),
            its.learningRate(),
            seconds,
            its.imagesPerSecond(),
            its.peakMemoryBytes(),
            its.checkpoint(),
            its.stateHash()));
  }

  public static Report epoch(String trial, int attempt, long sequence, int epoch) {
    return scored(trial, attempt, sequence, epoch, 50);
  }

  /** An epoch with so many percent of the test images correct. */
  public static Report scored(String trial, int attempt, long sequence, int epoch, int percent) {
    return new Report.Epoch(
        new TrialId(trial),
        attempt,
        sequence,
        new EpochResult(
            epoch,
            new Score(1, 1, 2),
            Optional.of(new Score(1, percent, 100)),
            Optional.empty(),
            0.1,
            1,
            1,
            1,
            new CheckpointRef(epoch, trial + "/" + attempt + "/" + epoch, "hash", 1),
            "state"));
  }

  public static Report ended(String trial, int attempt, long sequence, Outcome outcome) {
    return new Report.Ended(new TrialId(trial), attempt, sequence, outcome, "message");
  }

  /** A worker says that it lives. */
  public Answer.ToHear hear(String worker, String incarnation) {
    return done(Decider.decide(state, new Command.Hear(worker, incarnation))).answer();
  }

  public Decided<Answer.ToReport> report(String worker, String incarnation, Report report) {
    return done(Decider.decide(state, new Command.TakeReport(worker, incarnation, report)));
  }

  public <T extends Event> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public <T extends Event> T last(Class<T> type) {
    return all(type).getLast();
  }
}
