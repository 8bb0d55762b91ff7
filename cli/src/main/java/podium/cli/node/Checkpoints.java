package podium.cli.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import podium.cli.error.UserErrorException;
import podium.cli.view.TrialStory;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.workers.config.WorkerSettings;
import podium.workers.training.checkpoint.CheckpointException;
import podium.workers.training.checkpoint.CheckpointFacts;
import podium.workers.training.checkpoint.CheckpointStore;

/** The checkpoints of one trial that lie on this machine. Holds no state; thread-safe. */
public final class Checkpoints {
  private final CheckpointStore store;
  private final TrialStory story;

  private Checkpoints(CheckpointStore store, TrialStory story) {
    this.store = store;
    this.story = story;
  }

  /** In the home that the settings name. */
  public static Checkpoints of(NodeSettings settings, TrialStory story) {
    WorkerSettings worker = settings.read(WorkerSettings::from);
    return new Checkpoints(new CheckpointStore(worker.checkpointsDir()), story);
  }

  /** The folder all of them are in. */
  public Path home() {
    return store.home();
  }

  /**
   * The file of a checkpoint, its bytes compared with what the log says.
   *
   * @throws UserErrorException saying why it cannot be used, who wrote it, and what is here instead
   */
  public Path file(CheckpointRef checkpoint) {
    try {
      return store.verified(checkpoint);
    } catch (CheckpointException e) {
      throw new UserErrorException(
          ("the checkpoint of epoch %d of %s, %s, %s in %s. %s wrote it; of this trial the epochs"
                  + " %s are here. Name the folder its worker uses with --checkpoints, or keep more"
                  + " next time with podium.checkpoints.keep-every.")
              .formatted(
                  checkpoint.epoch(),
                  story.row().trial(),
                  checkpoint.path(),
                  e.getMessage(),
                  store.home(),
                  story.writerOf(checkpoint),
                  words(kept())),
          e);
    }
  }

  /** Epochs that count and whose checkpoint is here, in order. */
  public List<Integer> kept() {
    return story.results().stream()
        .filter(result -> store.has(result.checkpoint()))
        .map(EpochResult::epoch)
        .toList();
  }

  /** Epochs that can be recomputed from what is here: the first, and each after a checkpoint. */
  public List<Integer> verifiable() {
    return story.results().stream()
        .map(EpochResult::epoch)
        .filter(epoch -> epoch == 1 || story.before(epoch).filter(store::has).isPresent())
        .toList();
  }

  /** What the JSON beside an epoch's checkpoint says. */
  public Optional<CheckpointFacts> facts(int epoch) {
    return story.epoch(epoch).flatMap(result -> store.facts(result.checkpoint()));
  }

  /** Numbers for people. */
  public static String words(List<Integer> epochs) {
    return epochs.isEmpty()
        ? "(none)"
        : epochs.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
