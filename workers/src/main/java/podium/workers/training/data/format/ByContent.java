package podium.workers.training.data.format;

import java.nio.file.Path;
import java.util.Optional;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.Remembered;
import podium.workers.training.data.folder.ImageFolder;

/** A folder or archive of whatever kind: CIFAR, idx files, or pictures in folders. */
public final class ByContent implements DatasetDefinition.Loader {
  private final Path place;
  private final Cifar cifar;
  private final Idx idx;
  private final ImageFolder pictures;
  private final Remembered<DatasetDefinition.Loader> known = new Remembered<>();

  /**
   * Names the place.
   *
   * @param ownSize of pictures in folders, as {@link ImageFolder} has it
   */
  public ByContent(Path place, int ownSize) {
    this.place = place;
    this.cifar = new Cifar(Optional.of(place));
    this.idx = new Idx(place);
    this.pictures = new ImageFolder(place, ownSize);
  }

  @Override
  public DatasetDefinition.Look look(DatasetDefinition.Surroundings surroundings) {
    return kind().look(surroundings);
  }

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    return kind().load(surroundings);
  }

  /** Reads pictures in folders, if that is what lies there. */
  public Optional<ImageFolder> pictures() {
    return kind() == pictures ? Optional.of(pictures) : Optional.empty();
  }

  private DatasetDefinition.Loader kind() {
    return known.of(
        place,
        () -> {
          try (NamedFiles files = NamedFiles.open(place)) {
            boolean both = Cifar.is(files) && Idx.is(files);
            if (both) {
              throw new DatasetException(
                  "%s holds CIFAR and idx files; name the folder or archive of one of them."
                      .formatted(place));
            }
            return Cifar.is(files) ? cifar : Idx.is(files) ? idx : pictures;
          }
        });
  }
}
