package podium.workers.training.model;

/**
 * The network of Jordan 2024 (arXiv 2404.00498, as in its repository's {@code airbench94_muon}),
 * with the names of its {@code state_dict}; larger images are averaged at the end.
 */
final class Airbench {
  private static final Window THREE = Window.square(3, 1, 1);
  private static final Window HALVING = Window.square(2, 2, 0);
  // why: torch counts the batch, the source what stays
  private static final double MOMENTUM = 1 - 0.6;
  private static final double EPSILON = 1e-12;

  private final Layers layers;
  private final double width;

  private Airbench(Layers layers, double width) {
    this.layers = layers;
    this.width = width;
  }

  static TorchBlock create(ModelOptions options) {
    Layers layers = new Layers(FirstWeights.DIRAC, options.dropout());
    return new Airbench(layers, options.decimal("widthMultiplier")).network(options.classes());
  }

  private TorchBlock network(int classes) {
    int narrow = MobileNetV2.channels(64 * width);
    int wide = MobileNetV2.channels(256 * width);
    return new Chain()
        .then("whiten", new Whitening(3))
        .then(
            "layers",
            Chain.numbered(
                Layers.gelu(),
                group(Whitening.outputs(3), narrow),
                group(narrow, wide),
                group(wide, wide),
                Layers.maxPool(Window.square(3, 3, 0), false)))
        .then("rest", Layers.averagePoolTo(1))
        .then("flatten", Layers.flatten())
        .then("head", new ScaledHead(wide, classes, layers.first()));
  }

  private Chain group(int inputs, int outputs) {
    return new Chain()
        .then("conv1", layers.plainConvolution(inputs, outputs, THREE, 1))
        .then("pool", Layers.maxPool(HALVING, false))
        .then("norm1", norm(outputs))
        .then("activ1", Layers.gelu())
        .then("conv2", layers.plainConvolution(outputs, outputs, THREE, 1))
        .then("norm2", norm(outputs))
        .then("activ2", Layers.gelu());
  }

  private static BatchNorm norm(int channels) {
    return new BatchNorm(channels, EPSILON, MOMENTUM, false);
  }
}
