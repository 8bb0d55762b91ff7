package podium.protocol.report;

import java.util.Objects;
import podium.protocol.AddedLater;

/**
 * What a trainer found when an attempt began.
 *
 * @param device such as {@code cpu:0} or {@code cuda:0}
 * @param parameters trainable parameters of the model
 * @param multiplyAdds of the forward pass of one image; 0 when unknown, as in logs of earlier
 *     versions
 * @param imageSize side of the images in pixels
 * @param resumedFromEpoch epoch of the checkpoint it went on from; 0 when it began afresh
 * @param data what it trains on; {@link DataFacts#UNKNOWN} in logs of earlier versions
 * @param gpu UUID of the GPU that it has; empty where it has none, or does not know it, as in logs
 *     of earlier versions
 */
public record Start(
    String device,
    long parameters,
    @AddedLater long multiplyAdds,
    int imageSize,
    int classes,
    int trainImages,
    int testImages,
    int resumedFromEpoch,
    @AddedLater DataFacts data,
    @AddedLater String gpu) {
  public Start {
    // why: entries of earlier versions do not have them
    data = Objects.requireNonNullElse(data, DataFacts.UNKNOWN);
    gpu = Objects.requireNonNullElse(gpu, "");
  }

  /** On no GPU. */
  public Start(
      String device,
      long parameters,
      long multiplyAdds,
      int imageSize,
      int classes,
      int trainImages,
      int testImages,
      int resumedFromEpoch,
      DataFacts data) {
    this(
        device,
        parameters,
        multiplyAdds,
        imageSize,
        classes,
        trainImages,
        testImages,
        resumedFromEpoch,
        data,
        "");
  }
}
