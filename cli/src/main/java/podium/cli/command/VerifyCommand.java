package podium.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.TrialReader;
import podium.cli.error.UserErrorException;
import podium.cli.node.Checkpoints;
import podium.cli.node.NodeSettings;
import podium.cli.node.Recomputation;
import podium.cli.view.AnswerJson;
import podium.cli.view.StepView;
import podium.cli.view.TrialStory;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Start;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.checkpoint.CheckpointFacts;

/** {@code podium verify}: trains an epoch once more and compares it bit by bit. */
@Command(
    name = "verify",
    description =
        "Trains one epoch of a trial once more, from the checkpoint before it, and compares the"
            + " state with what the log says. Exit code 0: equal to the last bit.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "TRIAL", description = "such as mine-1.2")
  private String trial = "";

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = "the epoch to recompute (default: the last one that can be)")
  private Optional<Integer> epoch = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "processor threads (default: as the trial was trained with)")
  private Optional<Integer> threads = Optional.empty();

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private HomeFlags home = new HomeFlags();
  @Mixin private LibraryFlags library = new LibraryFlags();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    NodeSettings settings = library.over(home.over(new NodeSettings(kafka.settings().root())));
    TrialStory story = TrialReader.read(kafka.kafka(), trial);
    Checkpoints checkpoints = Checkpoints.of(settings, story);
    EpochResult told = wanted(story, checkpoints);
    Optional<CheckpointFacts.Machine> machine = machine(told.epoch(), story, checkpoints);
    Recomputation.On on =
        new Recomputation.On(
            device(story, machine),
            threads.or(() -> machine.map(CheckpointFacts.Machine::threads)).orElse(0));
    if (!json.isSet()) {
      Terminal.print(spec, List.of(beginning(story, told, on)));
    }
    return judged(told, recomputed(story, told.epoch(), checkpoints, settings, on), machine, on);
  }

  private EpochResult recomputed(
      TrialStory story,
      int number,
      Checkpoints checkpoints,
      NodeSettings settings,
      Recomputation.On on) {
    if (json.isSet()) {
      return Recomputation.of(story, number, checkpoints, settings, on, told -> {});
    }
    try (StepView view = Terminal.steps(spec)) {
      return Recomputation.of(story, number, checkpoints, settings, on, told -> show(view, told));
    }
  }

  private static void show(StepView view, TrainerEvent told) {
    switch (told) {
      case TrainerEvent.Preparing is -> view.preparing(is.what(), is.done(), is.all());
      case TrainerEvent.Progress is -> view.step(is.step(), is.steps(), is.imagesPerSecond());
      case TrainerEvent.Started started -> {}
      case TrainerEvent.EpochCompleted completed -> {}
      case TrainerEvent.Ended ended -> {}
    }
  }

  private EpochResult wanted(TrialStory story, Checkpoints checkpoints) {
    List<Integer> possible = checkpoints.verifiable();
    if (possible.isEmpty()) {
      throw new UserErrorException(
          story.results().isEmpty()
              ? trial + " has not completed an epoch yet"
              : "of %s no checkpoint lies in %s".formatted(trial, checkpoints.home()));
    }
    int number = epoch.orElse(possible.getLast());
    if (!possible.contains(number)) {
      throw new UserErrorException(
          ("epoch %d of %s cannot be verified from %s; epochs that can be: %s. Each but the first"
                  + " needs the checkpoint before it: keep more with podium.checkpoints.keep-every,"
                  + " or name the folder its worker uses with --checkpoints.")
              .formatted(number, trial, checkpoints.home(), Checkpoints.words(possible)));
    }
    return story.epoch(number).orElseThrow();
  }

  private static Optional<CheckpointFacts.Machine> machine(
      int number, TrialStory story, Checkpoints checkpoints) {
    return checkpoints
        .facts(number)
        .or(() -> checkpoints.facts(number - 1))
        .or(
            () ->
                story.results().reversed().stream()
                    .flatMap(result -> checkpoints.facts(result.epoch()).stream())
                    .findFirst())
        .map(CheckpointFacts::machine);
  }

  private static String device(TrialStory story, Optional<CheckpointFacts.Machine> machine) {
    return machine
        .map(CheckpointFacts.Machine::device)
        .or(() -> story.row().start().map(Start::device))
        .orElse("cpu:0");
  }

  private String beginning(TrialStory story, EpochResult told, Recomputation.On on) {
    int number = told.epoch();
    return "recomputing epoch %d of %s from %s, on %s%s%s ..."
        .formatted(
            number,
            trial,
            number == 1 ? "its seed" : "the checkpoint of epoch " + (number - 1),
            on.device(),
            on.threads() == 0 ? "" : " with %d threads".formatted(on.threads()),
            story
                .microBatch(told.checkpoint())
                .map(", %d images at a time as then"::formatted)
                .orElse(""));
  }

  private int judged(
      EpochResult told,
      EpochResult found,
      Optional<CheckpointFacts.Machine> machine,
      Recomputation.On on) {
    boolean exact = found.stateHash().equals(told.stateHash());
    List<String> reasons = exact ? List.of() : reasons(machine, on);
    Terminal.print(
        spec,
        json.lines(
            () ->
                AnswerJson.verified(trial, told, found, reasons)
                    .put("device", on.device())
                    .put("threads", on.threads()),
            () -> inWords(told, found, reasons)));
    return exact ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private List<String> inWords(EpochResult told, EpochResult found, List<String> reasons) {
    if (found.stateHash().equals(told.stateHash())) {
      return List.of("EXACT  epoch %d of %s  %s".formatted(told.epoch(), trial, told.stateHash()));
    }
    List<String> lines = new ArrayList<>();
    lines.add("DIFFERS  epoch %d of %s".formatted(told.epoch(), trial));
    lines.add(
        "  in the log  %s  training loss %s".formatted(told.stateHash(), told.train().loss()));
    lines.add(
        "  recomputed  %s  training loss %s".formatted(found.stateHash(), found.train().loss()));
    reasons.forEach(reason -> lines.add("  " + reason));
    return lines;
  }

  private List<String> reasons(Optional<CheckpointFacts.Machine> machine, Recomputation.On on) {
    List<String> reasons = new ArrayList<>();
    if (on.device().startsWith("cuda")) {
      reasons.add("a GPU adds up in no fixed order: small differences are to be expected there");
    }
    if (machine.isEmpty()) {
      reasons.add("no JSON is left that says how many threads it was trained with: try --threads");
    }
    machine
        .filter(was -> was.threads() != on.threads())
        .ifPresent(was -> reasons.add("it was trained with %d threads".formatted(was.threads())));
    machine.ifPresent(
        was ->
            reasons.add(
                "it was trained with libtorch %s; another version or processor may round differently"
                    .formatted(was.libtorch())));
    return reasons;
  }
}
