package podium.workers.training.model;

import static podium.workers.training.model.Layers.maxPool;

/**
 * GoogLeNet (Szegedy et al. 2015) with batch norm and without auxiliary heads, as torchvision's
 * {@code googlenet(aux_logits=False, transform_input=False)}.
 */
final class GoogLeNet {
  private static final Window ONE = Window.square(1, 1, 0);
  private static final Window THREE = Window.square(3, 1, 1);
  private static final Window HALVING = Window.square(3, 2, 0);

  private final Layers layers;

  private GoogLeNet(Layers layers) {
    this.layers = layers;
  }

  static TorchBlock create(ModelOptions options) {
    return new GoogLeNet(new Layers(FirstWeights.TRUNCATED_NORMAL, options.dropout()))
        .network(options.classes());
  }

  private TorchBlock network(int classes) {
    return new Chain()
        .then("conv1", convolution(3, 64, Window.square(7, 2, 3)))
        .then("maxpool1", maxPool(HALVING, true))
        .then("conv2", convolution(64, 64, ONE))
        .then("conv3", convolution(64, 192, THREE))
        .then("maxpool2", maxPool(HALVING, true))
        .then("inception3a", inception(192, 64, 96, 128, 16, 32, 32))
        .then("inception3b", inception(256, 128, 128, 192, 32, 96, 64))
        .then("maxpool3", maxPool(HALVING, true))
        .then("inception4a", inception(480, 192, 96, 208, 16, 48, 64))
        .then("inception4b", inception(512, 160, 112, 224, 24, 64, 64))
        .then("inception4c", inception(512, 128, 128, 256, 24, 64, 64))
        .then("inception4d", inception(512, 112, 144, 288, 32, 64, 64))
        .then("inception4e", inception(528, 256, 160, 320, 32, 128, 128))
        .then("maxpool4", maxPool(Window.square(2, 2, 0), true))
        .then("inception5a", inception(832, 256, 160, 320, 32, 128, 128))
        .then("inception5b", inception(832, 384, 192, 384, 48, 128, 128))
        .then("avgpool", Layers.averagePoolTo(1))
        .then("flatten", Layers.flatten())
        .then("dropout", layers.dropout(0.2f))
        .then("fc", layers.linear(1024, classes));
  }

  private TorchBlock convolution(int inputs, int outputs, Window window) {
    return new Chain()
        .then("conv", layers.plainConvolution(inputs, outputs, window, 1))
        .then("bn", new BatchNorm(outputs, 0.001))
        .then("relu", Layers.relu());
  }

  private TorchBlock inception(
      int inputs, int one, int threeReduced, int three, int fiveReduced, int five, int pooled) {
    return new Branches()
        .with("branch1", convolution(inputs, one, ONE))
        .with(
            "branch2",
            Chain.numbered(
                convolution(inputs, threeReduced, ONE), convolution(threeReduced, three, THREE)))
        .with(
            "branch3",
            // why: torchvision keeps 3x3 where the paper has 5x5, as the published weights do
            Chain.numbered(
                convolution(inputs, fiveReduced, ONE), convolution(fiveReduced, five, THREE)))
        .with("branch4", Chain.numbered(maxPool(THREE, true), convolution(inputs, pooled, ONE)));
  }
}
