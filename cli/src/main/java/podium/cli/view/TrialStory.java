package podium.cli.view;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.ForkedFrom;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/**
 * All that the log tells of one trial; immutable.
 *
 * @param places worker and slot of each attempt
 * @param fingerprints of the data each attempt began on, where that was told
 * @param microBatches images that each attempt computed at a time, where its recipe does not say it
 */
public record TrialStory(
    TrialRow row,
    Map<Integer, String> places,
    Map<Integer, String> fingerprints,
    Map<Integer, Integer> microBatches) {
  public TrialStory {
    microBatches = Map.copyOf(microBatches);
    places = Map.copyOf(places);
    fingerprints = Map.copyOf(fingerprints);
  }

  /** Epochs that count, in order. */
  public List<EpochResult> results() {
    return List.copyOf(row.results().values());
  }

  /** What an epoch came to, if it counts. */
  public Optional<EpochResult> epoch(int number) {
    return Optional.ofNullable(row.results().get(number));
  }

  /** The checkpoint with which an epoch began; nothing where that was afresh or is not known. */
  public Optional<CheckpointRef> before(int number) {
    return epoch(number - 1)
        .map(EpochResult::checkpoint)
        .or(
            () ->
                row.forkedFrom()
                    .map(ForkedFrom::checkpoint)
                    .filter(base -> base.epoch() == number - 1));
  }

  /** The last epoch that counts. */
  public Optional<EpochResult> last() {
    return results().stream().reduce((before, after) -> after);
  }

  /** The epoch of the best deciding accuracy, the first of equal ones. */
  public Optional<EpochResult> best() {
    return results().stream()
        .filter(result -> result.deciding().isPresent())
        // why: max takes the last of equal ones, so the earlier epoch must be the greater
        .max(
            Comparator.comparingDouble(TrialStory::accuracy)
                .thenComparing(EpochResult::epoch, Comparator.reverseOrder()));
  }

  private static double accuracy(EpochResult result) {
    return result.deciding().map(Score::accuracy).orElse(0.0);
  }

  /** Which worker and slot wrote a checkpoint. */
  public String writerOf(CheckpointRef checkpoint) {
    return attemptOf(checkpoint)
        .flatMap(attempt -> Optional.ofNullable(places.get(attempt)))
        .orElse("an unknown worker");
  }

  /** The fingerprint of the data a checkpoint was trained on, as the log has it. */
  public Optional<String> fingerprintOf(CheckpointRef checkpoint) {
    return attemptOf(checkpoint).flatMap(attempt -> Optional.ofNullable(fingerprints.get(attempt)));
  }

  /** How many images at a time the trainer computed that wrote a checkpoint, if it was told. */
  public Optional<Integer> microBatch(CheckpointRef checkpoint) {
    return attemptOf(checkpoint).flatMap(attempt -> Optional.ofNullable(microBatches.get(attempt)));
  }

  /** What the trainer was told that wrote a checkpoint. */
  public TrialSpec specOf(CheckpointRef checkpoint) {
    return microBatch(checkpoint).map(row.spec()::inParts).orElse(row.spec());
  }

  private static Optional<Integer> attemptOf(CheckpointRef checkpoint) {
    String[] parts = checkpoint.path().split("/");
    return parts.length == 3 && parts[1].matches("[0-9]{1,9}")
        ? Optional.of(Integer.valueOf(parts[1]))
        : Optional.empty();
  }
}
