package podium.workers.training.model;

import static podium.workers.training.model.Layers.averagePoolTo;
import static podium.workers.training.model.Layers.flatten;
import static podium.workers.training.model.Layers.maxPool;
import static podium.workers.training.model.Layers.relu;

/** AlexNet (Krizhevsky 2014, "One weird trick"), as torchvision's {@code alexnet}. */
final class AlexNet {
  private AlexNet() {}

  static TorchBlock create(ModelOptions options) {
    Layers layers = new Layers(FirstWeights.TORCH_DEFAULT, options.dropout());
    Window three = Window.square(3, 1, 1);
    Window pool = Window.square(3, 2, 0);
    return new Chain()
        .then(
            "features",
            Chain.numbered(
                layers.convolution(3, 64, Window.square(11, 4, 2)),
                relu(),
                maxPool(pool, false),
                layers.convolution(64, 192, Window.square(5, 1, 2)),
                relu(),
                maxPool(pool, false),
                layers.convolution(192, 384, three),
                relu(),
                layers.convolution(384, 256, three),
                relu(),
                layers.convolution(256, 256, three),
                relu(),
                maxPool(pool, false)))
        .then("avgpool", averagePoolTo(6))
        .then("flatten", flatten())
        .then(
            "classifier",
            Chain.numbered(
                layers.dropout(0.5f),
                layers.linear(256 * 6 * 6, 4096),
                relu(),
                layers.dropout(0.5f),
                layers.linear(4096, 4096),
                relu(),
                layers.linear(4096, options.classes())));
  }
}
