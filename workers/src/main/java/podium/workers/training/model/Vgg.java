package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;

/** VGG configuration D (Simonyan and Zisserman 2015), as torchvision's {@code vgg16}. */
final class Vgg {
  private static final int POOL = 0;
  private static final List<Integer> CONFIGURATION_D =
      List.of(
          64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL, 512, 512, 512, POOL, 512, 512, 512,
          POOL);

  private Vgg() {}

  static TorchBlock vgg16(ModelOptions options) {
    Layers layers = new Layers(FirstWeights.KAIMING_NORMAL, options.dropout());
    return new Chain()
        .then("features", features(layers, CONFIGURATION_D))
        .then("avgpool", Layers.averagePoolTo(7))
        .then("flatten", Layers.flatten())
        .then(
            "classifier",
            Chain.numbered(
                layers.linear(512 * 7 * 7, 4096),
                Layers.relu(),
                layers.dropout(0.5f),
                layers.linear(4096, 4096),
                Layers.relu(),
                layers.dropout(0.5f),
                layers.linear(4096, options.classes())));
  }

  private static Chain features(Layers layers, List<Integer> configuration) {
    List<TorchBlock> links = new ArrayList<>();
    int channels = 3;
    for (int outputs : configuration) {
      if (outputs == POOL) {
        links.add(Layers.maxPool(Window.square(2, 2, 0), false));
      } else {
        links.add(layers.convolution(channels, outputs, Window.square(3, 1, 1)));
        links.add(Layers.relu());
        channels = outputs;
      }
    }
    return Chain.numbered(links);
  }
}
