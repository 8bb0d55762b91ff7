package podium.workers.training;

import java.util.List;
import podium.protocol.experiment.PaddingMode;
import podium.protocol.experiment.TestAugmentation;
import podium.workers.training.data.View;

/**
 * A view of an image that an evaluation looks at; immutable.
 *
 * @param share what its logits count; the shares of all are 1 together
 */
record TestView(View view, double share) {
  /** Those of a recipe's choice. */
  static List<TestView> of(TestAugmentation augmentation) {
    return switch (augmentation) {
      case NONE -> List.of(new TestView(View.PLAIN, 1));
      case MIRROR -> List.of(share(0, false, 0.5), share(0, true, 0.5));
      case MIRROR_SHIFT ->
          List.of(
              share(0, false, 0.25),
              share(0, true, 0.25),
              share(-1, false, 0.125),
              share(-1, true, 0.125),
              share(1, false, 0.125),
              share(1, true, 0.125));
    };
  }

  private static TestView share(int along, boolean mirrored, double share) {
    return new TestView(new View(along, along, mirrored, PaddingMode.REFLECT), share);
  }
}
