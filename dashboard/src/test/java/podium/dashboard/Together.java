package podium.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.event.Event;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;
import podium.protocol.request.Action;

/** A worker of three slots, trials that need two of them together, and a fork. */
public final class Together {
  static final String WORKER = "broad";

  private Together() {}

  /** The first of two such trials has its slots, and the other one waits. */
  static void onSeveralSlots(Story story) {
    List<String> slots = List.of("cpu:0", "cpu:1", "cpu:2");
    story.event(
        new Event.WorkerRegistered(
            WORKER,
            Story.WORKER_INCARNATION,
            "host-of-broad",
            slots.stream().map(name -> new Slot(name, "cores")).toList(),
            Catalog.BUILT_IN,
            "home",
            List.of(),
            NodeAddress.UNKNOWN));
    Map<String, Object> small = Map.of("model", "alexnet");
    Map<String, Object> large = Map.of("model", "vgg16");
    ExperimentId wide = new ExperimentId("wide-1");
    story.event(
        new Event.ExperimentAccepted(
            source(story),
            wide,
            spec("wide", new Resources(Device.CPU, 2), List.of("alexnet", "vgg16")),
            List.of(new TrialEntry(wide.trial(1), small), new TrialEntry(wide.trial(2), large))));
    story.event(
        new Event.TrialPlaced(
            wide.trial(1),
            1,
            Stream.of("cpu:0", "cpu:1")
                .map(slot -> new Grant(WORKER, Story.WORKER_INCARNATION, slot))
                .toList(),
            List.of(),
            new Reason.Said("first in the queue")));
  }

  /** A trial that goes on from the tenth epoch of another one, with which it ended. */
  public static void fork(Story story, String base, EpochResult tenth, Action asked) {
    Map<String, Object> longer = Map.of("model", "googlenet", "epochs", 20L);
    ExperimentId id = new ExperimentId("four-models-2");
    ForkedFrom from =
        new ForkedFrom(
            new TrialId(base),
            tenth.checkpoint(),
            "home",
            Story.WORKER,
            tenth.test().map(Score::accuracy));
    story.event(
        new Event.ExperimentAccepted(
            source(story),
            id,
            spec("four-models", Resources.ANY, List.of())
                .forked(Optional.empty(), List.of(longer), 0, Limits.NONE),
            List.of(new TrialEntry(id.trial(1), longer, Optional.of(from))),
            Optional.empty(),
            Optional.of(asked)));
  }

  private static Source source(Story story) {
    return new Source("podium.requests", 0, story.log().size());
  }

  private static ExperimentSpec spec(String name, Resources resources, List<Object> models) {
    return new ExperimentSpec(
        name,
        Optional.empty(),
        "cifar10",
        Map.of("model", models),
        Recipe.of(Map.of("epochs", 3L)),
        "none",
        resources,
        0,
        "ada",
        Limits.NONE,
        List.of());
  }
}
