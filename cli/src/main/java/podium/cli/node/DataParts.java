package podium.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import podium.cli.error.UserErrorException;
import podium.cli.view.DataView;
import podium.workers.config.WorkerSettings;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.data.catalog.DatasetSettings.Kind;
import podium.workers.training.data.folder.ImageFolder;
import podium.workers.training.data.format.ByContent;
import podium.workers.training.data.picture.ContactSheet;
import podium.workers.training.data.picture.PictureDecoder.Size;

/** Data sets as a worker with these settings would read them. */
public final class DataParts {
  private static final String OF_A_PATH = "path";

  private final WorkerSettings settings;
  private final List<DatasetSettings> known;

  private record Found(List<DatasetSettings> settings, String name, Optional<Path> path) {}

  public DataParts(NodeSettings node) {
    this.settings = node.read(WorkerSettings::from);
    this.known = WorkerParts.datasets(settings);
  }

  /** The names of the data sets that are known here. */
  public List<String> names() {
    return DatasetCatalog.load(known, settings.cacheDir()).names();
  }

  /**
   * Reads a data set whole and tells of it.
   *
   * @param what the name of a data set, or a path
   * @param size height and width in pixels at which pictures are read; 0 means their own
   * @param sheet where a contact sheet is written
   * @throws UserErrorException telling what is wrong with it and what to do
   */
  public DataView read(
      String what, int size, Optional<Path> sheet, DatasetDefinition.Progress progress) {
    Found found = found(what);
    try {
      Dataset dataset =
          DatasetCatalog.load(found.settings(), settings.cacheDir())
              .dataset(found.name(), own -> size == 0 ? own : size, progress);
      if (sheet.isPresent()) {
        ContactSheet.write(dataset, sheet.get());
      }
      return new DataView(told(what, found), dataset, sizes(found), remarks(size, dataset));
    } catch (DatasetException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserErrorException(
          "the sheet cannot be written to %s: %s".formatted(sheet.orElseThrow(), e.getMessage()),
          e);
    }
  }

  private static List<String> remarks(int size, Dataset dataset) {
    return size > 0 && dataset.train().size() != size
        ? List.of(
            "--size %d does not matter here: images of this kind have one size".formatted(size))
        : List.of();
  }

  private static String told(String what, Found found) {
    return found
        .path()
        .map(Path::toString)
        .filter(path -> !path.equals(what))
        .map(path -> "%s: %s".formatted(what, path))
        .orElse(what);
  }

  private static List<Size> sizes(Found found) {
    return found
        .path()
        .flatMap(path -> new ByContent(path, 0).pictures())
        .map(ImageFolder::sizes)
        .orElse(List.of());
  }

  private Found found(String what) {
    if (names().contains(what)) {
      return new Found(
          known,
          what,
          known.stream()
              .filter(one -> one.name().equals(what))
              .findFirst()
              .flatMap(DatasetSettings::path));
    }
    Path path = Path.of(what);
    if (!Files.exists(path)) {
      throw new UserErrorException(
          "%s is neither a data set here nor a file or folder; known here: %s"
              .formatted(what, String.join(", ", names())));
    }
    return new Found(
        List.of(new DatasetSettings(OF_A_PATH, Kind.BY_CONTENT, Optional.of(path), 0)),
        OF_A_PATH,
        Optional.of(path));
  }
}
