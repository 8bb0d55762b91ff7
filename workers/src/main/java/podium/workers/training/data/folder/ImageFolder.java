package podium.workers.training.data.folder;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import podium.protocol.report.DataFacts;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.files.Fingerprints;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.Remembered;
import podium.workers.training.data.picture.PictureDecoder;
import podium.workers.training.hash.Sha256;

/**
 * A folder, zip or tar of CLASS/picture files, decoded at the size that is trained at and kept so
 * on disk.
 */
public final class ImageFolder implements DatasetDefinition.Loader {
  private final Path place;
  private final int ownSize;
  private final Remembered<DatasetDefinition.Look> looked = new Remembered<>();

  /**
   * Names where the pictures are.
   *
   * @param ownSize height and width in pixels where a recipe says none; 0 means the middle one of
   *     the pictures' shorter sides
   */
  public ImageFolder(Path place, int ownSize) {
    this.place = place;
    this.ownSize = ownSize;
  }

  @Override
  public DatasetDefinition.Look look(DatasetDefinition.Surroundings surroundings) {
    return looked.of(
        place,
        () ->
            opened(
                (files, layout) ->
                    new DatasetDefinition.Look(
                        fingerprint(files, layout, surroundings), ownSize(files, layout))));
  }

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    return opened(
        (files, layout) -> {
          int wanted = surroundings.imageSize();
          return decoded(
              files, layout, surroundings.at(wanted == 0 ? ownSize(files, layout) : wanted));
        });
  }

  /** How large its pictures are at their source, smallest area first. */
  public List<PictureDecoder.Size> sizes() {
    return opened(
        (files, layout) ->
            PictureSizes.of(files, pictures(layout)).stream()
                .sorted(
                    Comparator.comparingLong(
                            (PictureDecoder.Size size) -> (long) size.width() * size.height())
                        .thenComparingInt(PictureDecoder.Size::width))
                .toList());
  }

  private interface Work<T> {
    T with(NamedFiles files, ImageLayout layout);
  }

  private <T> T opened(Work<T> work) {
    try (NamedFiles files = NamedFiles.open(place)) {
      return work.with(files, ImageLayout.of(Listing.of(files), place));
    }
  }

  private int ownSize(NamedFiles files, ImageLayout layout) {
    return ownSize == 0 ? PictureSizes.middle(files, pictures(layout)) : ownSize;
  }

  private static List<NamedFiles.Item> pictures(ImageLayout layout) {
    return Stream.concat(layout.train().stream(), layout.test().stream())
        .map(ImageLayout.Entry::file)
        .toList();
  }

  private String fingerprint(
      NamedFiles files, ImageLayout layout, DatasetDefinition.Surroundings surroundings) {
    return fingerprint(Fingerprints.of(place, surroundings.cache()), files, layout, surroundings);
  }

  private static String fingerprint(
      Fingerprints fingerprints,
      NamedFiles files,
      ImageLayout layout,
      DatasetDefinition.Surroundings surroundings) {
    // why: a folder around everything, as an archive has one, is none of the data
    return fingerprints.of(
        pictures(layout),
        name -> name.substring(layout.root().length()),
        files,
        surroundings.progress());
  }

  private Dataset decoded(
      NamedFiles files, ImageLayout layout, DatasetDefinition.Surroundings surroundings) {
    int size = surroundings.imageSize();
    Fingerprints fingerprints = Fingerprints.of(place, surroundings.cache());
    String fingerprint = fingerprint(fingerprints, files, layout, surroundings);
    List<NamedFiles.Item> pictures = pictures(layout);
    PixelFile file =
        new PixelFile(
            surroundings.cache(),
            Sha256.hex(place.toAbsolutePath().normalize().toString()).substring(0, 16),
            fingerprint,
            size,
            pictures.size());
    PixelFile.Mapped images =
        file.open()
            .orElseGet(
                () -> new Decoding(place, files, pictures, fingerprints, surroundings).into(file));
    return new Dataset(
        set(layout.train(), size, images, 0),
        set(layout.test(), size, images, layout.train().size()),
        layout.classes(),
        Dataset.HALF,
        Dataset.HALF,
        new DataFacts(fingerprint, layout.notes()));
  }

  private static ImageSet set(
      List<ImageLayout.Entry> entries, int size, PixelFile.Mapped images, int first) {
    return new ImageSet(
        size, images.from(first), entries.stream().mapToInt(ImageLayout.Entry::label).toArray());
  }
}
