package podium.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import podium.engine.decide.Command;
import podium.engine.decide.Decider;
import podium.engine.decide.Dues;
import podium.engine.log.Fence;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;
import podium.protocol.topic.Topics;

/** The scheduler's core alone: decides, folds, and does what is due. For one thread. */
final class Core {
  final SchedulerState state = new SchedulerState();

  /** The latest attempt of each trial that has one, in the order of placement. */
  final SequencedMap<TrialId, Event.TrialPlaced> running = new LinkedHashMap<>();

  static final String INCARNATION = "bench";

  private Optional<List<byte[]>> written = Optional.empty();
  private String head = "";
  private Instant now = Instant.EPOCH;
  private long requests;
  private long facts;
  private long placingNanos;

  /** How many facts were folded. */
  long facts() {
    return facts;
  }

  /** The nanoseconds that deciding upon the last placement took. */
  long placingNanos() {
    return placingNanos;
  }

  /** Time goes on; what came due is not done yet. */
  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Folds a fact, and then all that is due. */
  void done(Optional<Event> fact) {
    fact.ifPresent(this::fold);
    settle();
  }

  void settle() {
    for (; ; ) {
      long before = System.nanoTime();
      Optional<Event> due = Dues.due(state, now);
      long took = System.nanoTime() - before;
      if (due.isEmpty()) {
        return;
      }
      placingNanos = due.get() instanceof Event.TrialPlaced ? took : placingNanos;
      fold(due.get());
    }
  }

  private void fold(Event event) {
    switch (event) {
      case Event.RequestRejected rejected ->
          throw new IllegalStateException("rejected: " + rejected.reasons());
      case Event.TrialPlaced placed -> running.put(placed.trial(), placed);
      case Event.AttemptEnded ended -> running.remove(ended.trial());
      default -> {}
    }
    Entry entry = Entry.of(1, INCARNATION, ++facts, head, now, event);
    written.ifPresent(log -> write(log, entry));
    Fold.apply(state, entry)
        .ifPresent(
            why -> {
              throw new IllegalStateException("refused: " + why);
            });
  }

  /** From here on its entries are kept, as records of a log that goes on behind that fence. */
  List<byte[]> write(Fence fence) {
    head = fence.head();
    facts = fence.nextIndex() - 1;
    List<byte[]> log = new ArrayList<>();
    written = Optional.of(log);
    return log;
  }

  private void write(List<byte[]> log, Entry entry) {
    byte[] record = EventCodec.encode(entry);
    log.add(record);
    head = Fence.headAfter(head, record);
  }

  /** An experiment of so many seeds of each model. */
  void submit(
      String name, Device device, int priority, Limits limits, List<Object> models, int seeds) {
    submit(name, "", new Resources(device), priority, limits, models, seeds);
  }

  /** The same of somebody's, whose trials need such slots. */
  void submit(
      String name,
      String owner,
      Resources resources,
      int priority,
      Limits limits,
      List<Object> models,
      int seeds) {
    submit(name, owner, resources, priority, limits, Recipe.defaults(), models, seeds);
  }

  /** An experiment on GPUs by that recipe. */
  void submit(String name, Recipe recipe, List<Object> models, int seeds) {
    submit(name, "", new Resources(Device.CUDA), 0, Limits.NONE, recipe, models, seeds);
  }

  private void submit(
      String name,
      String owner,
      Resources resources,
      int priority,
      Limits limits,
      Recipe recipe,
      List<Object> models,
      int seeds) {
    List<Object> values = LongStream.rangeClosed(1, seeds).mapToObj(it -> (Object) it).toList();
    ExperimentSpec spec =
        new ExperimentSpec(
            name,
            Optional.empty(),
            "digits",
            Map.of("model", models, "seed", values),
            recipe,
            "none",
            resources,
            priority,
            owner,
            limits,
            List.of());
    done(
        Decider.decide(
            state,
            new Command.TakeRequest(
                new Source(Topics.REQUESTS, 0, requests++),
                new Reading.Understood(new Request.Submit(spec)),
                new Command.Raw("", 0, "")),
            now));
  }

  void cancel(String target) {
    act(new Action.Cancel(target));
  }

  /** Somebody asks something of what is there. */
  void act(Action action) {
    done(
        Decider.decide(
            state,
            new Command.TakeRequest(
                new Source(Topics.REQUESTS, 0, requests++),
                new Reading.Understood(new Request.Act(Optional.empty(), action)),
                new Command.Raw("", 0, "")),
            now));
  }

  /**
   * A worker registers.
   *
   * @param slots each a device
   */
  void register(String worker, String home, List<String> slots) {
    done(
        Decider.decide(
                state,
                new Command.Register(
                    worker,
                    incarnation(worker),
                    "host",
                    slots.stream().map(slot -> new Slot(slot, "")).toList(),
                    Catalog.BUILT_IN,
                    home,
                    List.of(),
                    NodeAddress.UNKNOWN,
                    0))
            .fact());
  }

  void hear(String worker) {
    done(Decider.decide(state, new Command.Hear(worker, incarnation(worker))).fact());
  }

  void lose(String worker) {
    done(
        Decider.decide(
            state, new Command.Silence(worker, incarnation(worker), Duration.ofSeconds(9))));
  }

  void leave(String worker) {
    done(Decider.decide(state, new Command.Leave(worker, incarnation(worker))));
  }

  void report(Event.TrialPlaced attempt, podium.protocol.report.Report report) {
    done(
        Decider.decide(
                state,
                new Command.TakeReport(
                    attempt.lead().worker(), attempt.lead().incarnation(), report))
            .fact());
  }

  /** So many slots of one sort. */
  static List<String> slots(String sort, int count) {
    return IntStream.range(0, count).mapToObj(slot -> sort + ":" + slot).toList();
  }

  private static String incarnation(String worker) {
    return worker + "-incarnation";
  }
}
