package podium.workers.training.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import podium.protocol.folder.Durably;
import podium.protocol.report.CheckpointRef;
import podium.workers.training.safetensors.SafetensorsDraft;
import podium.workers.training.safetensors.SafetensorsWriter;

/**
 * A checkpoint that is being written, on other threads: values and state hash at once, the rest
 * when the epoch's scores are there. To be saved or dropped, once and by one thread.
 */
public final class CheckpointDraft {
  private final CheckpointStore store;
  private final String path;
  private final int epoch;
  private final Map<String, String> about;
  private final Executor threads;
  private final Path file;
  private final Path part;
  private final SafetensorsDraft draft;
  private final CompletableFuture<Void> values;
  private final TrainingState snapshot;
  private volatile boolean dropped;

  CheckpointDraft(
      CheckpointStore store,
      String path,
      int epoch,
      TrainingState snapshot,
      Map<String, String> about,
      Executor threads) {
    this.store = store;
    this.path = path;
    this.epoch = epoch;
    this.about = Map.copyOf(about);
    this.threads = threads;
    this.file = store.inside(path);
    this.part = Durably.part(file);
    this.draft = TensorFile.draft(part, snapshot, metadata(snapshot.counters()));
    this.snapshot = snapshot;
    this.values = CompletableFuture.runAsync(this::writeValues, threads);
  }

  private SortedMap<String, String> metadata(SortedMap<String, String> counters) {
    SortedMap<String, String> metadata = new TreeMap<>(counters);
    metadata.putAll(about);
    return metadata;
  }

  private void writeValues() {
    try {
      Durably.makeFolders(file.resolveSibling(""));
      Files.deleteIfExists(part);
      draft.writeValues(() -> !dropped);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /**
   * Writes the rest. Once this completes, the checkpoint and its JSON are on disk under their
   * names, the JSON first; or it fails with a {@link CheckpointException} and no half is left. The
   * tensors are not looked at any more in either case.
   */
  public CompletableFuture<CheckpointFolder.Saved> save(
      Counters counters, Function<CheckpointFolder.Saved, CheckpointFacts> facts) {
    TrainingState scored = TrainingState.of(snapshot.tensors(), counters.named());
    SortedMap<String, String> metadata = metadata(scored.counters());
    // why: the file's digest begins with what the scores are part of; beside it this one is free
    CompletableFuture<String> state = CompletableFuture.supplyAsync(scored::stateHash, threads);
    CompletableFuture<SafetensorsWriter.Written> all =
        CompletableFuture.supplyAsync(() -> written(metadata), threads);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return saved(metadata, all, state, facts);
          } catch (IOException e) {
            forget();
            throw refused(e);
          } catch (RuntimeException e) {
            forget();
            throw e.getCause() instanceof IOException disk ? refused(disk) : e;
          } finally {
            settle(all, state);
          }
        },
        threads);
  }

  private CheckpointFolder.Saved saved(
      SortedMap<String, String> metadata,
      CompletableFuture<SafetensorsWriter.Written> all,
      CompletableFuture<String> state,
      Function<CheckpointFolder.Saved, CheckpointFacts> facts)
      throws IOException {
    values.join();
    draft.writeHeader(metadata);
    SafetensorsWriter.Written written = all.join();
    CheckpointFolder.Saved saved =
        new CheckpointFolder.Saved(
            new CheckpointRef(epoch, path, written.sha256(), written.bytes()), state.join());
    FactsFile.write(file, facts.apply(saved));
    Durably.rename(part, file);
    return saved;
  }

  private SafetensorsWriter.Written written(SortedMap<String, String> metadata) {
    try {
      return draft.written(metadata);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private CheckpointException refused(IOException e) {
    return new CheckpointException(
        CheckpointException.Fault.DISK,
        "checkpoint %s cannot be written (%s); see to space and rights of %s."
            .formatted(file.getFileName(), e, store.home()),
        e);
  }

  /** Leaves no trace of it; the tensors are not looked at any more afterwards. */
  public void drop() {
    dropped = true;
    settle();
    forget();
    try {
      Files.deleteIfExists(file.resolveSibling(""));
    } catch (DirectoryNotEmptyException e) {
      // why: checkpoints of earlier epochs are there
    } catch (IOException e) {
      // why: an empty folder more does no harm
    }
  }

  /** Half a checkpoint would fill a disk that is full already. */
  private void forget() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // why: the disk that refused to write may refuse this, too
    }
  }

  /** Whoever goes on may close the tensors that are still being read. */
  private void settle(CompletableFuture<?>... also) {
    CompletableFuture.allOf(values, CompletableFuture.allOf(also))
        .handle((done, failure) -> true)
        .join();
  }
}
