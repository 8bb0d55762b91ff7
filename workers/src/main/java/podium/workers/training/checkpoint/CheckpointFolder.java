package podium.workers.training.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.workers.training.safetensors.SafetensorsException;

/**
 * The checkpoints of one attempt: TRIAL/ATTEMPT/epoch-N.safetensors below a home folder, each with
 * a small JSON beside it. Deletes nothing; see {@link CheckpointRetention}. For one thread.
 */
public final class CheckpointFolder {
  private static final long SPARE_BYTES = 1 << 20;
  private static final String THREADS = "trainer.threads";

  private final CheckpointStore store;
  private final TrialId trial;
  private final int attempt;
  private final TrainedOn data;

  /**
   * A checkpoint that was read back.
   *
   * @param trainedOn what its file says of its data; nothing in those of earlier versions
   * @param threads of the trainer that wrote it; nothing where that is not known
   * @param facts of the JSON beside it, if that is there
   */
  public record Restored(
      CheckpointRef reference,
      SortedMap<String, String> counters,
      Optional<TrainedOn> trainedOn,
      OptionalInt threads,
      Optional<CheckpointFacts> facts) {}

  /** A checkpoint that was written, and the hash of what is in it. */
  public record Saved(CheckpointRef reference, String stateHash) {}

  /**
   * For an attempt.
   *
   * @param data it trains on
   */
  public CheckpointFolder(Path home, TrialId trial, int attempt, TrainedOn data) {
    this.store = new CheckpointStore(home);
    this.trial = trial;
    this.attempt = attempt;
    this.data = data;
  }

  /** Where an epoch's checkpoint of this attempt lies, relative to the home. */
  public String path(int epoch) {
    return StoredCheckpoint.path(trial, attempt, epoch);
  }

  /**
   * Begins to write a checkpoint, under a temporary name, so that it is there whole or not at all.
   * Its tensors must stay as they are until it is saved or dropped; of its counters, those of the
   * best epoch may change.
   *
   * @param trainerThreads with which the state came about
   * @param threads write and hash, each thing on one of them
   */
  public CheckpointDraft begin(
      int epoch, TrainingState snapshot, int trainerThreads, Executor threads) {
    Map<String, String> about = new TreeMap<>(data.named());
    about.put(THREADS, Integer.toString(trainerThreads));
    return new CheckpointDraft(store, path(epoch), epoch, snapshot, about, threads);
  }

  /** How many bytes a snapshot takes on disk, and a little more. */
  public static long bytes(TrainingState snapshot) {
    return SPARE_BYTES
        + snapshot.tensors().values().stream()
            .mapToLong(tensor -> tensor.size() * tensor.getDataType().getNumOfBytes())
            .sum();
  }

  /** The best epoch up to a checkpoint, as the checkpoint's own counters have it. */
  public Optional<CheckpointFacts.Best> best(Restored restored) {
    return Counters.of(restored.counters())
        .best()
        .map(
            best ->
                new CheckpointFacts.Best(
                    best.epoch(), best.accuracy(), pathOf(best.epoch(), restored.facts())));
  }

  private String pathOf(int epoch, Optional<CheckpointFacts> told) {
    return told.flatMap(CheckpointFacts::best)
        .filter(best -> best.epoch() == epoch)
        .map(CheckpointFacts.Best::path)
        .or(
            () ->
                store.of(trial).stream()
                    .filter(one -> one.epoch() == epoch && one.attempt() <= attempt)
                    .reduce((earlier, later) -> later)
                    .map(one -> StoredCheckpoint.path(trial, one.attempt(), epoch)))
        .orElseGet(() -> path(epoch));
  }

  /**
   * Reads the first whole checkpoint of a list into the snapshot's tensors.
   *
   * @param references newest first
   * @throws CheckpointException when some are listed and none is good, telling why for each
   * @throws OtherDataException when the first whole one was trained on other data
   */
  public Optional<Restored> restore(List<CheckpointRef> references, TrainingState target) {
    StringBuilder reasons = new StringBuilder();
    Set<CheckpointException.Fault> faults = EnumSet.noneOf(CheckpointException.Fault.class);
    for (CheckpointRef reference : references) {
      try {
        Path file = store.verified(reference);
        Optional<CheckpointFacts> facts = store.facts(file);
        SortedMap<String, String> metadata =
            TensorFile.read(file, target, named -> requireSameData(reference, named, facts));
        SortedMap<String, String> counters = new TreeMap<>(metadata);
        counters.keySet().removeAll(data.named().keySet());
        counters.remove(THREADS);
        return Optional.of(
            new Restored(
                reference, counters, TrainedOn.of(metadata), threads(metadata, facts), facts));
      } catch (IOException | CheckpointException | SafetensorsException e) {
        reasons.append(reasons.isEmpty() ? "" : "; ").append(reference.path()).append(": ");
        reasons.append(e instanceof IOException ? e.toString() : e.getMessage());
        faults.add(fault(e));
      }
    }
    if (references.isEmpty()) {
      return Optional.empty();
    }
    CheckpointException.Fault fault =
        // why: one that is of something else tells enough, whatever the others are
        Stream.of(CheckpointException.Fault.MISFIT, CheckpointException.Fault.DISK)
            .filter(faults::contains)
            .findFirst()
            .orElse(CheckpointException.Fault.DAMAGED);
    throw new CheckpointException(
        fault,
        "none of the %d checkpoints to go on from is good, in %s (%s). %s"
            .formatted(
                references.size(),
                store.home(),
                reasons,
                fault == CheckpointException.Fault.DISK
                    ? "See to that folder's disk, and whether it is mounted."
                    : "Restore one, or publish the trial anew."));
  }

  private static OptionalInt threads(
      Map<String, String> metadata, Optional<CheckpointFacts> facts) {
    return Optional.ofNullable(metadata.get(THREADS))
        .filter(told -> told.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        // why: a checkpoint of an earlier version has them in the JSON beside it alone
        .or(() -> facts.map(told -> told.machine().threads()))
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  private static CheckpointException.Fault fault(Exception e) {
    return switch (e) {
      case CheckpointException refused -> refused.fault();
      case IOException io -> CheckpointException.Fault.DISK;
      case Exception malformed -> CheckpointException.Fault.DAMAGED;
    };
  }

  private void requireSameData(
      CheckpointRef reference, Map<String, String> metadata, Optional<CheckpointFacts> facts) {
    String difference =
        TrainedOn.of(metadata)
            // why: a checkpoint of an earlier version has the names of classes beside it alone
            .or(() -> facts.map(told -> new TrainedOn("", told.classes(), 0, 0)))
            .map(then -> then.differenceFrom(data))
            .orElse("");
    if (!difference.isEmpty()) {
      throw new OtherDataException(
          "the data set is not the one that the checkpoint of epoch %d was trained on: %s. Publish the experiment anew to train on the data as they are now; put the old ones back first if those are meant."
              .formatted(reference.epoch(), difference));
    }
  }
}
