package podium.workers.training.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import podium.protocol.report.CheckpointRef;
import podium.workers.training.safetensors.SafetensorsException;
import podium.workers.training.safetensors.SafetensorsWriter;

/**
 * The checkpoints of one attempt: TRIAL/ATTEMPT/epoch-N.safetensors below a home folder, each with
 * a small JSON beside it. Deletes nothing; see {@link CheckpointRetention}. For one thread.
 */
public final class CheckpointHome {
  private final CheckpointStore store;
  private final String trial;
  private final int attempt;

  /**
   * A checkpoint that was read back.
   *
   * @param facts of the JSON beside it, if that is there
   */
  public record Restored(
      CheckpointRef reference,
      SortedMap<String, String> counters,
      Optional<CheckpointFacts> facts) {}

  /** A checkpoint that was written, and the hash of what is in it. */
  public record Saved(CheckpointRef reference, String stateHash) {}

  public CheckpointHome(Path home, String trial, int attempt) {
    this.store = new CheckpointStore(home);
    this.trial = trial;
    this.attempt = attempt;
  }

  /** Where an epoch's checkpoint of this attempt lies, relative to the home. */
  public String path(int epoch) {
    return StoredCheckpoint.path(trial, attempt, epoch);
  }

  /**
   * Writes a checkpoint: to a temporary name, synced, then renamed, so that it is there whole or
   * not at all; and before it, in the same way, its JSON.
   */
  public Saved save(int epoch, Snapshot snapshot, Function<Saved, CheckpointFacts> facts) {
    Path file = store.home().resolve(path(epoch));
    Path part = Durably.part(file);
    try {
      Durably.makeFolders(file.resolveSibling(""));
      Files.deleteIfExists(part);
      Saved saved = write(part, epoch, snapshot);
      FactsFile.write(file, facts.apply(saved));
      Durably.rename(part, file);
      return saved;
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be written (%s); see to space and rights of %s."
              .formatted(file.getFileName(), e, store.home()),
          e);
    }
  }

  private Saved write(Path part, int epoch, Snapshot snapshot) throws IOException {
    CompletableFuture<String> stateHash = CompletableFuture.supplyAsync(snapshot::stateHash);
    try {
      SafetensorsWriter.Written written = TensorFile.write(part, snapshot);
      return new Saved(
          new CheckpointRef(epoch, path(epoch), written.sha256(), written.bytes()),
          stateHash.join());
    } finally {
      // why: whoever goes on may close the tensors that are still being read
      stateHash.exceptionally(failure -> "").join();
    }
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
   */
  public Optional<Restored> restore(List<CheckpointRef> references, Snapshot target) {
    StringBuilder reasons = new StringBuilder();
    for (CheckpointRef reference : references) {
      try {
        Path file = store.verified(reference);
        SortedMap<String, String> counters = TensorFile.read(file, target);
        return Optional.of(new Restored(reference, counters, store.facts(file)));
      } catch (IOException | CheckpointException | SafetensorsException e) {
        reasons.append(reasons.isEmpty() ? "" : "; ").append(reference.path()).append(": ");
        reasons.append(e instanceof IOException ? e.toString() : e.getMessage());
      }
    }
    if (references.isEmpty()) {
      return Optional.empty();
    }
    throw new CheckpointException(
        "none of the %d checkpoints to go on from is good, in %s (%s). Restore one, or publish the trial anew."
            .formatted(references.size(), store.home(), reasons));
  }
}
