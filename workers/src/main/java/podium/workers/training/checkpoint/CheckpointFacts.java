package podium.workers.training.checkpoint;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;

/**
 * What the small JSON beside a checkpoint says of it; immutable. Nothing that training depends on
 * stands here alone: counters, fingerprint and classes are in the checkpoint itself, under its
 * SHA-256.
 *
 * @param fingerprint of the data set; empty when not known, as in files of earlier versions
 * @param classes names of the classes, in the order of their labels
 * @param imageSize height and width of the images, in pixels
 * @param mean by which channels in 0..1 were normalised, and likewise {@code std}
 * @param accuracy of the evaluation after this epoch, in 0..1; absent without one
 * @param best the best evaluated epoch of the trial up to this one
 */
public record CheckpointFacts(
    TrialId trial,
    int attempt,
    CheckpointRef checkpoint,
    String stateHash,
    TrialSpec spec,
    String fingerprint,
    List<String> classes,
    int imageSize,
    List<Double> mean,
    List<Double> std,
    Optional<Double> accuracy,
    Optional<Best> best,
    Machine machine) {

  public CheckpointFacts {
    fingerprint = Objects.requireNonNullElse(fingerprint, "");
    classes = List.copyOf(classes);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** All of it as JSON, as it stands beside the checkpoint. */
  public String toJson() {
    return FactsFile.json(this);
  }

  /**
   * The best evaluated epoch so far.
   *
   * @param path of its checkpoint, relative to the home of checkpoints
   */
  public record Best(int epoch, double accuracy, String path) {}

  /**
   * On what was trained; equal bits can be expected of equal ones.
   *
   * @param device such as {@code cpu:0}
   * @param threads processor threads of the trainer
   * @param libtorch its version
   */
  public record Machine(String device, int threads, String libtorch) {}
}
