package podium.cli.view;

import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.Field;

/**
 * What is told of one model, with the options it was asked for. Immutable.
 *
 * @param label name, and options where they were given
 * @param multiplyAdds of one image of the default size; nothing when unknown
 * @param asked the size people asked about, if they did
 */
public record ModelLine(
    String label,
    List<Field> options,
    int smallestImage,
    int defaultImage,
    int classes,
    long parameters,
    Optional<Long> multiplyAdds,
    Optional<Asked> asked) {
  public ModelLine {
    options = List.copyOf(options);
  }

  /**
   * The cost at a size of one's own.
   *
   * @param multiplyAdds nothing when unknown, or when the image is too small
   */
  public record Asked(int imageSize, Optional<Long> multiplyAdds) {}
}
