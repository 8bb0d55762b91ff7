package podium.cli.node;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import podium.cli.error.UserErrorException;
import podium.cli.view.TrialStory;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.trainer.ProcessTrainer;
import podium.workers.training.checkpoint.TrainedOn;

/**
 * Trains one epoch of a trial once more, in a trainer process and a folder of its own; stateless.
 */
public final class Recomputation {
  private Recomputation() {}

  /**
   * On what to train.
   *
   * @param device such as {@code cpu:0}
   * @param threads processor threads; 0 means as a worker of these settings would
   */
  public record On(String device, int threads) {}

  /**
   * What the epoch comes to this time.
   *
   * @param told how far it is: {@code Preparing} and {@code Progress}
   * @throws UserErrorException when its checkpoint is not here, the data are others, or training it
   *     fails
   */
  public static EpochResult of(
      TrialStory story,
      int epoch,
      Checkpoints checkpoints,
      NodeSettings settings,
      On on,
      Consumer<TrainerEvent> told) {
    Optional<String> fingerprint =
        story.epoch(epoch).flatMap(result -> story.fingerprintOf(result.checkpoint()));
    Optional<CheckpointRef> before = story.before(epoch);
    Optional<Path> from = before.map(checkpoints::file);
    try (Scratch scratch = Scratch.within(checkpoints.home())) {
      List<CheckpointRef> references = new ArrayList<>();
      if (before.isPresent() && from.isPresent()) {
        lend(from.get(), scratch.dir().resolve(before.get().path()));
        references.add(before.get());
      }
      try (ProcessTrainer trainer =
          WorkerParts.trainer(
              settings.with("podium.worker.checkpoints-dir", scratch.dir().toString()),
              on.device(),
              on.threads())) {
        // why: an attempt's own number would let it write where the lent checkpoint lies
        Assignment assignment =
            new Assignment(story.row().trial(), Integer.MAX_VALUE, spec(story, epoch), references);
        return train(trainer, assignment, fingerprint, told);
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "nothing can be written to %s (%s), where an epoch is recomputed"
              .formatted(checkpoints.home(), e),
          e);
    }
  }

  /** As the epoch was trained: an attempt may have computed fewer images at a time. */
  private static TrialSpec spec(TrialStory story, int epoch) {
    return story
        .epoch(epoch)
        .map(result -> story.specOf(result.checkpoint()))
        .orElse(story.row().spec());
  }

  /** Lets another folder see a file, without a second copy of it where that can be. */
  private static void lend(Path file, Path as) throws IOException {
    Files.createDirectories(as.resolveSibling(""));
    try {
      Files.createLink(as, file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(file, as);
    }
  }

  private static void requireSame(Assignment assignment, String then, DataFacts now) {
    if (!now.fingerprint().isEmpty() && !now.fingerprint().equals(then)) {
      throw new UserErrorException(
          "%s cannot be recomputed: the data set %s is not the one it was trained on (fingerprint %s then and %s now). Put the old data back."
              .formatted(
                  assignment.trial(),
                  assignment.spec().dataset(),
                  TrainedOn.shortened(then),
                  TrainedOn.shortened(now.fingerprint())));
    }
  }

  private static EpochResult train(
      ProcessTrainer trainer,
      Assignment assignment,
      Optional<String> fingerprint,
      Consumer<TrainerEvent> told) {
    List<EpochResult> done = new ArrayList<>();
    List<String> end = new ArrayList<>();
    trainer.train(
        assignment,
        event -> {
          switch (event) {
            case TrainerEvent.Preparing preparing -> told.accept(preparing);
            case TrainerEvent.Started started ->
                fingerprint.ifPresent(then -> requireSame(assignment, then, started.data()));
            case TrainerEvent.Progress step -> {
              if (done.isEmpty()) {
                told.accept(step);
              }
            }
            case TrainerEvent.EpochCompleted epoch -> {
              done.add(epoch.result());
              trainer.stop(Outcome.CANCELLED);
            }
            case TrainerEvent.Ended ended -> end.add(ended.message());
          }
        });
    if (done.isEmpty()) {
      throw new UserErrorException(
          "%s could not be recomputed: %s".formatted(assignment.trial(), String.join("; ", end)));
    }
    return done.getFirst();
  }
}
