package podium.scheduler.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** A log under test: commands go in, events and state come out, as the actor would do it. */
public final class Given {
  public final SchedulerState state = new SchedulerState();
  public final List<Event> events = new ArrayList<>();
  private long offset;

  /** Decides, folds, and then folds all that is due. */
  Decision when(Command command) {
    Decision decision = Decider.decide(state, command);
    if (decision instanceof Decision.Append(Event event)) {
      fold(event);
    }
    for (Optional<Event> due = Dues.due(state); due.isPresent(); due = Dues.due(state)) {
      fold(due.get());
    }
    return decision;
  }

  private void fold(Event event) {
    Folder.apply(state, event);
    events.add(event);
  }

  Command.TakeRequest request(Reading reading) {
    return new Command.TakeRequest(
        new Source("podium.requests", 0, offset++), reading, new Command.Raw("quote", 5, "hash"));
  }

  Decision submit(ExperimentSpec spec) {
    return when(request(new Reading.Understood(new Request.Submit(spec))));
  }

  Decision cancel(String target) {
    return when(request(new Reading.Understood(new Request.Cancel(Optional.empty(), target))));
  }

  Decision worker(String worker, String incarnation, String... slots) {
    return when(register(worker, incarnation, slots));
  }

  static Command.Register register(String worker, String incarnation, String... slots) {
    return register(worker, incarnation, Catalog.BUILT_IN, slots);
  }

  static Command.Register register(
      String worker, String incarnation, Catalog catalog, String... slots) {
    return new Command.Register(
        worker,
        incarnation,
        "host",
        java.util.Arrays.stream(slots).map(slot -> new Slot(slot, "")).toList(),
        catalog);
  }

  static ExperimentSpec pretrained(String name, String weights, Object... models) {
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

  static ExperimentSpec spec(
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
    return new Report.Started(
        trial, attempt, 1, new Start("cpu:0", 1000, 2000, 32, 10, 1437, 360, 0));
  }

  public static Report epoch(String trial, int attempt, long sequence, int epoch) {
    return new Report.Epoch(
        trial,
        attempt,
        sequence,
        new EpochResult(
            epoch,
            new Score(1, 1, 2),
            Optional.of(new Score(1, 1, 2)),
            Optional.empty(),
            0.1,
            1,
            1,
            1,
            new CheckpointRef(epoch, trial + "/" + attempt + "/" + epoch, "hash", 1),
            "state"));
  }

  public static Report ended(String trial, int attempt, long sequence, Outcome outcome) {
    return new Report.Ended(trial, attempt, sequence, outcome, "message");
  }

  Decision report(String worker, String incarnation, Report report) {
    return when(new Command.TakeReport(worker, incarnation, report));
  }

  <T extends Event> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Event> T last(Class<T> type) {
    return all(type).getLast();
  }
}
