package podium.workers.training.pretrained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import podium.workers.training.download.Checksum;
import podium.workers.training.download.Download;
import podium.workers.training.download.DownloadException;
import podium.workers.training.model.StateEntry;
import podium.workers.training.safetensors.SafetensorsException;
import podium.workers.training.safetensors.SafetensorsFile;

/** The weights a worker has, by name and model; fetched when first used. For one thread. */
public final class PretrainedWeights {
  private final Map<String, WeightsSettings> known = new TreeMap<>();
  private final Path cache;

  /**
   * As a worker's settings have them.
   *
   * @param cache a folder for what is fetched; made when missing
   */
  public PretrainedWeights(List<WeightsSettings> settings, Path cache) {
    settings.forEach(one -> known.put(one.id(), one));
    this.cache = cache;
  }

  /**
   * Overwrites a network's state, except its last layer where that is of another number of classes.
   *
   * @param progress is told in a few words what is going on
   * @throws WeightsException when they are not registered, cannot be had, or do not fit
   */
  public void fill(List<StateEntry> state, String name, String model, Consumer<String> progress) {
    WeightsSettings wanted = known.get(name + "/" + model);
    if (wanted == null) {
      throw new WeightsException(
          "weights %s/%s are not registered with this worker; it has %s. Set podium.weights.%s.%s."
              .formatted(name, model, known.keySet(), name, model));
    }
    progress.accept("loading weights " + wanted.id());
    try (SafetensorsFile file = SafetensorsFile.open(located(wanted, progress))) {
      new StateDict(wanted.id(), file).into(state);
    } catch (DownloadException | SafetensorsException e) {
      throw new WeightsException("weights %s: %s".formatted(wanted.id(), e.getMessage()), e);
    } catch (IOException e) {
      throw new WeightsException("weights %s cannot be read: %s".formatted(wanted.id(), e), e);
    }
  }

  private Path located(WeightsSettings wanted, Consumer<String> progress) throws IOException {
    if (wanted.file().isPresent()) {
      Path file = wanted.file().get();
      if (wanted.sha256().isPresent() && !checksum(wanted).isOf(file)) {
        throw new WeightsException(
            "weights %s: the SHA-256 of %s is not the one in podium.weights.%s.%s.sha256; mend either"
                .formatted(wanted.id(), file, wanted.name(), wanted.model()));
      }
      return file;
    }
    Path cached =
        cache.resolve("weights").resolve(wanted.name() + "-" + wanted.model() + ".safetensors");
    if (!Files.exists(cached) || !checksum(wanted).isOf(cached)) {
      new Download(wanted.url().orElseThrow(), checksum(wanted)).into(cached, progress);
    }
    return cached;
  }

  private static Checksum checksum(WeightsSettings of) {
    return new Checksum(of.sha256().orElseThrow());
  }
}
