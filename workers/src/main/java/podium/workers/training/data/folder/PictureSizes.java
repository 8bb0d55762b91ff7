package podium.workers.training.data.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.Crew;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.picture.PictureDecoder;

/** How large pictures are; stateless. */
final class PictureSizes {
  private static final Logger LOG = LoggerFactory.getLogger(PictureSizes.class);
  private static final int LOOKED_AT = 101;
  private static final int SMALLEST = 1;

  private PictureSizes() {}

  /**
   * The middle one of their shorter sides in pixels; of many, of some evenly spaced ones.
   *
   * @throws DatasetException when none of them is a picture
   */
  static int middle(NamedFiles files, List<NamedFiles.Item> pictures) {
    int step = Math.max(1, pictures.size() / LOOKED_AT);
    List<NamedFiles.Item> some = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i += step) {
      some.add(pictures.get(i));
    }
    List<Integer> sides =
        of(files, some).stream()
            .map(size -> Math.max(SMALLEST, Math.min(size.width(), size.height())))
            .sorted()
            .toList();
    if (sides.isEmpty()) {
      throw new DatasetException(
          "none of %s is a picture that can be read"
              .formatted(Notes.some(some.stream().map(NamedFiles.Item::name).toList())));
    }
    return sides.get(sides.size() / 2);
  }

  /** The sizes of those that are pictures, in no order. */
  static List<PictureDecoder.Size> of(NamedFiles files, List<NamedFiles.Item> pictures) {
    ConcurrentLinkedQueue<PictureDecoder.Size> sizes = new ConcurrentLinkedQueue<>();
    try (Crew crew = Crew.ofProcessors(() -> {})) {
      files.each(
          pictures,
          crew,
          (item, content) -> {
            try {
              sizes.add(PictureDecoder.size(content));
            } catch (DatasetException e) {
              // why: whoever decodes them all names those that are broken
              LOG.atDebug().setCause(e).log("no picture: {}", item.name());
            }
          });
    }
    return List.copyOf(sizes);
  }
}
