package podium.dashboard;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;
import podium.protocol.request.Request;

/** A log of a study over models, learning rates and seeds, whose scheduler does what is asked. */
public final class Study {
  /** Of resnet18, vgg16 and alexnet, each at two learning rates by three seeds. */
  private static final double[] ACCURACIES = {
    0.91, 0.92, 0.93, 0.90, 0.94, 0.92, 0.71, 0.72, 0.73, 0.70, 0.69, 0.74, 0.60, 0.61
  };

  private static final Map<String, Long> PARAMETERS =
      Map.of("resnet18", 11_181_642L, "vgg16", 134_301_514L, "alexnet", 57_044_810L);

  /** How many of its trials have succeeded; the next two train, the others wait. */
  public static final int SUCCEEDED = ACCURACIES.length;

  private final Story story;
  private int submitted = 1;

  private Study(Story story) {
    this.story = story;
  }

  /** The study as it begins. */
  public static Study begun() {
    Map<String, List<Object>> matrix = new LinkedHashMap<>();
    matrix.put("model", List.of("resnet18", "vgg16", "alexnet"));
    matrix.put("learningRate", List.of(0.001, 0.01));
    matrix.put("seed", List.of(1L, 2L, 3L));
    Story story =
        new Story()
            .at(Instant.now().minusSeconds(600))
            .term()
            .worker(Story.WORKER, 4)
            .experiment("study", 1, "ada", matrix, 8, Stopping.NONE);
    for (int trial = 1; trial <= SUCCEEDED; trial++) {
      train(story, trial, ACCURACIES[trial - 1]);
    }
    String restarted = "study-1.15";
    story.placed(restarted, 1, "cuda:1").started(restarted, 1, 0, 57_044_810L);
    for (int epoch = 1; epoch <= 4; epoch++) {
      story.epoch(restarted, 1, epoch, 0.08 * epoch, 2);
    }
    story
        .lost(restarted, 1)
        .placed(restarted, 2, "cuda:1")
        .started(restarted, 2, 2, 57_044_810L)
        .epoch(restarted, 2, 3, 0.3, 2)
        .placed("study-1.16", 1, "cuda:2")
        .started("study-1.16", 1, 0, 57_044_810L)
        .epoch("study-1.16", 1, 1, 0.2, 2);
    return new Study(story);
  }

  private static void train(Story story, int number, double best) {
    String trial = "study-1." + number;
    List<String> models = List.of("resnet18", "vgg16", "alexnet");
    String model = models.get((number - 1) / 6);
    story.placed(trial, 1, "cuda:0").started(trial, 1, 0, PARAMETERS.getOrDefault(model, 1L));
    for (int epoch = 1; epoch <= 8; epoch++) {
      double share = epoch == 8 ? 1 : 1 - Math.exp(-0.5 * epoch);
      story.epoch(trial, 1, epoch, best * share, 2 + number % 3);
    }
    story.succeeded(trial, 1);
  }

  /** What the log says until now. */
  public Story story() {
    return story;
  }

  /** Does what a request asks, as a scheduler does, and tells where the request stood. */
  public Source ask(byte[] json) {
    Source source = new Source("podium.requests", 0, story.log().size());
    switch (RequestCodec.read(json, Optional.empty())) {
      case Request.Reading.Refused refused ->
          story.rejected("a request", refused.reasons().toArray(String[]::new));
      case Request.Reading.Understood(Request.Submit submit) -> submitted(source, submit.spec());
      case Request.Reading.Understood(Request.Act act) -> followed(source, act);
    }
    return source;
  }

  private void submitted(Source source, ExperimentSpec spec) {
    ExperimentId id = new ExperimentId("%s-%d".formatted(spec.experiment(), ++submitted));
    List<TrialEntry> trials = new java.util.ArrayList<>();
    for (Map<String, Object> assignment : spec.assignments()) {
      trials.add(
          new TrialEntry(
              new TrialId("%s.%d".formatted(id.value(), trials.size() + 1)), assignment));
    }
    story.event(new Event.ExperimentAccepted(source, id, spec, trials));
  }

  private void followed(Source source, Request.Act act) {
    String target = act.action().target();
    if (act.action() instanceof Action.Retry) {
      story.event(
          new Event.RequestRejected(
              source,
              List.of("%s succeeded; there is nothing to try again".formatted(target)),
              "",
              0,
              "ef".repeat(32)));
      return;
    }
    if (act.action() instanceof Action.Cancel) {
      story.cancelled(target);
      return;
    }
    List<TrialId> trials = TrialId.parse(target).stream().toList();
    List<ExperimentId> experiments =
        trials.isEmpty() ? List.of(new ExperimentId(target)) : List.of();
    story.event(new Event.RequestAccepted(source, act.key(), act.action(), experiments, trials));
  }
}
