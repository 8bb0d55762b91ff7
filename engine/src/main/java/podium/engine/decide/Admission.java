package podium.engine.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.state.Experiment;
import podium.engine.state.KeyOwner;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.codec.SpecDifference;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Catalog.Dataset;
import podium.protocol.experiment.Catalog.Model;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Fault;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.SpecCheck;
import podium.protocol.experiment.Spelling;
import podium.protocol.request.Action;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Needs;
import podium.protocol.request.Request.Needs.Use;

/**
 * Whether an experiment can ever be trained: names that exist, weights that somebody has, images
 * that are large enough. Pure.
 */
public final class Admission {
  private static final int MOST_DIFFERENCES = 10;

  private Admission() {}

  /** What is wrong with an experiment in the eyes of those who train. */
  public static List<Fault> reasonsAgainst(ExperimentSpec spec, Catalog catalog) {
    List<Fault> faults = new ArrayList<>(reasonsAgainst(Needs.of(spec), catalog));
    if (!faults.isEmpty()) {
      return faults;
    }
    ExperimentSpec canonical = canonical(spec, catalog);
    List<Object> models = canonical.matrix().getOrDefault("model", List.of());
    if (models.stream().distinct().count() < models.size()) {
      faults.add(
          new Fault(
              "matrix.model", "matrix.model names a model twice; each once, with its options"));
    }
    // why: labels that differ may name the same choice, and then trials, too, are the same
    if (faults.isEmpty() && !canonical.equals(spec)) {
      faults.addAll(SpecCheck.faults(canonical));
    }
    return faults;
  }

  /** What is wrong with these alone, whatever else is wrong with their request. */
  public static List<Fault> reasonsAgainst(Needs needs, Catalog catalog) {
    List<Fault> faults = new ArrayList<>();
    needs
        .dataset()
        .filter(name -> catalog.dataset(name).isEmpty())
        .ifPresent(
            name -> {
              List<String> known = catalog.datasets().stream().map(Dataset::name).toList();
              String hint = Spelling.hint(name, known, "known here: ");
              faults.add(new Fault("dataset", Text.of("dataset is %s%s", name, hint)));
            });
    needs.uses().forEach(use -> check(use, needs.pretrained(), catalog, faults));
    return faults.stream().distinct().toList();
  }

  private static void check(Use use, String pretrained, Catalog catalog, List<Fault> faults) {
    String path = use.path().replaceFirst("\\[[0-9]+]$", "");
    Optional<ModelChoice> choice = ModelChoice.parse(use.model());
    Optional<Model> known = choice.flatMap(chosen -> catalog.model(chosen.name()));
    if (choice.isEmpty() || known.isEmpty()) {
      List<String> names = catalog.models().stream().map(Model::name).toList();
      String name = choice.map(ModelChoice::name).orElse(use.model());
      String hint = Spelling.hint(name, names, "known here: ");
      faults.add(new Fault(use.path(), Text.of("%s is %s%s", path, use.model(), hint)));
      return;
    }
    Stream.concat(
            choice.get().reasonsAgainst(path, known.get()).stream(),
            Stream.of(
                    noWeights(pretrained, known.get(), catalog),
                    tooSmall(use.imageSize(), known.get()))
                .flatMap(Optional::stream))
        .forEach(text -> faults.add(new Fault(use.path(), text)));
  }

  /** Why so many more trials may not wait, if they may not. */
  public static Optional<String> tooMany(SchedulerState state, int more) {
    int waiting = state.queue().size();
    int most = state.settings().maxQueued();
    return waiting + more <= most
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "it has %d trials, and %d wait already; at most %d may wait together"
                    + " (podium.scheduler.max-queued). Wait until some are done, cancel some, or"
                    + " ask for fewer",
                more, waiting, most));
  }

  /** Why a request under another one's key is none of its repeats. */
  static String otherThan(KeyOwner owner, String key, Source source, List<String> differences) {
    int more = differences.size() - MOST_DIFFERENCES;
    return Text.of(
        "the key %s belongs to %s, and this request (%s, partition %d, offset %d) asks for"
            + " something else: %s%s. Only an equal request is a repeat; give this one a key of its"
            + " own",
        key,
        owner.told(),
        source.topic(),
        source.partition(),
        source.offset(),
        String.join("; ", differences.stream().limit(MOST_DIFFERENCES).toList()),
        more > 0 ? Text.of("; ... and %d more", more) : "");
  }

  /** The spec with each model's label as its catalog entry has it, without default options. */
  public static ExperimentSpec canonical(ExperimentSpec spec, Catalog catalog) {
    return spec.withModels(label -> canonical(label, catalog));
  }

  private static String canonical(String label, Catalog catalog) {
    return ModelChoice.parse(label)
        .flatMap(choice -> catalog.model(choice.name()).map(model -> choice.of(model).label()))
        .orElse(label);
  }

  private static Optional<String> noWeights(String name, Model model, Catalog catalog) {
    if (catalog.hasWeights(name, model.name())) {
      return Optional.empty();
    }
    List<String> known = catalog.weights().stream().map(w -> w.name() + "/" + w.model()).toList();
    String wanted = name + "/" + model.name();
    String hint =
        known.isEmpty() ? "; known here: none" : Spelling.hint(wanted, known, "known here: ");
    return Optional.of(
        Text.of(
            "pretrained is %s, but no worker has %s%s. Start a worker with --weights %s=FILE, or"
                + " set podium.weights.%s.%s",
            name, wanted, hint, wanted, name, model.name()));
  }

  private static Optional<String> tooSmall(int size, Model model) {
    return size == 0 || size >= model.smallestImage()
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "recipe.imageSize is %d; %s needs at least %d",
                size, model.name(), model.smallestImage()));
  }

  /**
   * What a request asks differently from the one that a key belongs to; nothing when it is a
   * repeat.
   */
  static List<String> differences(KeyOwner owner, Request request, Catalog catalog) {
    return switch (owner) {
      case KeyOwner.Submitted(Experiment experiment)
          when request instanceof Request.Submit(var spec) ->
          // why: what a model's label means is the catalog's business, and that may have grown
          SpecDifference.between(
              Admission.canonical(experiment.spec(), catalog), Admission.canonical(spec, catalog));
      case KeyOwner.Acted(Action first) when request instanceof Request.Act act ->
          SpecDifference.between(first, act.action());
      case KeyOwner.Forked(Experiment ignored, Action first)
          when request instanceof Request.Act act ->
          SpecDifference.between(first, act.action());
      case KeyOwner.Submitted ignored ->
          List.of(Text.of("request is %s, was submit", request.verb()));
      case KeyOwner.Forked(Experiment ignored, Action first) ->
          List.of(Text.of("request is submit, was %s", first.verb()));
      case KeyOwner.Acted(Action first) ->
          List.of(Text.of("request is submit, was %s", first.verb()));
    };
  }
}
