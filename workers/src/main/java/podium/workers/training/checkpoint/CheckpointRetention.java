package podium.workers.training.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import podium.protocol.folder.Durably;
import podium.protocol.id.TrialId;
import podium.workers.training.safetensors.SafetensorsException;
import podium.workers.training.safetensors.SafetensorsFile;

/**
 * Deletes the checkpoints of a trial that nobody needs any more, once the log has a later one: what
 * stays is all that is newer, the last two, the best, and every n-th. Holds no state; thread-safe.
 */
public final class CheckpointRetention {
  private static final int LAST = 2;

  private final CheckpointStore store;
  private final int keepEvery;

  /**
   * For a home.
   *
   * @param keepEvery the checkpoints of every so many epochs stay; 0 means none for that reason
   */
  public CheckpointRetention(Path home, int keepEvery) {
    this.store = new CheckpointStore(home);
    this.keepEvery = keepEvery;
  }

  /**
   * The log counts this epoch of this attempt, and with it all before.
   *
   * @throws UncheckedIOException when something cannot be deleted; the rest stays
   */
  public void acknowledged(TrialId trial, int attempt, int epoch) {
    List<StoredCheckpoint> all = store.of(trial);
    NavigableMap<Integer, StoredCheckpoint> counted = counted(all, attempt, epoch);
    Set<Path> kept = new HashSet<>();
    counted.descendingMap().values().stream().limit(LAST).forEach(one -> kept.add(one.file()));
    counted.forEach(
        (number, one) -> {
          if (keepEvery > 0 && number % keepEvery == 0) {
            kept.add(one.file());
          }
        });
    Optional.ofNullable(counted.get(epoch)).flatMap(now -> best(now, counted)).ifPresent(kept::add);
    for (StoredCheckpoint one : all) {
      boolean superseded = one.attempt() < attempt;
      boolean older = one.attempt() == attempt && one.epoch() <= epoch;
      if ((superseded || older) && !kept.contains(one.file())) {
        delete(one);
      }
    }
    deleteHalves(trial, attempt);
  }

  /** What an earlier attempt was writing when its trainer was killed. */
  private void deleteHalves(TrialId trial, int attempt) {
    for (Path folder : CheckpointStore.list(store.home().resolve(trial.value()))) {
      if (isEarlier(folder, attempt)) {
        for (Path file : CheckpointStore.list(folder)) {
          if (Durably.isPart(file)) {
            delete(file);
          }
        }
      }
    }
  }

  private static boolean isEarlier(Path folder, int attempt) {
    String name = folder.getFileName().toString();
    return name.matches("[0-9]{1,9}") && Integer.parseInt(name) < attempt;
  }

  private static void delete(Path half) {
    try {
      Files.deleteIfExists(half);
      removeIfEmpty(half.resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException(half + " cannot be deleted", e);
    }
  }

  /** By epoch, the checkpoint that the log counts: the one of the latest attempt so far. */
  private static NavigableMap<Integer, StoredCheckpoint> counted(
      List<StoredCheckpoint> all, int attempt, int epoch) {
    NavigableMap<Integer, StoredCheckpoint> counted = new TreeMap<>();
    all.stream()
        .filter(one -> one.attempt() <= attempt && one.epoch() <= epoch)
        .forEach(one -> counted.put(one.epoch(), one));
    return counted;
  }

  private Optional<Path> best(
      StoredCheckpoint now, NavigableMap<Integer, StoredCheckpoint> counted) {
    return store
        .facts(now.file())
        .flatMap(CheckpointFacts::best)
        .map(best -> store.home().resolve(best.path()))
        // why: the checkpoint itself says which epoch was best, if its JSON is gone
        .or(
            () ->
                bestByCounter(now)
                    .flatMap(epoch -> Optional.ofNullable(counted.get(epoch)))
                    .map(StoredCheckpoint::file));
  }

  private static Optional<Integer> bestByCounter(StoredCheckpoint now) {
    try (SafetensorsFile file = SafetensorsFile.open(now.file())) {
      return Optional.ofNullable(file.metadata().get(Counters.BEST_EPOCH)).map(Integer::valueOf);
    } catch (IOException | SafetensorsException e) {
      return Optional.empty();
    }
  }

  private static void delete(StoredCheckpoint one) {
    try {
      Files.deleteIfExists(one.file());
      Files.deleteIfExists(FactsFile.of(one.file()));
      removeIfEmpty(one.file().resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + one.file() + " cannot be deleted", e);
    }
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // why: most of the time something is left
    }
  }
}
